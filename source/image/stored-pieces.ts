/** A stretch of a file, and where its bytes begin among those that are stored. */
export type StoredPiece = {from: number; to: number; stored: number};

/** Where the bytes of a file lie among those that are stored of it: a sparse file's holes are not. */
export class StoredPieces {
	/** Bytes that are stored. */
	readonly stored: number;
	/** Where each piece begins among the stored bytes; one more than there are pieces. */
	private readonly starts: Float64Array;

	/**
	@param size The file's length, holes included.
	@param map Offset and length of each piece in turn, as `EntryTable.sparse` has them; undefined where there are no holes.
	*/
	constructor(private readonly size: number, private readonly map: Float64Array = Float64Array.of(0, size)) {
		this.starts = new Float64Array(map.length / 2 + 1);
		for (let piece = 0; piece * 2 < map.length; piece++) {
			this.starts[piece + 1] = this.starts[piece] + map[piece * 2 + 1];
		}

		this.stored = this.starts.at(-1)!;
	}

	/** The stretches between two places that are stored; what lies between them are holes. */
	* within(from: number, to: number): Generator<StoredPiece> {
		for (let piece = this.pieceAt(from); piece * 2 < this.map.length && this.map[piece * 2] < to; piece++) {
			const offset = this.map[piece * 2];
			const start = Math.max(from, offset);
			const end = Math.min(to, offset + this.map[piece * 2 + 1]);
			if (end > start) {
				yield {from: start, to: end, stored: this.starts[piece] + start - offset};
			}
		}
	}

	/** The first place from `at` on that lies in no hole; the file's end where there is none. */
	next(at: number): number {
		for (let piece = this.pieceAt(at); piece * 2 < this.map.length; piece++) {
			// A piece may be empty: many writers end their maps with one.
			if (this.map[piece * 2 + 1] > 0) {
				return Math.max(at, this.map[piece * 2]);
			}
		}

		return this.size;
	}

	/** How many bytes are stored before a place. */
	storedBefore(at: number): number {
		const piece = this.pieceAt(at);
		return piece * 2 < this.map.length ? this.starts[piece] + Math.max(0, at - this.map[piece * 2]) : this.stored;
	}

	/** How far a file can be read of which so many stored bytes are there. */
	logical(stored: number): number {
		if (stored >= this.stored) {
			return this.size;
		}

		let low = 0;
		let high = this.starts.length - 1;
		while (low < high) {
			const middle = Math.floor((low + high + 1) / 2);
			if (this.starts[middle] <= stored) {
				low = middle;
			} else {
				high = middle - 1;
			}
		}

		return this.map[low * 2] + stored - this.starts[low];
	}

	/** The first piece that ends behind a place. */
	private pieceAt(at: number): number {
		let low = 0;
		let high = this.map.length / 2;
		while (low < high) {
			const middle = Math.floor((low + high) / 2);
			if (this.map[middle * 2] + this.map[middle * 2 + 1] > at) {
				high = middle;
			} else {
				low = middle + 1;
			}
		}

		return low;
	}
}
