import type {ContentSearch} from '../content/search/content-search.js';
import type {Found} from '../content/search/found.js';
import {ArchiveError} from './archive-error.js';
import type {ByteSource} from './byte-source.js';
import type {InflateOptions} from './inflate.js';
import {Passage} from './passage.js';
import type {StoredBlob} from './stored-blob.js';

/** The contents of a blob that are to be searched, in the order in which they lie: plain data, so that it crosses threads. */
export type SearchedContents = {
	/** Where each content starts, in bytes of the plain blob. */
	offset: Float64Array;
	/** How many bytes of it are stored. */
	size: Float64Array;
	/** Of sparse files pairs of logical offset and length of the pieces that are stored one after another, by the content's place. */
	sparse: ReadonlyMap<number, Float64Array>;
};

/** How much of a plain blob is read at a time, in bytes: many small contents at once. */
const windowSize = 256 * 1024;

/** What lies between two contents is read with them up to so many bytes: a call costs as much. */
const largestGap = 64 * 1024;

/**
Searches contents in the order in which they lie, and gives what it found whenever there is anything. A plain blob is read where they
are, in large pieces; a compressed one is inflated once, up to the last of them, but for what its points let it skip.

@param options `eachContent`: gives what was found in a content before the next is begun, for a search that may be stopped amid one.

@throws {ArchiveError} Where the blob is cut off or broken, after all that could be searched.
*/
export async function * searchBlob(
	stored: StoredBlob,
	contents: SearchedContents,
	search: ContentSearch,
	options: InflateOptions & {eachContent?: boolean} = {},
): AsyncGenerator<Found[], void, void> {
	const walk = new SearchWalk(contents, search, options.eachContent);
	const passage = stored.compression === 'none' ? undefined : new Passage(stored, options);
	let problem = new ArchiveError('it is shorter than it was when its entries were read');
	try {
		if (passage) {
			while (!walk.isDone && await passage.next(walk.wanted)) {
				yield * pushed(walk, passage.chunk, passage.position, search);
			}
		} else {
			for (const {bytes, at} of windows(stored.blob, contents, walk)) {
				options.signal?.throwIfAborted();
				yield * pushed(walk, bytes, at, search);
				options.onRead?.(bytes.length);
			}
		}
	} catch (error) {
		options.signal?.throwIfAborted();
		problem = error as Error;
	} finally {
		await passage?.close();
	}

	if (!walk.isDone) {
		walk.finish();
		yield * taken(search);
		throw problem;
	}
}

/** Hands bytes on, and gives what was found in them. */
function * pushed(walk: SearchWalk, bytes: Uint8Array, at: number, search: ContentSearch): Generator<Found[]> {
	for (let isAll = false; !isAll;) {
		isAll = walk.push(bytes, at);
		yield * taken(search);
	}
}

function * taken(search: ContentSearch): Generator<Found[]> {
	const found = search.take();
	if (found.length > 0) {
		yield found;
	}
}

/** Reads what holds the contents. What a content no longer needs is left out. */
function * windows(source: ByteSource, {offset, size}: SearchedContents, walk: SearchWalk): Generator<{bytes: Uint8Array; at: number}> {
	const buffer = new Uint8Array(windowSize);
	for (let at = -1; !walk.isDone;) {
		const first = walk.next;
		const end = offset[first] + size[first];
		at = Math.max(at, offset[first]);
		let to = Math.min(end, at + windowSize);
		for (let next = first + 1; next < offset.length && offset[next] - to <= largestGap && offset[next] + size[next] <= at + windowSize; next++) {
			to = Math.max(to, offset[next] + size[next]);
		}

		const length = source.read(buffer.subarray(0, to - at), at);
		if (length === 0) {
			return;
		}

		yield {bytes: buffer.subarray(0, length), at};
		at += length;
	}
}

/** Cuts the contents out of bytes that go by. */
class SearchWalk {
	/** The first content that is not done with. */
	next = 0;
	private isOpen = false;
	/** Of a sparse content: which of its pieces comes next, and where that begins among what is stored. */
	private piece = 0;
	private pieceStart = 0;

	/** @param isEach Whether it halts behind each content. */
	constructor(private readonly contents: SearchedContents, private readonly search: ContentSearch, private readonly isEach = false) {}

	/**
	@param at Where the bytes lie in the plain blob. They may be changed.
	@returns Whether it is done with them; otherwise it is to be given the same again.
	*/
	push(bytes: Uint8Array, at: number): boolean {
		const {contents: {offset, size, sparse}, search} = this;
		const to = at + bytes.length;
		while (this.next < offset.length && offset[this.next] < to) {
			const start = offset[this.next];
			const end = start + size[this.next];
			const pieces = sparse.get(this.next);
			if (!this.isOpen) {
				this.isOpen = true;
				this.piece = 0;
				this.pieceStart = 0;
				search.begin(this.next, size[this.next], pieces !== undefined);
			}

			if (!search.isSatisfied) {
				const from = Math.max(start, at) - at;
				const part = bytes.subarray(from, Math.min(end, to) - at);
				if (pieces) {
					this.writePieces(part, at + from - start, pieces);
				} else {
					search.write(part);
				}
			}

			if (end > to && !search.isSatisfied) {
				return true;
			}

			this.finish();
			if (end > to) {
				return true;
			}

			if (this.isEach) {
				return false;
			}
		}

		return true;
	}

	/** The first byte of the plain blob that is of use: what lies before need not be pushed. */
	get wanted(): number {
		return this.isOpen ? 0 : this.contents.offset[this.next];
	}

	/** Whether all contents were searched. */
	get isDone(): boolean {
		return this.next >= this.contents.offset.length;
	}

	/** Ends the content that is at work. */
	finish(): void {
		if (this.isOpen) {
			this.search.end();
			this.isOpen = false;
			this.next++;
		}
	}

	/** Hands on what is stored of a sparse content, with a hole between its pieces. */
	private writePieces(part: Uint8Array, at: number, pieces: Float64Array): void {
		for (let done = 0; done < part.length && this.piece < pieces.length;) {
			const end = this.pieceStart + pieces[this.piece + 1];
			const count = Math.min(part.length - done, end - (at + done));
			if (count > 0) {
				this.search.write(part.subarray(done, done + count));
				done += count;
			}

			if (at + done === end) {
				this.search.hole();
				this.pieceStart = end;
				this.piece += 2;
			}
		}
	}
}
