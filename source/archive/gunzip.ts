import zlib from 'node:zlib';
import {ArchiveError} from './archive-error.js';
import type {ByteSource} from './byte-source.js';
import {decompress, inSteps, outputSize} from './decompress.js';
import type {InflateOptions} from './inflate.js';
import {readChunks} from './read-chunks.js';

/**
The plain bytes of a gzip blob. Node reads one member after another by itself, and past zeros that follow the last.

@throws {ArchiveError} Where it is cut off or broken, after all that could be made of it.
*/
export async function * gunzip(source: ByteSource, {signal, onRead}: InflateOptions): AsyncGenerator<Uint8Array> {
	const stream = zlib.createGunzip({chunkSize: outputSize});
	let given = 0;
	try {
		for await (const chunk of decompress(readChunks(source, onRead), stream, 'gzip', signal)) {
			given += chunk.length;
			yield chunk;
		}
	} catch (error) {
		if (!(error instanceof ArchiveError)) {
			throw error;
		}

		for await (const chunk of salvage(source, stream.bytesWritten, given, signal)) {
			given += chunk.length;
			yield chunk;
		}

		const isWhole = given > 0 && error.message.includes('incorrect header check');
		throw isWhole ? new ArchiveError('the gzip data is followed by something that is none') : error;
	}
}

/**
What lies between the last chunk that was given and the byte that breaks: a whole small layer, it may be.

@param safe How far the blob is known to be sound.
@param given How many plain bytes were given already.
*/
async function * salvage(source: ByteSource, safe: number, given: number, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
	for (const step of [512, 1]) {
		const stream = zlib.createGunzip({chunkSize: outputSize});
		let position = 0;
		try {
			for await (const chunk of decompress(inSteps(readChunks(source), safe, step), stream, 'gzip', signal)) {
				const known = Math.min(chunk.length, Math.max(0, given - position));
				position += chunk.length;
				if (known < chunk.length) {
					given = position;
					yield chunk.subarray(known);
				}
			}
		} catch (error) {
			if (!(error instanceof ArchiveError)) {
				throw error;
			}
		}

		safe = stream.bytesWritten;
	}
}
