import type {ByteSource} from './byte-source.js';
import {emptyColumns, maximumSegments, maximumWindows, ownStart, type SeekPoints} from './seek-points.js';

export type FindOptions = {
	/** Told how many bytes of the blob as it lies were read, again and again. */
	onRead?: (bytes: number) => void;
	/** Plain bytes of a segment at least. A MiB takes some milliseconds to inflate, and as many points as that are few. */
	leastPlain?: number;
};

/** A place at which a segment can begin or end. */
export type Place = {plain: number; stored: number; bit: number};

/** Gathers segments as they are found, the next beginning where the one before ends. */
export class SeekPointList {
	private readonly places: Place[] = [];
	private readonly checks: number[] = [];
	private readonly windows: Uint8Array[] = [];
	private windowBytes = 0;
	/** Stored bytes of a segment at least, so that however large the blob is there are not too many. */
	readonly leastStored: number;
	private start: Place;
	private window: Uint8Array = new Uint8Array();

	constructor(private readonly source: ByteSource, private readonly compression: SeekPoints['compression'], private readonly leastPlain = 1 << 20) {
		// A gzip member may end soon after a segment within it began, and costs one more.
		this.leastStored = source.size / maximumSegments * 2;
		this.start = {plain: 0, stored: 0, bit: ownStart};
	}

	/** Where the segment begins that is not ended yet. */
	get open(): Readonly<Place> {
		return this.start;
	}

	/** Whether the segment is long enough to be ended at a place. */
	isDue({plain, stored}: Place): boolean {
		return plain - this.start.plain >= this.leastPlain && stored - this.start.stored >= this.leastStored && this.windowBytes < maximumWindows;
	}

	/**
	Ends the segment at a place, and begins the next.

	@param check CRC-32 of the plain bytes of the one that ends.
	@param window What the next refers to, packed.
	*/
	end(place: Place, check: number, window: Uint8Array = new Uint8Array()): void {
		if (place.plain > this.start.plain) {
			this.places.push(this.start);
			this.checks.push(check);
			this.windows.push(this.window);
			this.windowBytes += this.window.length;
		}

		this.start = place;
		this.window = window;
	}

	/** All that was found; undefined where there is no place to begin at but the start. */
	finish(isWhole: boolean): SeekPoints | undefined {
		const {places, checks, windows} = this;
		const count = places.length;
		if (count < 2) {
			return undefined;
		}

		const columns = emptyColumns(count);
		const bytes = new Uint8Array(new SharedArrayBuffer(this.windowBytes));
		let at = 0;
		for (const [index, {plain, stored, bit}] of [...places, this.start].entries()) {
			columns.plain[index] = plain;
			columns.stored[index] = stored;
			columns.bit[index] = bit;
			columns.check[index] = checks[index] ?? 0;
			columns.windowStart[index] = at;
			if (index < count) {
				bytes.set(windows[index], at);
				at += windows[index].length;
			}
		}

		return {compression: this.compression, size: this.source.size, count, isWhole, ...columns, windows: bytes};
	}
}
