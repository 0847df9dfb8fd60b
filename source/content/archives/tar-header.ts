/** The size of a tar block, in bytes. */
export const blockSize = 512;

const zero = 0x30;
const seven = 0x37;
const space = 0x20;

/** Whether the block at `at` is all zeros, as the two that end an archive are. */
export function isZeroBlock(bytes: Uint8Array, at: number): boolean {
	const end = at + blockSize;
	for (let index = at; index < end; index++) {
		if (bytes[index] !== 0) {
			return false;
		}
	}

	return true;
}

/**
Why the block at `at` is no header, or undefined if its checksum holds.

The checksum is the sum of all bytes with its own field taken as spaces (POSIX ustar); old tars summed signed bytes.
*/
export function headerProblem(bytes: Uint8Array, at: number): string | undefined {
	const stated = readNumber(bytes, at + 148, 8);
	let sum = 0;
	for (let index = at, end = at + blockSize; index < end; index += 8) {
		sum += bytes[index] + bytes[index + 1] + bytes[index + 2] + bytes[index + 3]
			+ bytes[index + 4] + bytes[index + 5] + bytes[index + 6] + bytes[index + 7];
	}

	for (let index = at + 148; index < at + 156; index++) {
		sum += space - bytes[index];
	}

	if (sum === stated) {
		return undefined;
	}

	let signed = 0;
	for (let index = at; index < at + blockSize; index++) {
		signed += index >= at + 148 && index < at + 156 ? space : (bytes[index] << 24) >> 24;
	}

	return signed === stated ? undefined : 'its checksum does not fit';
}

/**
A numeric field: octal digits between spaces and NULs, or base-256 where the first bit is set (GNU and star, for sizes from 8 GiB
and negative times). `NaN` where it is neither.
*/
export function readNumber(bytes: Uint8Array, at: number, length: number): number {
	const first = bytes[at];
	if (first >= 0x80) {
		return readBase256(bytes, at, length);
	}

	let index = at;
	const end = at + length;
	while (index < end && (bytes[index] === space || bytes[index] === 0)) {
		index++;
	}

	let value = 0;
	for (; index < end; index++) {
		const byte = bytes[index];
		if (byte < zero || byte > seven) {
			return byte === 0 || byte === space ? value : Number.NaN;
		}

		value = (value * 8) + (byte - zero);
	}

	return value;
}

/** Two's complement, big-endian; the topmost bit only marks the form. */
function readBase256(bytes: Uint8Array, at: number, length: number): number {
	const negative = (bytes[at] & 0x40) !== 0;
	let value = negative ? (bytes[at] & 0x7F) - 0x80 : bytes[at] & 0x7F;
	for (let index = at + 1; index < at + length; index++) {
		value = (value * 256) + bytes[index];
	}

	return value;
}

/** Where the text in a field ends: at its first NUL, or at the field's end. */
export function textEnd(bytes: Uint8Array, at: number, length: number): number {
	const end = at + length;
	for (let index = at; index < end; index++) {
		if (bytes[index] === 0) {
			return index;
		}
	}

	return end;
}

/** Whether the header is of POSIX ustar (`ustar\0`), whose last part is a path prefix; in GNU's (`ustar `) it holds times. */
export function isPosix(bytes: Uint8Array, at: number): boolean {
	return bytes[at + 257] === 0x75 && bytes[at + 258] === 0x73 && bytes[at + 259] === 0x74
		&& bytes[at + 260] === 0x61 && bytes[at + 261] === 0x72 && bytes[at + 262] === 0;
}
