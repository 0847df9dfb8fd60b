import type {SecretConfidence, SecretKind} from './secret-kind.js';

export type Keystore = {kind: SecretKind; confidence: SecretConfidence};

/** A database of KeePass, of any version. */
const keePass = 0x03_D9_A2_9A;

/** DER of object identifiers: 1.2.840.113549.1.7.1 (data) and 1.2.840.113549.1.12.10.1.2 (a shrouded private key; RFC 7292, 4.2.2), 1.2.840.113549.1.1.1 (RSA), 1.2.840.10045.2.1 (elliptic curves). */
const pkcs7Data = Buffer.from('06092a864886f70d010701', 'hex');
const shroudedKey = Buffer.from('060b2a864886f70d010c0a0102', 'hex');
const rsaKey = Buffer.from('06092a864886f70d010101', 'hex');
const curveKey = Buffer.from('06072a8648ce3d0201', 'hex');

/** Magic numbers of Java's keystores, JKS and JCEKS. */
const javaKeystores: ReadonlySet<number> = new Set([0xFE_ED_FE_ED, 0xCE_CE_CE_CE]);

/** What any of them begins with: the magics above, and `(`, `C`, `K` of GnuPG's texts. */
const firstBytes: ReadonlySet<number> = new Set([0xFE, 0xCE, 0x03, 0x30, 0x28, 0x43, 0x4B]);

const gnupgKey = /^(?:(?:Created: [^\n]{1,40}\n)?Key: )?\((?:\d{1,3}:)?(?<isProtected>protected-)?private-key/;

/** The most that tells whether a file can be one, in bytes. */
const headLength = 128;

/** Whether a file may be such, by how it begins. */
export function isKeystoreStart(head: Uint8Array): boolean {
	const start = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, headLength));
	return start.length >= 32 && (
		javaKeystores.has(start.readUInt32BE(0))
		|| start.readUInt32BE(0) === keePass
		|| gnupgKey.test(start.toString('latin1'))
		|| (start[0] === 0x30 && derVersion(start) !== undefined)
	);
}

/**
Whether bytes are a file of keys that no text is: a keystore of Java, PKCS #12, a private key of DER, KeePass, GnuPG. Certificates alone are no
secret: a keystore of nothing but trusted roots, which Java has, is none.

@param bytes The file's first megabyte.
*/
export function readKeystore(bytes: Uint8Array): Keystore | undefined {
	// Nearly every file is told by its first byte to be none.
	if (!firstBytes.has(bytes[0])) {
		return undefined;
	}

	const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
	if (buffer.length < 32) {
		return undefined;
	}

	const magic = buffer.readUInt32BE(0);
	if (javaKeystores.has(magic)) {
		return hasJavaKey(buffer) ? {kind: 'keystore', confidence: 'medium'} : undefined;
	}

	if (magic === keePass) {
		return {kind: 'password-database', confidence: 'medium'};
	}

	const gnupg = gnupgKey.exec(buffer.toString('latin1', 0, headLength));
	if (gnupg) {
		return gnupg.groups!.isProtected === undefined ? {kind: 'private-key', confidence: 'high'} : {kind: 'encrypted-private-key', confidence: 'low'};
	}

	return buffer[0] === 0x30 ? readDer(buffer) : undefined;
}

/** The integer with which a sequence begins, and where it ends; undefined where it is none of one byte. */
function derVersion(buffer: Buffer): {version: number; end: number} | undefined {
	const head = 2 + ((buffer[1] & 0x80) === 0 ? 0 : buffer[1] & 0x7F);
	return head <= 6 && buffer[head] === 0x02 && buffer[head + 1] === 0x01 ? {version: buffer[head + 2], end: head + 3} : undefined;
}

/** A sequence: of PKCS #12 (version 3), PKCS #8 or PKCS #1 (version 0), SEC 1 (version 1). */
function readDer(buffer: Buffer): Keystore | undefined {
	const {version, end = 0} = derVersion(buffer) ?? {};
	const start = buffer.subarray(end, end + 61);
	if (version === 3 && start.includes(pkcs7Data)) {
		return buffer.includes(shroudedKey) ? {kind: 'keystore', confidence: 'medium'} : undefined;
	}

	const isPkcs8 = version === 0 && start[0] === 0x30 && (start.subarray(0, 16).includes(rsaKey) || start.subarray(0, 16).includes(curveKey));
	const isPkcs1 = version === 0 && start[0] === 0x02 && start[1] === 0x82 && buffer.length > 500;
	const isSec1 = version === 1 && start[0] === 0x04 && start[1] >= 20 && start[1] <= 66 && start[2 + start[1]] === 0xA0;
	return isPkcs8 || isPkcs1 || isSec1 ? {kind: 'private-key', confidence: 'high'} : undefined;
}

/** Entries of a Java keystore: their count at 8, then each with a tag, which is 1 for a key and 3 for a secret one, and an alias. */
function hasJavaKey(buffer: Buffer): boolean {
	const count = buffer.readUInt32BE(8);
	let at = 12;
	for (let entry = 0; entry < count && at + 6 <= buffer.length; entry++) {
		const tag = buffer.readUInt32BE(at);
		if (tag !== 2) {
			return tag === 1 || tag === 3;
		}

		// A certificate: alias, time, the name of its type, its bytes.
		at += 6 + buffer.readUInt16BE(at + 4) + 8;
		if (at + 2 > buffer.length) {
			return false;
		}

		at += 2 + buffer.readUInt16BE(at);
		if (at + 4 > buffer.length) {
			return false;
		}

		at += 4 + buffer.readUInt32BE(at);
	}

	return false;
}
