import {decodeBytes} from '../format/safe-text.js';
import {paxInteger, type PaxRecords} from '../content/archives/pax.js';
import {blockSize, readNumber} from '../content/archives/tar-header.js';

/** Larger than any file system makes a file (ext4: 16 TiB), small enough that sums stay whole numbers. */
const largestFile = 2 ** 44;

/** A map of more pieces than this is not read. */
const maximumPieces = 1 << 20;

/** Longer than any line of a map: two decimal numbers of 20 digits would fit. */
const longestLine = 64;

/** Gathers the map of a sparse file, of any of GNU's four formats (GNU tar manual, "Storing Sparse Files"). */
export class SparseFile {
	/** Where the next block of the map stands: after the header, beyond the size (`S`), or at the start of the content (PAX 1.0). */
	expecting: 'header' | 'content' | undefined;
	/** Offset and length of each piece, in turn. */
	private readonly numbers: number[] = [];
	/** The start of a line that goes on in the next block. */
	private line = '';
	/** How many numbers the map has, once it has said so. */
	private expected: number | undefined;

	/** @param size The file's length with its holes. */
	private constructor(readonly size: number) {}

	/** Old GNU: the first four pieces stand in the header itself. */
	static ofHeader(bytes: Uint8Array, at: number): SparseFile {
		const file = new SparseFile(readNumber(bytes, at + 483, 12));
		file.readStructs(bytes, at + 386, 4);
		file.expecting = bytes[at + 482] === 0 ? undefined : 'header';
		return file;
	}

	/** PAX 0.0, 0.1 and 1.0; undefined where the records tell of no sparse file. */
	static ofRecords(records: PaxRecords, stored: number): SparseFile | undefined {
		const size = paxInteger(records, 'GNU.sparse.realsize') ?? paxInteger(records, 'GNU.sparse.size');
		if (size === undefined && !records.has('GNU.sparse.major') && !records.has('GNU.sparse.map')) {
			return undefined;
		}

		const file = new SparseFile(size ?? stored);
		const major = paxInteger(records, 'GNU.sparse.major') ?? 0;
		if (major > 0) {
			file.expecting = 'content';
			return file;
		}

		const list = records.get('GNU.sparse.map');
		for (const number of list ? decodeBytes(list).split(',') : []) {
			file.push(number);
		}

		return file;
	}

	/** Takes the block that was expected. */
	takeBlock(bytes: Uint8Array, at: number): void {
		if (this.expecting === 'header') {
			this.readStructs(bytes, at, 21);
			this.expecting = bytes[at + 504] === 0 ? undefined : 'header';
		} else {
			this.readLines(Buffer.from(bytes.buffer, bytes.byteOffset + at, blockSize).toString('latin1'));
		}
	}

	/**
	Pairs of logical offset and length, in bytes.

	@param stored How many bytes of the file's content are in the tar.
	@returns Undefined where the map is not whole, or can't be: pieces that overlap, run backwards, leave the file, or are not what is stored.
	*/
	pieces(stored: number): Float64Array | undefined {
		const {numbers, size} = this;
		if (!(size >= 0 && size <= largestFile) || numbers.length % 2 !== 0 || numbers.length > maximumPieces * 2
			|| this.expecting !== undefined || (this.expected !== undefined && numbers.length !== this.expected)) {
			return undefined;
		}

		let end = 0;
		let sum = 0;
		for (let index = 0; index < numbers.length; index += 2) {
			const offset = numbers[index];
			const length = numbers[index + 1];
			// Where one is `NaN`, no comparison holds.
			if (!(offset >= end && length >= 0 && offset + length <= size)) {
				return undefined;
			}

			end = offset + length;
			sum += length;
		}

		return sum === stored ? Float64Array.from(numbers) : undefined;
	}

	private readStructs(bytes: Uint8Array, at: number, count: number): void {
		for (let struct = at; struct < at + (count * 24) && this.numbers.length <= maximumPieces * 2; struct += 24) {
			if (bytes[struct] === 0 && bytes[struct + 12] === 0) {
				return;
			}

			this.numbers.push(readNumber(bytes, struct, 12), readNumber(bytes, struct + 12, 12));
		}
	}

	/** PAX 1.0: decimal numbers on lines, how many pieces there are first. The rest of the map's last block is filled up. */
	private readLines(block: string): void {
		const lines = (this.line + block).split('\n');
		this.line = lines.pop()!;
		for (const line of lines) {
			if (this.expected === undefined) {
				this.expected = decimal(line) * 2;
			} else {
				this.push(line);
			}

			// A count that is no number (`NaN`) ends the map too; it is not equal to any number of numbers.
			if (!(this.numbers.length < Math.min(this.expected, (maximumPieces * 2) + 1))) {
				this.expecting = undefined;
				return;
			}
		}

		if (this.line.length > longestLine) {
			this.expected = Number.NaN;
			this.expecting = undefined;
		}
	}

	private push(text: string): void {
		if (this.numbers.length <= maximumPieces * 2) {
			this.numbers.push(decimal(text));
		}
	}
}

function decimal(text: string): number {
	return /^\d{1,20}$/.test(text) ? Number(text) : Number.NaN;
}
