import zlib from 'node:zlib';
import type {ByteSource} from './byte-source.js';
import {alignedSlice} from './read-segment.js';
import {windowSize, type SeekPoints} from './seek-points.js';

/** How much of the blob is inflated to see what it refers to, in bytes: at first, and at most. */
const firstSlice = 8 * 1024;
const largestSlice = 64 * 1024;

/** What that may inflate to, in bytes. */
const largestPlain = 8 << 20;

/** Two windows that tell each place in them by the bytes there: no byte is the same in both. */
const markers = [new Uint8Array(windowSize), new Uint8Array(windowSize)] as const;
for (let place = 0; place < windowSize; place++) {
	markers[0][place] = place & 0xFF;
	markers[1][place] = (place & 0xFF) ^ 0x80 ^ (place >> 8);
}

/**
A window as it is kept: with zeros for what nothing refers to, which is most of it, and deflated.

What refers to a window lies in the 32 KiB that follow it. They are inflated with two other windows: where they differ, they came from
there, and the two bytes say from which place.

@param place Where the data begins that follows the window.
*/
export function packWindow(source: ByteSource, place: {stored: number; bit: number}, window: Uint8Array): Uint8Array {
	const used = usedOf(source, place, window.length);
	if (!used) {
		return zlib.deflateRawSync(window);
	}

	const first = used.indexOf(1);
	if (first === -1) {
		return new Uint8Array();
	}

	// What lies before the first byte that is used need not be there.
	return zlib.deflateRawSync(window.subarray(first).map((byte, index) => byte & -used[first + index]));
}

/** Which bytes of the window are referred to; undefined where that is not to be told. */
function usedOf(source: ByteSource, {stored, bit}: Pick<Record<keyof SeekPoints, number>, 'stored' | 'bit'>, length: number): Uint8Array | undefined {
	const [a, b] = markers.map(marker => marker.subarray(windowSize - length));
	let before = -1;
	for (let slice = firstSlice; slice <= largestSlice; slice *= 2) {
		const bytes = alignedSlice(source, stored, bit, slice);
		const plainA = inflateWith(a, bytes);
		const plainB = plainA && inflateWith(b, bytes);
		if (!plainB) {
			return undefined;
		}

		if (plainA.length < windowSize && plainA.length > before) {
			before = plainA.length;
			continue;
		}

		const used = new Uint8Array(length);
		for (let index = 0; index < Math.min(windowSize, plainA.length); index++) {
			const difference = plainA[index] ^ plainB[index];
			if (difference !== 0) {
				const place = plainA[index] | ((difference & 0x7F) << 8);
				used[place - (windowSize - length)] = 1;
			}
		}

		return used;
	}

	return undefined;
}

function inflateWith(dictionary: Uint8Array, bytes: Uint8Array): Uint8Array | undefined {
	try {
		return zlib.inflateRawSync(bytes, {dictionary, finishFlush: zlib.constants.Z_SYNC_FLUSH, chunkSize: 2 * windowSize, maxOutputLength: largestPlain});
	} catch {
		// Broken soon after, or of next to no bytes: the window stays as it is.
		return undefined;
	}
}
