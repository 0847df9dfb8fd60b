import {decodeBytes} from '../format/safe-text.js';

/** Records of a PAX extended header, by key; values are bytes, since xattrs and names may be no UTF-8. */
export type PaxRecords = Map<string, Uint8Array>;

/**
Reads the body of a PAX extended header into `records`: `LENGTH KEY=VALUE\n`, again and again (POSIX pax, "Extended Header").
An empty value takes a key back.

@returns A sentence on what is wrong with it, or undefined.
*/
export function readPax(body: Uint8Array, records: PaxRecords): string | undefined {
	for (let at = 0; at < body.length && body[at] !== 0;) {
		let length = 0;
		let index = at;
		for (; index < body.length && body[index]! >= 0x30 && body[index]! <= 0x39; index++) {
			length = (length * 10) + (body[index]! - 0x30);
		}

		const end = at + length;
		const equals = body.indexOf(0x3D, index);
		if (body[index] !== 0x20 || end > body.length || equals < 0 || equals >= end || body[end - 1] !== 0x0A) {
			return 'has a PAX header with a malformed record';
		}

		const key = decodeBytes(body.subarray(index + 1, equals));
		const value = body.slice(equals + 1, end - 1);
		if (key === 'GNU.sparse.offset' || key === 'GNU.sparse.numbytes') {
			appendSparse(records, value);
		} else if (value.length === 0 && !key.startsWith('SCHILY.xattr.')) {
			records.delete(key);
		} else {
			records.set(key, value);
		}

		at = end;
	}

	return undefined;
}

/** A record as a decimal number, with fraction and sign; undefined where it is not there or no number. */
export function paxNumber(records: PaxRecords, key: string): number | undefined {
	const value = records.get(key);
	if (!value) {
		return undefined;
	}

	const text = decodeBytes(value);
	return /^-?\d+(?:\.\d*)?$/.test(text) ? Number(text) : undefined;
}

/** GNU's sparse format 0.0 repeats two keys for each piece; they are gathered into 0.1's single list. */
function appendSparse(records: PaxRecords, value: Uint8Array): void {
	const map = records.get('GNU.sparse.map');
	const next = new Uint8Array((map ? map.length + 1 : 0) + value.length);
	if (map) {
		next.set(map);
		next[map.length] = 0x2C;
	}

	next.set(value, next.length - value.length);
	records.set('GNU.sparse.map', next);
}

const xattrPrefix = 'SCHILY.xattr.';

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
