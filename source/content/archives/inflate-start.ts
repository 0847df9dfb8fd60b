import zlib from 'node:zlib';
import {readBytes, type Reading} from '../reading.js';

/** More is not inflated: it is done at one go, and this takes some thirty milliseconds. */
export const maximumInflated = 8 << 20;

/** What is inflated first: deflate makes at most 1032 bytes of one, so this can't be more than the maximum. */
const firstPiece = 8 * 1024 - 512;

/** Windows of zstd may take gigabytes; those of what common tools write take this. */
const largestWindowLog = 23;

export type Inflated = {bytes: Uint8Array; isWhole: boolean; problem?: string};

/**
The start of what a compressed file holds.

Node inflates at one go what it is given, or not at all where that is more than it may be: so ever more of the file is tried, until it is
whole or enough.
*/
export function * inflateStart(compression: 'gzip' | 'zstd', size: number): Reading<Inflated> {
	let inflated: Inflated = {bytes: new Uint8Array(), isWhole: false};
	for (let length = Math.min(firstPiece, size); ; length = Math.min(length * 4, size)) {
		const input = yield * readBytes(0, length);
		const isAll = input.length < length || length === size;
		try {
			inflated = {bytes: inflate(compression, input), isWhole: isAll};
		} catch (error) {
			// One that is too large is no mistake of the file.
			const {code, message} = error as NodeJS.ErrnoException;
			return code === 'ERR_BUFFER_TOO_LARGE' ? inflated : {...inflated, problem: `it can't be unpacked: ${message}`};
		}

		if (isAll || inflated.bytes.length * 2 > maximumInflated) {
			return inflated;
		}

		yield {at: 0, length: 0};
	}
}

function inflate(compression: 'gzip' | 'zstd', input: Uint8Array): Uint8Array {
	return compression === 'gzip'
		? zlib.gunzipSync(input, {maxOutputLength: maximumInflated, finishFlush: zlib.constants.Z_SYNC_FLUSH})
		: zlib.zstdDecompressSync(input, {
			maxOutputLength: maximumInflated,
			finishFlush: zlib.constants.ZSTD_e_flush,
			params: {[zlib.constants.ZSTD_d_windowLogMax]: largestWindowLog},
		});
}
