import {headerProblem, isZeroBlock} from '../content/archives/tar-header.js';

/** How bytes are compressed, told by their first bytes; suffixes and media types lie. */
export type Compression = 'none' | 'gzip' | 'zstd' | 'xz' | 'bzip2';

const magics: ReadonlyArray<readonly [Compression, readonly number[]]> = [
	['gzip', [0x1F, 0x8B]],
	['zstd', [0x28, 0xB5, 0x2F, 0xFD]],
	['xz', [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]],
];

/** How a blob is compressed, by its first bytes (six suffice). A zstd blob may begin with a skippable frame (RFC 8878, 3.1.2). */
export function sniffCompression(firstBytes: Uint8Array): Compression {
	for (const [compression, magic] of magics) {
		if (magic.every((byte, index) => firstBytes[index] === byte)) {
			return compression;
		}
	}

	if (isBzip2(firstBytes)) {
		return 'bzip2';
	}

	// A tar's name field could begin with the letters of a skippable frame's magic, but its second byte 2A 4D 18 could not be text.
	const isSkippable = (firstBytes[0] & 0xF0) === 0x50 && firstBytes[1] === 0x2A && firstBytes[2] === 0x4D && firstBytes[3] === 0x18;
	return isSkippable ? 'zstd' : 'none';
}

/** `BZh`, the block size, then the magic of a block or of the end: a tar's first name could begin with the first three letters alone. */
function isBzip2(bytes: Uint8Array): boolean {
	const [b, z, h, level, first, second] = bytes;
	return b === 0x42 && z === 0x5A && h === 0x68 && level >= 0x31 && level <= 0x39
		&& ((first === 0x31 && second === 0x41) || (first === 0x17 && second === 0x72));
}

/** Whether a block of 512 bytes is a tar header, or the zero block that ends an empty tar. */
export function looksLikeTar(firstBlock: Uint8Array): boolean {
	return firstBlock.length >= 512 && (isZeroBlock(firstBlock, 0) || headerProblem(firstBlock, 0) === undefined);
}
