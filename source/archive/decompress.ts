import {Readable} from 'node:stream';
import type {Gunzip, ZstdDecompress} from 'node:zlib';
import {ArchiveError} from './archive-error.js';

/** How much plain data a decompressor gives at a time, in bytes: small enough to stay in the cache, large enough to make calls rare. */
export const outputSize = 256 * 1024;

/**
Everything that a decompressor makes of the chunks.

@throws {ArchiveError} Where they are broken. What it had made of the chunk that it broke in is lost: see `inSteps`.
*/
export async function * decompress(chunks: Iterable<Uint8Array>, stream: Gunzip | ZstdDecompress, name: 'gzip' | 'zstd', signal?: AbortSignal): AsyncGenerator<Uint8Array> {
	const input = Readable.from(chunks, {objectMode: true, highWaterMark: 1});
	input.on('error', error => {
		stream.destroy(error);
	});
	input.pipe(stream);
	try {
		for await (const chunk of stream) {
			signal?.throwIfAborted();
			const {buffer, byteOffset, byteLength} = chunk as Buffer;
			// No Buffer goes on: `slice` of one copies nothing, and what was sliced would go with the chunk.
			const plain = new Uint8Array(buffer, byteOffset, byteLength);
			yield plain;
			release(plain);
		}
	} catch (error) {
		throw explain(error as NodeJS.ErrnoException, name);
	} finally {
		input.destroy();
		stream.destroy();
	}
}

/**
Frees a chunk that was used up at once, instead of when the garbage collector comes: gigabytes of chunks go by, and a hundred
megabytes of them would wait for it. A stream fills a buffer to its end, chunk after chunk, before it takes a new one; so with a
chunk that reaches the end, the buffer is done with.
*/
function release({buffer, byteOffset, byteLength}: Uint8Array): void {
	if (buffer instanceof ArrayBuffer && buffer.byteLength === outputSize && byteOffset + byteLength === outputSize) {
		buffer.transfer(0);
	}
}

/** A decompressor hands on what it made of each chunk before it takes the next: pieces of a chunk lose less where one is broken. */
export function * inSteps(chunks: Iterable<Uint8Array>, from: number, step: number): Generator<Uint8Array> {
	let position = 0;
	for (const chunk of chunks) {
		let at = Math.max(0, Math.min(from - position, chunk.length));
		if (at > 0) {
			yield chunk.subarray(0, at);
		}

		for (; at < chunk.length; at += step) {
			yield chunk.subarray(at, at + step);
		}

		position += chunk.length;
	}
}

/** What a decompressor's error means to a user. */
function explain(error: NodeJS.ErrnoException, name: 'gzip' | 'zstd'): Error {
	// An AbortError's code is a number.
	const code = String(error.code);
	if (code === 'Z_BUF_ERROR') {
		return new ArchiveError(`the ${name} data is cut off`);
	}

	if (code === 'ZSTD_error_frameParameter_windowTooLarge') {
		return new ArchiveError('the zstd data was made with a window of more than 128 MiB (zstd --ultra --long), which is more memory than is given to it');
	}

	return code.startsWith('Z_') || code.startsWith('ZSTD_') ? new ArchiveError(`the ${name} data is corrupt (${error.message})`) : error;
}
