import {ArchiveError} from './archive-error.js';
import type {ByteSource} from './byte-source.js';
import type {EntryIndex, EntryTable} from './entry-table.js';
import {inflate, type InflateOptions} from './inflate.js';
import {readChunks} from './read-chunks.js';
import type {Compression} from './sniff.js';

const zeros = new Uint8Array(64 * 1024);

/**
The content of a regular file, in chunks that are valid only until the next is asked for. In a plain blob it is read from where
it lies; in a compressed one all before it is inflated. The holes of a sparse file come as zeros.

@throws {ArchiveError} Where the blob is cut off or broken before the content's end.
*/
export async function * readContent(
	blob: ByteSource,
	compression: Compression,
	table: EntryTable,
	entry: EntryIndex,
	options: InflateOptions = {},
): AsyncIterable<Uint8Array> {
	const pieces = table.sparse.get(entry);
	const size = table.size[entry];
	const stored = pieces ? storedLength(pieces) : size;
	const chunks = compression === 'none'
		? readChunks(blob.region(blob.name, table.offset[entry], stored), options.onRead)
		: cutOut(inflate(blob, compression, options), table.offset[entry], stored);
	const whole = wholly(chunks, stored);
	yield * pieces ? fillHoles(whole, pieces, size) : whole;
}

function storedLength(pieces: Float64Array): number {
	let length = 0;
	for (let index = 1; index < pieces.length; index += 2) {
		length += pieces[index];
	}

	return length;
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

async function * cutOut(chunks: AsyncIterable<Uint8Array>, start: number, length: number): AsyncIterable<Uint8Array> {
	let position = 0;
	if (length === 0) {
		return;
	}

	for await (const chunk of chunks) {
		const from = Math.max(0, start - position);
		const to = Math.min(chunk.length, start + length - position);
		if (to > from) {
			yield chunk.subarray(from, to);
		}

		position += chunk.length;
		if (position >= start + length) {
			return;
		}
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
