import type {ByteSource} from './byte-source.js';

/** How much of a blob is read at a time, in bytes. */
const chunkSize = 128 * 1024;

/**
How many chunks stay as they are after they were handed out. A decompressor holds a few (one at work, one or two that wait), and
a zstd frame's first MiB is gathered before it is inflated. Reading gigabytes into ever new arrays would only make garbage.
*/
const ringSize = 16;

/**
Reads a source from start to end. A chunk is valid until fifteen more were read.

@param onRead Told how many bytes were read, and which.
*/
export function * readChunks(source: ByteSource, onRead?: (bytes: number, chunk: Uint8Array) => void): Generator<Uint8Array> {
	const ring: Uint8Array[] = [];
	let turn = 0;
	for (let position = 0; position < source.size;) {
		ring[turn] ??= new Uint8Array(Math.min(chunkSize, source.size - position));
		const length = source.read(ring[turn], position);
		if (length === 0) {
			return;
		}

		position += length;
		const chunk = ring[turn].subarray(0, length);
		yield chunk;
		onRead?.(length, chunk);
		turn = (turn + 1) % ringSize;
	}
}
