import zlib from 'node:zlib';
import {emptyColumns, maximumSegments, maximumWindows, ownStart, windowSize, type SeekPoints} from './seek-points.js';

/** What the bytes begin with: a name, and the version of what follows. It goes up when that changes, or what it means. */
const magic = Buffer.from('freedive seek 1\n');

const compressions = ['gzip', 'zstd'] as const;

/** After the magic: the checksum of all that follows, compression, whether it is whole, how many segments, the blob's size. Then the columns. */
const headerSize = magic.length + 4 + 4 + 4 + 8;

/** Bytes that a place takes in the columns. */
const placeSize = 8 + 8 + 8 + 4 + 1;

/** A window of so many bytes can't take more when it is packed. */
const largestWindow = windowSize + 1024;

/** Points as bytes, to be kept. */
export function encodeSeekPoints(points: SeekPoints): Uint8Array {
	const {count, windows} = points;
	const bytes = Buffer.alloc(headerSize + (count + 1) * placeSize + windows.length);
	magic.copy(bytes);
	let at = magic.length + 4;
	at = bytes.writeUInt16LE(compressions.indexOf(points.compression), at);
	at = bytes.writeUInt16LE(points.isWhole ? 1 : 0, at);
	at = bytes.writeUInt32LE(count, at);
	at = bytes.writeDoubleLE(points.size, at);
	for (let place = 0; place <= count; place++) {
		at = bytes.writeDoubleLE(points.plain[place], at);
		at = bytes.writeDoubleLE(points.stored[place], at);
		at = bytes.writeDoubleLE(points.windowStart[place], at);
		at = bytes.writeUInt32LE(points.check[place], at);
		at = bytes.writeUInt8(points.bit[place], at);
	}

	bytes.set(windows, at);
	bytes.writeUInt32LE(zlib.crc32(bytes.subarray(magic.length + 4)), magic.length);
	return bytes;
}

/** What `encodeSeekPoints` wrote; undefined where it is of another version, cut off or changed. */
export function decodeSeekPoints(encoded: Uint8Array): SeekPoints | undefined {
	const bytes = Buffer.from(encoded.buffer, encoded.byteOffset, encoded.byteLength);
	if (bytes.length < headerSize || !bytes.subarray(0, magic.length).equals(magic) || zlib.crc32(bytes.subarray(magic.length + 4)) !== bytes.readUInt32LE(magic.length)) {
		return undefined;
	}

	let at = magic.length + 4;
	const compression = compressions[bytes.readUInt16LE(at)];
	const whole = bytes.readUInt16LE(at + 2);
	const count = bytes.readUInt32LE(at + 4);
	const size = bytes.readDoubleLE(at + 8);
	at = headerSize;
	const windowBytes = bytes.length - headerSize - (count + 1) * placeSize;
	if (!compression || whole > 1 || count < 1 || count > maximumSegments || windowBytes < 0 || windowBytes > maximumWindows + largestWindow) {
		return undefined;
	}

	const columns = emptyColumns(count);
	for (let place = 0; place <= count; place++, at += placeSize) {
		columns.plain[place] = bytes.readDoubleLE(at);
		columns.stored[place] = bytes.readDoubleLE(at + 8);
		columns.windowStart[place] = bytes.readDoubleLE(at + 16);
		columns.check[place] = bytes.readUInt32LE(at + 24);
		columns.bit[place] = bytes.readUInt8(at + 28);
	}

	const windows = new Uint8Array(new SharedArrayBuffer(windowBytes));
	windows.set(bytes.subarray(at));
	const points = {compression, size, count, isWhole: whole === 1, ...columns, windows};
	return isSound(points) ? points : undefined;
}

/** Whether all numbers are such as belong together: the checksum says only that they are what was written. */
function isSound({compression, size, count, plain, stored, bit, windowStart, windows}: SeekPoints): boolean {
	if (plain[0] !== 0 || stored[0] !== 0 || windowStart[0] !== 0 || windowStart[count] !== windows.length || !Number.isSafeInteger(size)) {
		return false;
	}

	for (let place = 0; place <= count; place++) {
		const isNumber = Number.isSafeInteger(plain[place]) && Number.isSafeInteger(stored[place]) && Number.isSafeInteger(windowStart[place]);
		const isKnownBit = bit[place] === ownStart || (bit[place] < ownStart && compression === 'gzip' && place > 0);
		if (!isNumber || !isKnownBit || stored[place] + (bit[place] % ownStart === 0 ? 0 : 1) > size) {
			return false;
		}

		if (place > 0 && (plain[place] <= plain[place - 1] || stored[place] < stored[place - 1])) {
			return false;
		}

		const window = place === 0 ? 0 : windowStart[place] - windowStart[place - 1];
		if (window < 0 || window > largestWindow) {
			return false;
		}
	}

	return true;
}
