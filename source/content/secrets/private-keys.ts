import {derElement} from '../der-element.js';
import {entropyOf} from './placeholder.js';
import type {SecretSpan} from './secret-kind.js';
import type {SecretShape} from './secret-shape.js';

/** The key of a file is no longer, in characters: one of RSA with 16,384 bits takes 13,000. */
const longestKey = 20_000;

/** A key has at least so many characters of Base64: one of Ed25519 has 64. */
const shortestKey = 60;

/** Base64 has about 5.8 bits a character where random bytes are written, and text written over and over has few. */
const keyEntropy = 4;

const opensshMagic = 'openssh-key-v1\0';

/** `-----BEGIN RSA PRIVATE KEY-----` and its kin, in a file of their own or as a string of JSON, YAML or a script (RFC 7468, RFC 4716, RFC 4880). */
const pem: SecretShape = {
	needles: [{text: 'PRIVATE KEY'}],
	find(text, at) {
		const head = /-{4,5} ?BEGIN (?<label>(?:[\dA-Z]{1,10} ){0,3})$/.exec(text.slice(Math.max(0, at - 50), at));
		const tail = /^PRIVATE KEY(?: BLOCK)? ?-{4,5}/.exec(text.slice(at, at + 40));
		if (!head || !tail) {
			return undefined;
		}

		const start = at - head[0].length;
		const bodyStart = at + tail[0].length;
		const next = text.slice(bodyStart, bodyStart + longestKey).indexOf('----');
		const end = next === -1 ? Math.min(text.length, bodyStart + longestKey) : bodyStart + next;
		const kind = kindOfPem(head.groups!.label.trim(), text.slice(bodyStart, end));
		return kind && {...kind, start, end};
	},
};

/** The same once more in Base64, as a kubeconfig holds keys. */
const encodedPem: SecretShape = {
	needles: [{text: 'LS0tLS1CRUdJTi'}],
	find(text, at) {
		const start = Buffer.from(text.slice(at, at + 80), 'base64').toString('latin1');
		const head = /^-----BEGIN (?<label>[\d A-Z]{0,30})PRIVATE KEY/.exec(start);
		const run = head && /^[\w+\-/]{200,}/.exec(text.slice(at, at + 2 * longestKey));
		if (!run) {
			return undefined;
		}

		const isEncrypted = head.groups!.label.startsWith('ENCRYPTED');
		return {kind: isEncrypted ? 'encrypted-private-key' : 'private-key', start: at, end: at + run[0].length, confidence: isEncrypted ? 'low' : 'high'};
	},
};

/** A key of PuTTY (its manual, appendix C). */
const putty: SecretShape = {
	needles: [{text: 'PuTTY-User-Key-File-'}],
	find(text, at) {
		const body = text.slice(at, at + longestKey);
		const head = /^PuTTY-User-Key-File-\d: [\w-]{3,40}\r?\nEncryption: (?<cipher>[\w-]{1,40})\r?\n/.exec(body);
		const lines = body.indexOf('Private-Lines:');
		if (!head || lines === -1) {
			return undefined;
		}

		const end = body.indexOf('Private-MAC:', lines);
		const isEncrypted = head.groups!.cipher !== 'none';
		return {kind: isEncrypted ? 'encrypted-private-key' : 'private-key', start: at, end: at + (end === -1 ? body.length : end), confidence: isEncrypted ? 'low' : 'high'};
	},
};

/** Private keys in text. */
export const privateKeyShapes: readonly SecretShape[] = [pem, encodedPem, putty];

/** What a PEM holds; undefined where it is no key: a heading in documentation, a constant in a program, a text between dashes. */
function kindOfPem(label: string, body: string): Pick<SecretSpan, 'kind' | 'confidence'> | undefined {
	const isMarked = label.includes('ENCRYPTED') || /Proc-Type: ?4, ?ENCRYPTED/.test(body.slice(0, 200));
	const base64 = base64Of(body);
	if (base64.length < shortestKey || entropyOf(base64.slice(0, 2048)) < keyEntropy) {
		return undefined;
	}

	const bytes = Buffer.from(base64, 'base64');
	if (label.startsWith('PGP')) {
		// The packet of a secret key, in the old form and the new (RFC 4880, 4.2).
		return (bytes[0] & 0xFC) === 0x94 || bytes[0] === 0xC5 ? {kind: 'pgp-private-key', confidence: 'medium'} : undefined;
	}

	if (label.startsWith('OPENSSH')) {
		const isKey = bytes.toString('latin1', 0, opensshMagic.length) === opensshMagic;
		// A string, its length before it: the name of the cipher.
		const cipherLength = bytes.length < 64 ? 0 : bytes.readUInt32BE(opensshMagic.length);
		const isOpen = cipherLength === 4 && bytes.toString('latin1', opensshMagic.length + 4, opensshMagic.length + 8) === 'none';
		return isKey ? judged(!isOpen) : undefined;
	}

	// What is not encrypted is a sequence of DER that is all there; in the old forms that are encrypted nothing is to be seen.
	return isMarked || label.startsWith('SSH2') || isSequence(bytes) ? judged(isMarked) : undefined;
}

/** The Base64 of a body, without headers, and without what quotes and joins its lines in a program. */
function base64Of(body: string): string {
	return body
		.replaceAll(/\\[nrt]/g, '\n')
		.replaceAll(/^[\t ]*[A-Z][\w-]{1,30}: [^\n]{0,200}$/gm, '')
		.replaceAll(/(?<=["'`][\t ]{0,4})\+(?=[\t ]{0,4}[\n\r"'`])/g, '')
		.replaceAll(/[^\d+/a-z]/gi, '');
}

/** Whether bytes are one sequence of DER, with a few bytes behind it at most: a checksum, the filling of a last line. */
function isSequence(bytes: Buffer): boolean {
	const element = derElement(bytes);
	return element?.tag === 0x30 && bytes.length >= element.end && bytes.length <= element.end + 4;
}

function judged(isEncrypted: boolean): Pick<SecretSpan, 'kind' | 'confidence'> {
	return isEncrypted ? {kind: 'encrypted-private-key', confidence: 'low'} : {kind: 'private-key', confidence: 'high'};
}
