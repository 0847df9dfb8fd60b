import zlib from 'node:zlib';
import {ArchiveError} from './archive-error.js';
import type {ByteSource} from './byte-source.js';
import {decompress, inSteps, outputSize} from './decompress.js';
import type {InflateOptions} from './inflate.js';
import {readChunks} from './read-chunks.js';
import {ZstdFrames, type FramePiece} from './zstd-frames.js';

/** Frames that are this small, compressed and plain, are inflated in one call: zstd:chunked has one for each file. */
const smallFrame = 1 << 20;

/** How much of a broken small frame is inflated at a time, in bytes. */
const carefulStep = 512;

/**
The plain bytes of a zstd blob, one frame after another.

@throws {ArchiveError} Where it is cut off or broken, after all that could be made of it.
*/
export async function * unzstd(source: ByteSource, {signal, onRead}: InflateOptions): AsyncGenerator<Uint8Array> {
	if (typeof zlib.createZstdDecompress !== 'function') {
		throw new ArchiveError('it is compressed with zstd, which takes Node 22.15 or later');
	}

	const frames = new ZstdFrames();
	const pieces = piecesOf(frames, source, onRead);
	for (let piece = pieces.next(); !piece.done; piece = pieces.next()) {
		signal?.throwIfAborted();
		const start: Uint8Array[] = [];
		let length = 0;
		let bound = 0;
		let last = false;
		// The first MiB of a frame is gathered; most frames of an image made of many end within it.
		for (;;) {
			start.push(piece.value.bytes);
			length += piece.value.bytes.length;
			({last, bound} = piece.value);
			if (last || length > smallFrame) {
				break;
			}

			piece = pieces.next();
			if (piece.done) {
				break;
			}
		}

		const isSmall = last && bound <= smallFrame;
		const whole = isSmall ? inflateWhole(start, length) : undefined;
		if (whole) {
			yield whole;
			continue;
		}

		const rest = last || piece.done ? start : restOfFrame(start, pieces);
		yield * decompress(isSmall ? inSteps(start, 0, carefulStep) : rest, zlib.createZstdDecompress({chunkSize: outputSize}), 'zstd', signal);
	}

	if (!frames.whole) {
		throw new ArchiveError('the zstd data is cut off');
	}
}

function * piecesOf(frames: ZstdFrames, source: ByteSource, onRead: InflateOptions['onRead']): Generator<FramePiece> {
	for (const chunk of readChunks(source, onRead)) {
		yield * frames.push(chunk);
	}
}

function * restOfFrame(start: Uint8Array[], pieces: Generator<FramePiece>): Generator<Uint8Array> {
	yield * start;
	for (let piece = pieces.next(); !piece.done; piece = pieces.next()) {
		yield piece.value.bytes;
		if (piece.value.last) {
			return;
		}
	}
}

/** A small frame's plain bytes, or undefined where it is broken: as a stream it gives at least what lies before. */
function inflateWhole(pieces: Uint8Array[], length: number): Uint8Array | undefined {
	try {
		return zlib.zstdDecompressSync(pieces.length === 1 ? pieces[0] : Buffer.concat(pieces, length));
	} catch {
		return undefined;
	}
}
