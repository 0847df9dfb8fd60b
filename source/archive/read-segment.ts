import {hash} from 'node:crypto';
import {promisify} from 'node:util';
import zlib from 'node:zlib';
import type {ByteSource} from './byte-source.js';
import {emptyBlocks} from './empty-blocks.js';
import {isReadable, largestSegment, ownStart, storedEnd, windowSize, type SeekPoints, type SegmentIndex} from './seek-points.js';
import {ZstdFrames} from './zstd-frames.js';

/** A block ends within the last byte: what there is of it is to be given, and no end is to be missed. */
const upToTheEnd = {finishFlush: zlib.constants.Z_SYNC_FLUSH};

/** A segment as it lies is never much longer than plain: where it claims to be, it is not read. */
const largestStored = largestSegment + (1 << 20);

/** With a chunk may be packed what follows it in the tar: as many headers of links and folders as that, in bytes. */
const largestRest = 16 << 20;

/** Bytes of a SHA-256. */
const digestSize = 32;

const inflateRaw = promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.inflateRaw);
const gunzip = promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.gunzip);

/**
The plain bytes of a segment, at once; it takes some milliseconds.

@returns Undefined where it can't be inflated, or its bytes are not those of which the points tell.
@throws {Error} What the file system says.
*/
export function readSegment(source: ByteSource, points: SeekPoints, segment: SegmentIndex): Uint8Array | undefined {
	const ready = prepare(source, points, segment);
	return ready && attempt(points, segment, () => {
		switch (ready.method) {
			case 'raw': {
				return zlib.inflateRawSync(ready.bytes, ready.options);
			}

			case 'gzip': {
				return zlib.gunzipSync(ready.bytes, ready.options);
			}

			default: {
				return inflateFrames(ready.bytes, ready.size);
			}
		}
	});
}

/** The same, inflated beside the thread that asks for it. */
export async function readSegmentLater(source: ByteSource, points: SeekPoints, segment: SegmentIndex): Promise<Uint8Array | undefined> {
	const ready = prepare(source, points, segment);
	if (!ready || ready.method === 'zstd') {
		return readSegment(source, points, segment);
	}

	try {
		const plain = await (ready.method === 'raw' ? inflateRaw : gunzip)(ready.bytes, ready.options);
		return attempt(points, segment, () => plain);
	} catch (error) {
		return refused(error);
	}
}

/** `size`: plain bytes up to the segment's end. */
type Ready = {method: 'raw' | 'gzip' | 'zstd'; bytes: Uint8Array; size: number; options: zlib.ZlibOptions};

/** Reads what is to be inflated, and what is needed for it. */
function prepare(source: ByteSource, points: SeekPoints, segment: SegmentIndex): Ready | undefined {
	const {compression, stored, bit, plain, chunks} = points;
	const from = stored[segment];
	const length = storedEnd(points, segment) - from;
	if (source.size !== points.size || !isReadable(points, segment) || !(from >= 0 && length > 0 && length <= largestStored) || bit[segment] > ownStart) {
		return undefined;
	}

	const inner = chunks?.inner[segment] ?? 0;
	if (!(inner >= 0 && inner <= largestSegment)) {
		return undefined;
	}

	const size = inner + plain[segment + 1] - plain[segment];
	// A little more room than is needed: so it is done in one call, and what is too much is noticed.
	const options: zlib.ZlibOptions = {...upToTheEnd, chunkSize: size + 64, maxOutputLength: size + (chunks ? largestRest : 64)};
	if (bit[segment] === ownStart) {
		const bytes = source.slice(from, length);
		return {method: compression, bytes, size, options};
	}

	const dictionary = windowOf(points, segment);
	if (!dictionary) {
		return undefined;
	}

	const bytes = alignedSlice(source, from, bit[segment], length);
	return {method: 'raw', bytes, size, options: {...options, ...(dictionary.length > 0 && {dictionary})}};
}

/**
Deflate data that begins at a bit, for a decompressor that begins with a byte.

@param bit How many low bits of the first byte are not the data's.
*/
export function alignedSlice(source: ByteSource, from: number, bit: number, length: number): Uint8Array {
	if (bit === 0) {
		return source.slice(from, length);
	}

	const before = emptyBlocks(bit);
	const bytes = new Uint8Array(before.length - 1 + Math.max(1, length));
	const there = source.read(bytes.subarray(before.length - 1), from);
	bytes[before.length - 1] &= 0xFF << bit;
	for (const [index, byte] of before.entries()) {
		bytes[index] |= byte;
	}

	return bytes.subarray(0, before.length - 1 + there);
}

function windowOf({windows, windowStart}: SeekPoints, segment: SegmentIndex): Uint8Array | undefined {
	// In memory of its own, for it lies in one that threads share.
	const packed = windows.slice(windowStart[segment], windowStart[segment + 1]);
	try {
		return packed.length === 0 ? packed : zlib.inflateRawSync(packed, {maxOutputLength: windowSize});
	} catch (error) {
		return refused(error);
	}
}

/** Frame by frame, for Node's decompressor stops after the first; up to so many plain bytes. */
function inflateFrames(bytes: Uint8Array, size: number): Uint8Array {
	const inflated: Uint8Array[] = [];
	let left = size;
	let frame: Uint8Array[] = [];
	for (const {bytes: piece, last} of new ZstdFrames().push(bytes)) {
		frame.push(piece);
		if (last) {
			if (left <= 0) {
				break;
			}

			// A frame may be empty, and none may be asked for less than a byte.
			const plain = zlib.zstdDecompressSync(Buffer.concat(frame), {maxOutputLength: Math.max(1, left)});
			inflated.push(plain);
			left -= plain.length;
			frame = [];
		}
	}

	return Buffer.concat(inflated);
}

/** What comes out, if it is what was there. */
function attempt({plain, check, chunks}: SeekPoints, segment: SegmentIndex, inflate: () => Uint8Array): Uint8Array | undefined {
	try {
		const size = plain[segment + 1] - plain[segment];
		const inflated = inflate();
		if (!chunks) {
			return inflated.length === size && zlib.crc32(inflated) === check[segment] ? inflated : undefined;
		}

		const bytes = inflated.subarray(chunks.inner[segment], chunks.inner[segment] + size);
		const digest = chunks.digest.subarray(segment * digestSize, (segment + 1) * digestSize);
		return bytes.length === size && hash('sha256', bytes, 'buffer').equals(digest) ? bytes : undefined;
	} catch (error) {
		return refused(error);
	}
}

/** Points that don't fit their blob make no error: whoever asked reads without them. */
function refused(error: unknown): undefined {
	const {code, name} = error as NodeJS.ErrnoException;
	if (code?.startsWith('Z_') || code?.startsWith('ZSTD_') || code === 'ERR_BUFFER_TOO_LARGE' || name === 'ArchiveError') {
		return undefined;
	}

	throw error as Error;
}
