import {ArchiveError} from './archive-error.js';
import {storedLength, type EntryIndex, type EntryTable} from './entry-table.js';
import type {InflateOptions} from './inflate.js';
import {Passage} from './passage.js';
import {readChunks} from './read-chunks.js';
import type {StoredBlob} from './stored-blob.js';

/** The content of an entry, in pieces that are valid only until the next is asked for. */
export type ReadContent = {
	entry: EntryIndex;
	/** @throws {ArchiveError} Where the blob is cut off or broken before the content's end. */
	pieces: AsyncIterable<Uint8Array>;
};

/** Gives the bytes from a place of the plain blob, as far as they are there. */
type Cut = (start: number, length: number) => AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

const zeros = new Uint8Array(64 * 1024);

/**
The contents of regular files, in the order in which they lie. In a plain blob each is read from where it lies; a compressed one is
inflated once, up to the last of them, or where its points are known only about them. The holes of sparse files come as zeros.

A content may be left before its end. One that can't be read throws from its `pieces`, and the next can still be asked for.
*/
export async function * readContents(
	stored: StoredBlob,
	table: EntryTable,
	entries: Iterable<EntryIndex>,
	options: InflateOptions = {},
): AsyncGenerator<ReadContent, void, void> {
	const inOrder = [...new Set(entries)].sort((a, b) => table.offset[a] - table.offset[b]);
	const {blob, compression} = stored;
	const passage = compression === 'none' ? undefined : new Passage(stored, options);
	const cut: Cut = passage
		? (start, length) => passage.cut(start, length)
		: (start, length) => readChunks(blob.region(blob.name, start, length), options.onRead);
	try {
		for (const entry of inOrder) {
			options.signal?.throwIfAborted();
			yield {entry, pieces: contentOf(table, entry, cut)};
		}
	} finally {
		await passage?.close();
	}
}

/** The content of one regular file: see `readContents`. */
export async function * readContent(
	stored: StoredBlob,
	table: EntryTable,
	entry: EntryIndex,
	options: InflateOptions = {},
): AsyncGenerator<Uint8Array, void, void> {
	for await (const {pieces} of readContents(stored, table, [entry], options)) {
		yield * pieces;
	}
}

function contentOf(table: EntryTable, entry: EntryIndex, cut: Cut): AsyncIterable<Uint8Array> {
	const holes = table.sparse.get(entry);
	const stored = storedLength(table, entry);
	const whole = wholly(cut(table.offset[entry], stored), stored);
	return holes ? fillHoles(whole, holes, table.size[entry]) : whole;
}

/** The chunks, and an error where they are fewer bytes than stated: a content never ends short without a word. */
async function * wholly(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, length: number): AsyncIterable<Uint8Array> {
	let there = 0;
	for await (const chunk of chunks) {
		there += chunk.length;
		yield chunk;
	}

	if (there < length) {
		throw new ArchiveError(`its content is cut off: ${there} of ${length} bytes are there`);
	}
}

async function * fillHoles(chunks: AsyncIterable<Uint8Array>, pieces: Float64Array, size: number): AsyncIterable<Uint8Array> {
	let position = 0;
	let piece = 0;
	let left = pieces.length > 0 ? pieces[1] : 0;
	for await (const chunk of chunks) {
		for (let at = 0; at < chunk.length && piece < pieces.length;) {
			if (left === 0) {
				piece += 2;
				left = pieces[piece + 1] ?? 0;
				continue;
			}

			yield * hole(pieces[piece] + pieces[piece + 1] - left - position);
			position = pieces[piece] + pieces[piece + 1] - left;
			const count = Math.min(left, chunk.length - at);
			yield chunk.subarray(at, at + count);
			at += count;
			position += count;
			left -= count;
		}
	}

	yield * hole(size - position);
}

function * hole(length: number): Generator<Uint8Array> {
	for (let left = length; left > 0; left -= zeros.length) {
		yield left < zeros.length ? zeros.subarray(0, left) : zeros;
	}
}
