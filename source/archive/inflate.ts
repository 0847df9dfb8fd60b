import type {ByteSource} from './byte-source.js';
import {gunzip} from './gunzip.js';
import {readChunks} from './read-chunks.js';
import {runProgram} from './run-program.js';
import type {Compression} from './sniff.js';
import {unzstd} from './unzstd.js';

export type InflateOptions = {
	signal?: AbortSignal;
	/** Told how many bytes of the blob as it lies were read, again and again, and which: by those that read them themselves. */
	onRead?: (bytes: number, chunk?: Uint8Array) => void;
};

/**
The plain bytes of a blob. A chunk is valid only until the next is asked for.

@throws {ArchiveError} Where the stream is cut off or broken, and where the program that it takes (xz, bzip2) is not there.
*/
export function inflate(source: ByteSource, compression: Compression, options: InflateOptions = {}): AsyncIterable<Uint8Array> {
	switch (compression) {
		case 'none': {
			return plain(source, options);
		}

		case 'gzip': {
			return gunzip(source, options);
		}

		case 'zstd': {
			return unzstd(source, options);
		}

		default: {
			return runProgram(compression, source, options);
		}
	}
}

async function * plain(source: ByteSource, {signal, onRead}: InflateOptions): AsyncIterable<Uint8Array> {
	for (const chunk of readChunks(source, onRead)) {
		signal?.throwIfAborted();
		yield chunk;
	}
}
