import {spawn} from 'node:child_process';
import {Readable, type Duplex} from 'node:stream';
import zlib from 'node:zlib';
import {ArchiveError} from './archive-error.js';
import type {ByteSource} from './byte-source.js';
import {readChunks} from './read-chunks.js';
import type {Compression} from './sniff.js';
import {ZstdFrames} from './zstd-frames.js';

/** How much plain data a decompressor gives at a time, in bytes: small enough to stay in the cache, large enough to make calls rare. */
const outputSize = 128 * 1024;

/** Frames that are this small, compressed and plain, are inflated in one call: zstd:chunked has one for each file. */
const smallFrame = 1 << 20;

export type InflateOptions = {
	signal?: AbortSignal;
	/** Told how many bytes of the blob as it lies were read, again and again. */
	onRead?: (bytes: number) => void;
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

/** Node's zlib reads one gzip member after another by itself, and ignores what follows the last. */
async function * gunzip(source: ByteSource, {signal, onRead}: InflateOptions): AsyncIterable<Uint8Array> {
	yield * decompress(readChunks(source, onRead), zlib.createGunzip({chunkSize: outputSize}), signal);
}

/** Everything that a decompressor makes of the chunks. */
async function * decompress(chunks: Iterable<Uint8Array>, stream: Duplex, signal?: AbortSignal): AsyncIterable<Uint8Array> {
	const input = Readable.from(chunks, {objectMode: true, highWaterMark: 1});
	input.on('error', error => stream.destroy(error));
	input.pipe(stream);
	try {
		for await (const chunk of stream) {
			signal?.throwIfAborted();
			yield chunk as Uint8Array;
		}
	} catch (error) {
		throw explain(error as NodeJS.ErrnoException);
	} finally {
		input.destroy();
		stream.destroy();
	}
}

async function * unzstd(source: ByteSource, {signal, onRead}: InflateOptions): AsyncIterable<Uint8Array> {
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

		if (last && bound <= smallFrame) {
			yield inflateFrame(start, length);
		} else {
			yield * decompress(restOfFrame(start, last || piece.done === true, pieces), zlib.createZstdDecompress({chunkSize: outputSize}), signal);
		}
	}

	if (!frames.whole) {
		throw new ArchiveError('the zstd data is cut off');
	}
}

function * piecesOf(frames: ZstdFrames, source: ByteSource, onRead?: (bytes: number) => void) {
	for (const chunk of readChunks(source, onRead)) {
		yield * frames.push(chunk);
	}
}

function * restOfFrame(start: Uint8Array[], whole: boolean, pieces: ReturnType<typeof piecesOf>): Generator<Uint8Array> {
	yield * start;
	while (!whole) {
		const piece = pieces.next();
		if (piece.done) {
			return;
		}

		yield piece.value.bytes;
		whole = piece.value.last;
	}
}

function inflateFrame(pieces: Uint8Array[], length: number): Uint8Array {
	try {
		return zlib.zstdDecompressSync(pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces, length));
	} catch (error) {
		throw explain(error as NodeJS.ErrnoException);
	}
}

/** Other tools' formats through their own programs, which read the file themselves. */
async function * runProgram(compression: 'xz' | 'bzip2', source: ByteSource, {signal, onRead}: InflateOptions): AsyncIterable<Uint8Array> {
	const child = spawn(compression, ['-dc'], {stdio: ['pipe', 'pipe', 'pipe'], signal});
	const complaints: Buffer[] = [];
	let failure: NodeJS.ErrnoException | undefined;
	const closed = new Promise<number | null>(resolve => {
		child.on('error', (error: NodeJS.ErrnoException) => {
			failure = error;
			resolve(null);
		});
		child.on('close', resolve);
	});
	child.stderr.on('data', (data: Buffer) => complaints.push(data));
	const input = Readable.from(readChunks(source, onRead), {objectMode: true, highWaterMark: 1});
	// The program may end before it has read all; its own exit code tells why.
	child.stdin.on('error', () => input.destroy());
	input.on('error', error => child.stdin.destroy(error));
	input.pipe(child.stdin);
	try {
		for await (const chunk of child.stdout) {
			signal?.throwIfAborted();
			yield chunk as Uint8Array;
		}

		const code = await closed;
		signal?.throwIfAborted();
		if (failure?.code === 'ENOENT') {
			throw new ArchiveError(`it is compressed with ${compression}, and the program ${compression} that could inflate it is not installed`);
		}

		if (failure || code !== 0) {
			const complaint = Buffer.concat(complaints).toString().trim().split('\n')[0] ?? '';
			throw new ArchiveError(`the ${compression} data is broken or cut off (${failure?.message ?? complaint})`);
		}
	} finally {
		input.destroy();
		child.kill();
	}
}

/** What a decompressor's error means to a user. */
function explain(error: NodeJS.ErrnoException): Error {
	if (error.name === 'AbortError' || error instanceof ArchiveError) {
		return error;
	}

	const code = error.code ?? '';
	if (code === 'Z_BUF_ERROR') {
		return new ArchiveError('the gzip data is cut off');
	}

	if (code.startsWith('Z_')) {
		return new ArchiveError(`the gzip data is corrupt (${error.message})`);
	}

	if (code === 'ZSTD_error_frameParameter_windowTooLarge') {
		return new ArchiveError('the zstd data was made with a window of more than 128 MiB (zstd --ultra --long), which is more memory than is given to it');
	}

	if (code.startsWith('ZSTD_')) {
		return new ArchiveError(`the zstd data is corrupt (${error.message})`);
	}

	return error;
}
