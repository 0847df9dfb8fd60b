/**
Places of a compressed blob at which inflating can begin, as columns on shared memory: plain data, which crosses threads without being copied.

A segment lies between a place and the next. It is inflated by itself, by `readSegment`, and held against the checksum of what it was
when the points were found: so whatever the points say, no byte comes out that was not there.
*/
export type SeekPoints = {
	compression: 'gzip' | 'zstd';
	/** Bytes of the blob as it lies. Of another size it is another blob. */
	size: number;
	/** How many segments there are. Columns have one place more than that: the end of the last. */
	count: number;
	/** Whether the last segment ends with the plain blob, and nothing is broken before. */
	isWhole: boolean;
	/** Where a segment begins among the plain bytes. */
	plain: Float64Array;
	/** The byte of the blob in which it begins. */
	stored: Float64Array;
	/** How many of that byte's low bits belong to what lies before (RFC 1951, 3.1.1), or `ownStart`. */
	bit: Uint8Array;
	/** CRC-32 of the segment's plain bytes. */
	check: Uint32Array;
	/** Where the window of a segment begins in `windows`: of one that begins within a gzip member, what its first bytes refer to. */
	windowStart: Float64Array;
	/** Windows, each by itself as raw deflate data: up to 32 KiB of plain bytes that lie before the segment, with zeros for what nothing refers to. */
	windows: Uint8Array;
	/**
	Of a layer that is known by its table of contents: a segment is a chunk of a content, and the plain bytes are contents alone, one
	behind another, without the tar's headers. Nothing but these points leads to them, least of all inflating from the start.
	*/
	chunks?: ChunkColumns;
};

/** What a table of contents tells of each chunk beside where it begins. */
export type ChunkColumns = {
	/** The byte of the blob before which it ends. What else was packed with it, headers of the tar for one, belongs to no content. */
	end: Float64Array;
	/** How many inflated bytes lie between where it begins and its first. */
	inner: Float64Array;
	/** SHA-256 of its plain bytes, 32 bytes each: in place of `check`. */
	digest: Uint8Array;
};

/** The number of a segment. */
export type SegmentIndex = number;

/** In place of a bit: here begins a gzip member or a zstd frame, and no window is needed. */
export const ownStart = 8;

/** The window of deflate (RFC 1951, 2), in bytes. */
export const windowSize = 32 * 1024;

/** Bytes of windows in all, as they are kept: a hundredth of the largest layers that people have. */
export const maximumWindows = 64 << 20;

/** Segments at most: with their columns and windows no more than what a thousand files of a layer take. */
export const maximumSegments = 1 << 15;

/** A segment of more plain bytes than this is not inflated by itself: it takes its memory, and some tens of milliseconds. */
export const largestSegment = 16 << 20;

/** How many columns' bytes a place takes. */
type Columns = Pick<SeekPoints, 'plain' | 'stored' | 'bit' | 'check' | 'windowStart'>;

/** Empty columns for so many segments, and the end of the last. */
export function emptyColumns(count: number): Columns {
	const places = count + 1;
	return {
		plain: new Float64Array(new SharedArrayBuffer(places * 8)),
		stored: new Float64Array(new SharedArrayBuffer(places * 8)),
		bit: new Uint8Array(new SharedArrayBuffer(places)),
		check: new Uint32Array(new SharedArrayBuffer(places * 4)),
		windowStart: new Float64Array(new SharedArrayBuffer(places * 8)),
	};
}

/** The segment in which a plain byte lies; undefined where none does. */
export function segmentAt({plain, count}: SeekPoints, position: number): SegmentIndex | undefined {
	if (!(position >= plain[0] && position < plain[count])) {
		return undefined;
	}

	let low = 0;
	for (let high = count; high - low > 1;) {
		const middle = (low + high) >>> 1;
		if (plain[middle] <= position) {
			low = middle;
		} else {
			high = middle;
		}
	}

	return low;
}

/** Whether a segment is of a size to be inflated by itself. */
export function isReadable({plain}: SeekPoints, segment: SegmentIndex): boolean {
	const size = plain[segment + 1] - plain[segment];
	return size > 0 && size <= largestSegment;
}

/** Whether all that lies between two plain places can be read by points. */
export function covers(points: SeekPoints, from: number, to: number): boolean {
	const first = segmentAt(points, from);
	const last = segmentAt(points, to - 1);
	if (first === undefined || last === undefined) {
		return false;
	}

	for (let segment = first; segment <= last; segment++) {
		if (!isReadable(points, segment)) {
			return false;
		}
	}

	return true;
}

/** Where the stored bytes of a segment end: the byte in which the next begins is of both, where it begins within it. */
export function storedEnd({stored, bit, chunks}: SeekPoints, segment: SegmentIndex): number {
	return chunks ? chunks.end[segment] : stored[segment + 1] + (bit[segment + 1] % ownStart === 0 ? 0 : 1);
}

/**
Which bytes of the blob as it lies are needed to read plain bytes by points, from a place to one: whoever must bring them first brings these.

@returns Undefined where the points don't reach so far: then all from the start is needed.
*/
export function storedRange(points: SeekPoints, from: number, to: number): {from: number; to: number} | undefined {
	if (!covers(points, from, to)) {
		return undefined;
	}

	return {from: points.stored[segmentAt(points, from)!], to: storedEnd(points, segmentAt(points, to - 1)!)};
}
