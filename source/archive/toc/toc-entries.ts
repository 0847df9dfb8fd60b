import {ArchiveError} from '../archive-error.js';

/** An entry may hold extended attributes, of 64 KiB each on Linux. */
const largestEntry = 4 << 20;

const quote = 0x22;
const backslash = 0x5C;
const code = (letter: string) => letter.codePointAt(0)!;
const [openBrace, closeBrace, openBracket, closeBracket, colon, comma] = [...'{}[]:,'].map(letter => code(letter));

/**
The members of `entries` in the JSON of a table of contents, one at a time: of a million files it would be a gigabyte of objects
at once.

@throws {ArchiveError} When it is no such JSON.
*/
export function * tocEntries(json: Uint8Array): Generator<Record<string, unknown>, void, void> {
	let at = entriesStart(json);
	for (;;) {
		at = skipSpace(json, at);
		if (json[at] === closeBracket) {
			return;
		}

		const end = json[at] === openBrace ? valueEnd(json, at) : -1;
		if (end < 0 || end - at > largestEntry) {
			throw broken();
		}

		yield parse(json, at, end) as Record<string, unknown>;
		at = skipSpace(json, end);
		if (json[at] === comma) {
			at++;
		} else if (json[at] !== closeBracket) {
			throw broken();
		}
	}
}

/** Behind the bracket with which `entries` begins. */
function entriesStart(json: Uint8Array): number {
	let at = skipSpace(json, 0);
	if (json[at] !== openBrace) {
		throw broken();
	}

	at++;
	for (;;) {
		const start = skipSpace(json, at);
		const end = json[start] === quote ? stringEnd(json, start) : -1;
		if (end < 0 || end - start > largestEntry) {
			throw broken();
		}

		const key = parse(json, start, end);
		at = skipSpace(json, end);
		if (json[at] !== colon) {
			throw broken();
		}

		at = skipSpace(json, at + 1);
		if (key === 'entries' && json[at] === openBracket) {
			return at + 1;
		}

		at = valueEnd(json, at);
		at = at < 0 ? at : skipSpace(json, at);
		if (json[at] !== comma) {
			throw broken();
		}

		at++;
	}
}

/** Where a value ends, by its brackets alone: whether it is sound is for the parser to say. Less than 0 where it does not end. */
function valueEnd(json: Uint8Array, start: number): number {
	let depth = 0;
	for (let at = start; at < json.length; at++) {
		const byte = json[at];
		if (byte === quote) {
			at = stringEnd(json, at) - 1;
			if (at < 0) {
				return -1;
			}
		} else if (byte === openBrace || byte === openBracket) {
			depth++;
		} else if (byte === closeBrace || byte === closeBracket) {
			depth--;
			if (depth < 0) {
				return at;
			}
		} else if (byte === comma && depth === 0) {
			return at;
		}

		if (depth === 0 && (byte === closeBrace || byte === closeBracket)) {
			return at + 1;
		}
	}

	return -1;
}

/** Behind the quote that ends a string; less than 0 where none does. */
function stringEnd(json: Uint8Array, start: number): number {
	for (let at = start + 1; at < json.length; at++) {
		if (json[at] === backslash) {
			at++;
		} else if (json[at] === quote) {
			return at + 1;
		}
	}

	return -1;
}

function skipSpace(json: Uint8Array, start: number): number {
	let at = start;
	while (json[at] === 0x20 || json[at] === 0x0A || json[at] === 0x0D || json[at] === 0x09) {
		at++;
	}

	return at;
}

function parse(json: Uint8Array, start: number, end: number): unknown {
	try {
		return JSON.parse(Buffer.from(json.buffer, json.byteOffset + start, end - start).toString());
	} catch {
		throw broken();
	}
}

function broken(): ArchiveError {
	return new ArchiveError('it is no JSON with entries');
}
