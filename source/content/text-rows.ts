import type {Encoding} from './facts.js';

/**
A line that is longer than this is broken into rows, at multiples of it: one line may be a whole file of gigabytes, and nothing of a
row's cost may hang on that. A line of fewer bytes is never broken.
*/
export const longestRow = 1 << 14;

/** Gives the bytes from a place on; fewer where the text ends, or as far as it is known. */
export type BytesAt = (at: number, length: number) => Uint8Array;

/**
Where the rows of a text begin and end, found from any place without reading what lies before it: rows are lines, and of lines that are
too long pieces.

Whether a line is broken at a multiple of `longestRow` follows from the block before that place alone: it is where no line ends in the
block. So rows are the same from wherever one comes.
*/
export class TextRows {
	private readonly width: 1 | 2;
	/** The place of the line feed's own byte among those of the character. */
	private readonly lowByte: 0 | 1;

	constructor(private readonly bytesAt: BytesAt, private readonly encoding: Encoding, private readonly longest = longestRow) {
		this.width = encoding === 'utf-16le' || encoding === 'utf-16be' ? 2 : 1;
		this.lowByte = encoding === 'utf-16be' ? 1 : 0;
	}

	/** Where the row ends that begins at a place, its line feed included. `size`: where the text ends, or what is known of it. */
	end(start: number, size: number): number {
		let block = Math.floor(start / this.longest) * this.longest;
		const found = this.firstEnd(start, Math.min(size, block + this.longest));
		if (found !== undefined) {
			return found;
		}

		// A line that began within the block is not broken at its end.
		if (this.firstEnd(block, start) !== undefined) {
			block += this.longest;
			const next = this.firstEnd(block, Math.min(size, block + this.longest));
			if (next !== undefined) {
				return next;
			}
		}

		return Math.min(size, this.wholeCharacter(block + this.longest));
	}

	/** Where the row begins that holds a place. */
	start(at: number): number {
		const block = Math.floor(at / this.longest) * this.longest;
		const own = this.lastEnd(block, at);
		if (own !== undefined) {
			return own;
		}

		if (block === 0) {
			return 0;
		}

		const before = this.lastEnd(block - this.longest, block);
		if (before !== undefined) {
			return before;
		}

		const broken = this.wholeCharacter(block);
		return broken <= at ? broken : this.start(block - 1);
	}

	/** Whether a row begins a line, and not a piece of one. */
	isLine(start: number): boolean {
		return start === 0 || this.firstEnd(start - this.width, start) !== undefined;
	}

	/** How many lines end between two places; for a row's number, from the start of another. */
	lineEnds(from: number, to: number): number {
		return this.lineEndsIn(this.bytesAt(from, to - from), from);
	}

	/** The same in a piece that was read, which lies at `from`. */
	lineEndsIn(piece: Uint8Array, from: number): number {
		return countLineFeeds(piece, from, this.width, this.lowByte);
	}

	/** The place after the line end of that number, counted from 1, between two places. */
	afterLineEnd(number: number, from: number, to: number): number | undefined {
		let left = number;
		for (const end of this.ends(from, to)) {
			if (--left === 0) {
				return end;
			}
		}

		return undefined;
	}

	/** The place after the first line feed that lies wholly between two places. */
	private firstEnd(from: number, to: number): number | undefined {
		return this.ends(from, to).next().value;
	}

	/** The places after the line feeds that lie wholly between two places. */
	private * ends(from: number, to: number): Generator<number, undefined> {
		const bytes = this.bytesAt(from, to - from);
		for (let at = bytes.indexOf(0x0A); at !== -1; at = bytes.indexOf(0x0A, at + 1)) {
			if (this.isLineFeed(bytes, at, from)) {
				yield from + at - this.lowByte + this.width;
			}
		}

		return undefined;
	}

	private lastEnd(from: number, to: number): number | undefined {
		const bytes = this.bytesAt(from, to - from);
		for (let at = bytes.lastIndexOf(0x0A); at !== -1; at = at === 0 ? -1 : bytes.lastIndexOf(0x0A, at - 1)) {
			if (this.isLineFeed(bytes, at, from)) {
				return from + at - this.lowByte + this.width;
			}
		}

		return undefined;
	}

	private isLineFeed(bytes: Uint8Array, at: number, from: number): boolean {
		if (this.width === 1) {
			return true;
		}

		const low = (from + at) % 2;
		const high = bytes[this.lowByte === 0 ? at + 1 : at - 1];
		return low === this.lowByte && high === 0;
	}

	/** The first place from `at` on that is not within a character. */
	private wholeCharacter(at: number): number {
		if (this.encoding === 'latin-1') {
			return at;
		}

		const bytes = this.bytesAt(at, 4);
		if (this.width === 2) {
			const high = bytes[1 - this.lowByte] ?? 0;
			return high >= 0xDC && high <= 0xDF ? at + 2 : at;
		}

		let next = 0;
		while (next < 3 && next < bytes.length && (bytes[next] & 0xC0) === 0x80) {
			next++;
		}

		return at + next;
	}
}

/** How many line feeds there are in a piece that lies at `at`. */
export function countLineFeeds(piece: Uint8Array, at = 0, width: 1 | 2 = 1, lowByte: 0 | 1 = 0): number {
	let count = 0;
	if (width === 1) {
		for (let index = 0; index < piece.length; index++) {
			count += piece[index] === 0x0A ? 1 : 0;
		}

		return count;
	}

	for (let index = at % 2; index + 1 < piece.length; index += 2) {
		count += piece[index + lowByte] === 0x0A && piece[index + 1 - lowByte] === 0 ? 1 : 0;
	}

	return count;
}
