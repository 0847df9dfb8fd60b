import {readNumber} from './tar-header.js';

/** Larger than any file system makes a file (ext4: 16 TiB), small enough that sums stay whole numbers. */
export const largestFile = 2 ** 44;

/** More pieces than this are not read. */
const maximumPieces = 1 << 20;

/** Gathers the map of a sparse file: pairs of logical offset and length, in bytes. */
export class SparseMap {
	private readonly numbers: number[] = [];
	private text = '';
	private expected = -1;

	/** Old GNU (`S`): up to `count` structs of two 12-byte numbers at `at`. */
	readStructs(bytes: Uint8Array, at: number, count: number): void {
		for (let index = 0; index < count; index++) {
			const struct = at + (index * 24);
			if (bytes[struct + 12] === 0 && bytes[struct] === 0) {
				return;
			}

			this.push(readNumber(bytes, struct, 12));
			this.push(readNumber(bytes, struct + 12, 12));
		}
	}

	/** PAX 0.1: `offset,length,offset,length…` */
	readList(list: string): void {
		for (const number of list.split(',')) {
			this.push(Number(number));
		}
	}

	/**
	PAX 1.0: a block of the map that stands before the data, decimal numbers on lines, their count of pairs first.

	@returns Whether the map is whole.
	*/
	readBlock(block: Uint8Array): boolean {
		this.text += Buffer.from(block).toString('latin1');
		let newline = this.text.indexOf('\n');
		while (newline >= 0) {
			const number = Number(this.text.slice(0, newline));
			this.text = this.text.slice(newline + 1);
			if (this.expected < 0) {
				this.expected = Math.min(number >= 0 ? number * 2 : 0, maximumPieces * 2);
			} else {
				this.push(number);
			}

			if (this.numbers.length >= this.expected) {
				return true;
			}

			newline = this.text.indexOf('\n');
		}

		// Digits without an end are no map.
		return this.text.length > 1024;
	}

	/** The pieces, or undefined where they overlap, run backwards or leave the file of `size` bytes. */
	finish(size: number): Float64Array | undefined {
		const pieces = Float64Array.from(this.numbers);
		let end = 0;
		for (let index = 0; index + 1 < pieces.length; index += 2) {
			const offset = pieces[index]!;
			const length = pieces[index + 1]!;
			if (!(offset >= end) || !(length >= 0) || offset + length > size) {
				return undefined;
			}

			end = offset + length;
		}

		return pieces.length % 2 === 0 ? pieces : undefined;
	}

	private push(number: number): void {
		if (this.numbers.length < maximumPieces * 2) {
			this.numbers.push(number);
		}
	}
}
