import type {ByteSource} from './byte-source.js';

/** How much of a compressed blob is read at a time, in bytes. */
const chunkSize = 256 * 1024;

/** Reads a source from start to end. Each chunk has an array of its own, since a decompressor may still be at the one before. */
export function * readChunks(source: ByteSource, onRead?: (bytes: number) => void): Generator<Uint8Array> {
	for (let position = 0; position < source.size;) {
		const chunk = source.slice(position, chunkSize);
		if (chunk.length === 0) {
			return;
		}

		position += chunk.length;
		yield chunk;
		onRead?.(chunk.length);
	}
}
