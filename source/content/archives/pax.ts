import {decodeBytes} from '../../format/safe-text.js';

/** Records of a PAX extended header, by key; values are bytes, since xattrs and names may be no UTF-8. */
export type PaxRecords = Map<string, Uint8Array>;

const xattrPrefix = 'SCHILY.xattr.';
const sparseMap = 'GNU.sparse.map';

/** What an index makes use of; other records, comments for one, are not kept. */
const keysUsed = new Set([
	'path', 'linkpath', 'size', 'uid', 'gid', 'uname', 'gname', 'mtime',
	'GNU.sparse.major', 'GNU.sparse.name', 'GNU.sparse.size', 'GNU.sparse.realsize', sparseMap,
]);

/**
Reads the body of a PAX extended header into `records`: `LENGTH KEY=VALUE\n`, again and again (POSIX pax, "Extended Header").
An empty value takes a key back.

@returns A sentence on what is wrong with it, or undefined.
*/
export function readPax(body: Uint8Array, records: PaxRecords): string | undefined {
	const pieces: Uint8Array[] = [];
	let problem: string | undefined;
	for (let at = 0; at < body.length && body[at] !== 0;) {
		let length = 0;
		let index = at;
		for (; index < body.length && body[index] >= 0x30 && body[index] <= 0x39; index++) {
			length = (length * 10) + (body[index] - 0x30);
		}

		const end = at + length;
		const equals = body.indexOf(0x3D, index);
		if (body[index] !== 0x20 || end > body.length || equals < 0 || equals >= end || body[end - 1] !== 0x0A) {
			problem = 'has a PAX header with a malformed record';
			break;
		}

		const key = decodeBytes(body.subarray(index + 1, equals));
		const value = body.subarray(equals + 1, end - 1);
		if (key === 'GNU.sparse.offset' || key === 'GNU.sparse.numbytes') {
			pieces.push(value);
		} else if (key.startsWith(xattrPrefix) || (keysUsed.has(key) && value.length > 0)) {
			// A copy, which `slice` of a Buffer is not: the chunk that the value lies in is soon used for other bytes.
			records.set(key, new Uint8Array(value));
		} else {
			records.delete(key);
		}

		at = end;
	}

	if (pieces.length > 0) {
		records.set(sparseMap, joinedByCommas(pieces));
	}

	return problem;
}

/** GNU's sparse format 0.0 repeats two keys for each piece; together they are 0.1's single list. */
function joinedByCommas(values: Uint8Array[]): Uint8Array {
	const joined = new Uint8Array(values.reduce((sum, value) => sum + value.length + 1, -1)).fill(0x2C);
	let at = 0;
	for (const value of values) {
		joined.set(value, at);
		at += value.length + 1;
	}

	return joined;
}

/** A record that is a whole number from 0, or undefined. */
export function paxInteger(records: PaxRecords, key: string): number | undefined {
	const text = paxText(records, key);
	return text !== undefined && /^\d{1,25}$/.test(text) ? Number(text) : undefined;
}

/** A record that is a time in seconds, with fraction and sign, or undefined. */
export function paxTime(records: PaxRecords, key: string): number | undefined {
	const text = paxText(records, key);
	return text !== undefined && /^-?\d{1,25}(?:\.\d*)?$/.test(text) ? Number(text) : undefined;
}

/** A record as text, or undefined; a byte that is no UTF-8 stands as `\xNN`. */
export function paxText(records: PaxRecords, key: string): string | undefined {
	const value = records.get(key);
	return value && decodeBytes(value);
}

/** The extended attributes among the records (star's form, which GNU tar, bsdtar and Go write too). */
export function paxXattrs(records: PaxRecords): Map<string, Uint8Array> | undefined {
	let xattrs: Map<string, Uint8Array> | undefined;
	for (const [key, value] of records) {
		if (key.startsWith(xattrPrefix)) {
			xattrs ??= new Map();
			xattrs.set(key.slice(xattrPrefix.length), value);
		}
	}

	return xattrs;
}

/** Takes extended attributes out of global records: they are of one entry each, and would be looked through for every entry. */
export function dropXattrs(records: PaxRecords): void {
	for (const key of records.keys()) {
		if (key.startsWith(xattrPrefix)) {
			records.delete(key);
		}
	}
}
