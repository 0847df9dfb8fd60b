import fs from 'node:fs';
import {ByteSource} from './byte-source.js';
import {SparseSpool} from './spool.js';

/** Where the plain bytes of a blob are to be written while they go by: a region of an open file. Plain data, which crosses threads. */
export type CopyPlace = Readonly<{fd: number; start: number; limit: number}>;

/** Less than this, in bytes as they lie, is inflated again sooner than it is worth a file. */
const worthCopy = 1 << 20;

/** What inflates to more than so many times its size is inflated again: it is fast for its bytes, and may be a bomb. */
const largestRatio = 6;

/** The share of a folder's room that is taken at most. */
const roomShare = 0.5;

/**
Plain copies of compressed blobs, in a file without a name: written while the blobs are indexed, so that whoever wants most of their
contents inflates nothing again. Where there is no room for one, there is none, and nothing is lost.
*/
export class PlainCopies {
	private readonly spool: SparseSpool;
	private readonly whole = new Map<number, ByteSource>();
	private room?: number;

	constructor(private readonly folder: string) {
		this.spool = new SparseSpool({folder, name: 'a copy of layers'});
	}

	/** A place for the plain bytes of a blob of so many bytes; undefined where it is not worth it, or there is no room. */
	place(size: number): CopyPlace | undefined {
		const limit = size * largestRatio;
		try {
			this.room ??= roomIn(this.folder) * roomShare;
			if (size < worthCopy || limit > this.room) {
				return undefined;
			}

			const {fd} = this.spool;
			this.room -= limit;
			return {fd, start: this.spool.reserve(limit), limit};
		} catch {
			// A folder that can't be written to is no reason to stop: the blob is inflated again.
			this.room = 0;
			return undefined;
		}
	}

	/** Takes note that all plain bytes of a layer were written to their place. */
	keep(layer: number, {fd, start}: CopyPlace, size: number): void {
		this.whole.set(layer, new ByteSource(`a copy of layer ${layer}`, fd, start, size));
	}

	/** The copies that are whole, by layer. */
	get sources(): ReadonlyMap<number, ByteSource> {
		return this.whole;
	}

	/** Frees the room that they took. */
	close(): void {
		this.spool.close();
	}
}

/** Writes what goes by to a place, as far as there is room. */
export class PlainCopy {
	private size = 0;
	private isLost = false;

	constructor(private readonly place: CopyPlace) {}

	/** Copies chunks on their way. */
	async * of(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
		this.isLost = true;
		let fits = true;
		for await (const chunk of chunks) {
			fits &&= this.write(chunk);
			yield chunk;
		}

		this.isLost = !fits;
	}

	/** How many bytes were written, once all were; undefined where they were not. */
	get copied(): number | undefined {
		return this.isLost ? undefined : this.size;
	}

	private write(chunk: Uint8Array): boolean {
		const {fd, start, limit} = this.place;
		if (this.size + chunk.length > limit) {
			return false;
		}

		try {
			for (let done = 0; done < chunk.length;) {
				done += fs.writeSync(fd, chunk, done, chunk.length - done, start + this.size + done);
			}
		} catch {
			// A full disk, mostly: it is read where it lies then.
			return false;
		}

		this.size += chunk.length;
		return true;
	}
}

function roomIn(folder: string): number {
	const {bavail, bsize} = fs.statfsSync(folder);
	return bavail * bsize;
}
