import {X509Certificate} from 'node:crypto';
import {derElement} from '../der-element.js';
import type {Signer} from './attached-fact.js';

/** A certificate of sigstore has less than 1 kB. */
const largestCertificate = 64 << 10;

/** Sigstore's extensions for who vouched: 1.3.6.1.4.1.57264.1.8 with a UTF8String in it, and .1.1, which came before it, with bare text. */
const issuerExtensions = [
	Buffer.from('060a2b0601040183bf300108', 'hex'),
	Buffer.from('060a2b0601040183bf300101', 'hex'),
] as const;

const octetString = 0x04;
const booleanTag = 0x01;
const utf8String = 0x0C;

/**
Who signed, as the certificate of a signature says it.

@param bytes PEM or DER.
@returns Undefined where it is no certificate.
*/
export function certificateSigner(bytes: Uint8Array): Signer | undefined {
	if (bytes.length > largestCertificate) {
		return undefined;
	}

	let certificate: X509Certificate;
	try {
		certificate = new X509Certificate(bytes);
	} catch {
		return undefined;
	}

	const identity = identityOf(certificate.subjectAltName) ?? (certificate.subject ?? '').replaceAll('\n', ', ');
	const issuer = issuerOf(certificate.raw);
	return {...(identity !== '' && {identity}), ...(issuer !== undefined && {issuer})};
}

/** The first name of `email:a@b.example, URI:https://…`; one that holds a comma stands in quotes as JSON has them. */
function identityOf(names: string | undefined): string | undefined {
	const [, value] = /^(?:email|URI|DNS|othername):(?<value>"(?:[^"\\]|\\.)*"|[^,]*)/.exec(names ?? '') ?? [];
	if (!value?.startsWith('"')) {
		return value || undefined;
	}

	try {
		return String(JSON.parse(value));
	} catch {
		return value;
	}
}

function issuerOf(der: Buffer): string | undefined {
	for (const extension of issuerExtensions) {
		const at = der.indexOf(extension);
		if (at === -1) {
			continue;
		}

		// What comes behind its name: whether it is critical, where that is said, and its value ("Extension", RFC 5280, 4.1).
		let rest = der.subarray(at + extension.length);
		if (rest[0] === booleanTag) {
			rest = rest.subarray(3);
		}

		const value = contentOf(rest, octetString);
		const text = value && (contentOf(value, utf8String) ?? value);
		if (text) {
			return text.toString();
		}
	}

	return undefined;
}

/** What an element of DER holds, if it is of that type and all there. */
function contentOf(bytes: Buffer, type: number): Buffer | undefined {
	const element = derElement(bytes);
	return element?.tag === type && bytes.length >= element.end ? bytes.subarray(element.start, element.end) : undefined;
}
