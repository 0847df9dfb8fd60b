import {ArchiveError} from '../archive-error.js';
import {grown} from '../grown.js';
import {emptyColumns, largestSegment, ownStart, type SeekPoints} from '../seek-points.js';

/** As many chunks as a table of contents may tell of: a terabyte of those that zstd:chunked makes. */
const maximumChunks = 16_000_000;

const digestSize = 32;

/** A chunk of a content as a table of contents tells of it: numbers of bytes. */
export type Chunk = {
	/** Where in the blob its member or frame begins. */
	offset: number;
	/** How many inflated bytes lie between there and it. */
	inner: number;
	size: number;
	/** SHA-256. */
	digest: Uint8Array;
};

/** Gathers the chunks of contents in the order in which they lie. */
export class ChunkList {
	/** Where the next chunk begins among the plain bytes. */
	plain = 0;
	private count = 0;
	private starts = new Float64Array(1024);
	private stored = new Float64Array(1024);
	private inner = new Float64Array(1024);
	private digests = new Uint8Array(1024 * digestSize);

	/**
	@param end Where in the blob all chunks end.
	*/
	constructor(private readonly end: number) {}

	/**
	Adds a chunk.

	@throws {ArchiveError} Where none can lie so, and where it is too large to be read by itself.
	*/
	add({offset, inner, size, digest}: Chunk): void {
		const last = this.count - 1;
		const isBehind = last < 0 || offset > this.stored[last]
			|| (offset === this.stored[last] && inner >= this.inner[last] + this.plain - this.starts[last]);
		if (!isBehind || offset >= this.end) {
			throw new ArchiveError(offset >= this.end ? 'a part of a file is said to lie where no files are' : 'parts of files are said to lie over one another');
		}

		if (size > largestSegment || inner > largestSegment || this.count === maximumChunks) {
			throw new ArchiveError(this.count === maximumChunks ? 'it tells of too many parts of files' : 'it tells of parts of files that are too large to be read by themselves');
		}

		if (this.count === this.starts.length) {
			this.starts = grown(this.starts, this.count + 1);
			this.stored = grown(this.stored, this.count + 1);
			this.inner = grown(this.inner, this.count + 1);
			this.digests = grown(this.digests, (this.count + 1) * digestSize);
		}

		this.starts[this.count] = this.plain;
		this.stored[this.count] = offset;
		this.inner[this.count] = inner;
		this.digests.set(digest, this.count * digestSize);
		this.count++;
		this.plain += size;
	}

	/**
	@param end Where in the blob the last one ends.
	@param size Bytes of the blob.
	*/
	finish(compression: SeekPoints['compression'], {end, size}: {end: number; size: number}): SeekPoints {
		const {count} = this;
		const columns = emptyColumns(count);
		const chunks = {
			end: new Float64Array(new SharedArrayBuffer(count * 8)),
			inner: new Float64Array(new SharedArrayBuffer(count * 8)),
			digest: new Uint8Array(new SharedArrayBuffer(count * digestSize)),
		};
		columns.plain.set(this.starts.subarray(0, count));
		columns.plain[count] = this.plain;
		columns.stored.set(this.stored.subarray(0, count));
		columns.stored[count] = end;
		columns.bit.fill(ownStart);
		chunks.inner.set(this.inner.subarray(0, count));
		chunks.digest.set(this.digests.subarray(0, count * digestSize));
		// Chunks of one member all need it up to where the next begins.
		for (let chunk = count - 1, next = end; chunk >= 0; chunk--) {
			chunks.end[chunk] = columns.stored[chunk] === columns.stored[chunk + 1] ? chunks.end[chunk + 1] : next;
			next = columns.stored[chunk];
		}

		return {compression, size, count, isWhole: true, ...columns, windows: new Uint8Array(), chunks};
	}
}
