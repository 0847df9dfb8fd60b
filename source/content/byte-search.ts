import {encodeEscaped} from '../format/safe-text.js';
import type {Encoding} from './facts.js';

/**
Looks for a text in bytes, without decoding them. Without a capital letter in it capitals do not matter, of ASCII's letters: those have
one byte each in every encoding. `\xNN` is a byte.
*/
export class ByteSearch {
	/** The bytes that are looked for; lower case where capitals do not matter. */
	private readonly pattern: Buffer;
	private readonly isFolded: boolean;
	private readonly width: 1 | 2;
	private folded = Buffer.alloc(0);

	constructor(readonly query: string, encoding: Encoding = 'utf8') {
		this.isFolded = query === query.toLowerCase() && /[a-z]/.test(query);
		this.width = encoding === 'utf-16le' || encoding === 'utf-16be' ? 2 : 1;
		const pattern = encode(query, encoding);
		this.pattern = this.isFolded ? Buffer.from(this.fold(pattern)) : pattern;
	}

	/** Bytes of a match. */
	get length(): number {
		return this.pattern.length;
	}

	/**
	Where matches begin in a piece, from `from` on and before `before`, none within another.

	@param at The piece's place in the whole: a character of UTF-16 has two bytes, and begins at an even place.
	*/
	* matches(piece: Uint8Array, at: number, from = 0, before = piece.length): Generator<number> {
		const {length} = this.pattern;
		if (length === 0) {
			return;
		}

		const bytes = this.isFolded ? this.fold(piece) : Buffer.from(piece.buffer, piece.byteOffset, piece.length);
		for (let found = bytes.indexOf(this.pattern, from); found !== -1 && found < before;) {
			const isAligned = this.width === 1 || (found + at) % 2 === 0;
			if (isAligned) {
				yield found;
			}

			found = bytes.indexOf(this.pattern, found + (isAligned ? length : 1));
		}
	}

	private fold(piece: Uint8Array): Buffer {
		if (this.folded.length < piece.length) {
			this.folded = Buffer.alloc(piece.length);
		}

		const {folded} = this;
		for (let index = 0; index < piece.length; index++) {
			folded[index] = lowerCase[piece[index]];
		}

		return folded.subarray(0, piece.length);
	}
}

/** ASCII's capitals to its small letters; any other byte is itself. */
const lowerCase = Uint8Array.from({length: 256}, (_, byte) => byte >= 0x41 && byte <= 0x5A ? byte + 0x20 : byte);

/** The same folding of a text, for matches in what is drawn. It keeps the length. */
export function foldCase(text: string): string {
	return text.replaceAll(/[A-Z]+/g, letters => letters.toLowerCase());
}

/** Where a query stands in a decoded text: from, to. The same matches as `ByteSearch` finds in its bytes. */
export function occurrencesIn(text: string, query: string): Array<readonly [number, number]> {
	const isFolded = query === query.toLowerCase();
	const decoded = Buffer.from(encodeEscaped(query)).toString();
	const wanted = isFolded ? foldCase(decoded) : decoded;
	const folded = isFolded ? foldCase(text) : text;
	const found: Array<readonly [number, number]> = [];
	for (let at = wanted === '' ? -1 : folded.indexOf(wanted); at !== -1; at = folded.indexOf(wanted, at + wanted.length)) {
		found.push([at, at + wanted.length]);
	}

	return found;
}

function encode(query: string, encoding: Encoding): Buffer {
	const bytes = Buffer.from(encodeEscaped(query));
	switch (encoding) {
		case 'latin-1': {
			return Buffer.from(bytes.toString(), 'latin1');
		}

		case 'utf-16le': {
			return Buffer.from(bytes.toString(), 'utf16le');
		}

		case 'utf-16be': {
			return Buffer.from(bytes.toString(), 'utf16le').swap16();
		}

		case 'utf8': {
			return bytes;
		}
	}
}
