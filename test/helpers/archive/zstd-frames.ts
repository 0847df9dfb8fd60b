import zlib from 'node:zlib';

const {ZSTD_c_checksumFlag: checksumFlag, ZSTD_c_contentSizeFlag: contentSizeFlag} = zlib.constants;

/** A frame as libzstd writes it. */
export function frame(content: string | Uint8Array, {checksum = false, contentSize = true} = {}): Buffer {
	return zlib.zstdCompressSync(content, {params: {[checksumFlag]: checksum ? 1 : 0, [contentSizeFlag]: contentSize ? 1 : 0}});
}

type Block = {type: 'raw' | 'run' | 'compressed' | 'reserved'; size: number; bytes: Uint8Array};

export function raw(text: string): Block {
	return {type: 'raw', size: text.length, bytes: Buffer.from(text)};
}

/** A byte that is repeated (`RLE_Block`). */
export function run(byte: string, times: number): Block {
	return {type: 'run', size: times, bytes: Buffer.from(byte)};
}

const blockTypes = {raw: 0, run: 1, compressed: 2, reserved: 3};

/** A frame from blocks written by hand, without content size and checksum (RFC 8878, 3.1.1). */
export function handmadeFrame(blocks: readonly Block[], {window = 0x38, dictionary = Buffer.alloc(0)} = {}): Buffer {
	const descriptor = [0, 1, 2, 0, 3][dictionary.length];
	return Buffer.concat([
		Buffer.of(0x28, 0xB5, 0x2F, 0xFD, descriptor, window),
		dictionary,
		...blocks.flatMap(({type, size, bytes}, index) => {
			const head = Buffer.alloc(3);
			head.writeUIntLE((size << 3) | (blockTypes[type] << 1) | (index === blocks.length - 1 ? 1 : 0), 0, 3);
			return [head, bytes];
		}),
	]);
}

/** A frame whose bytes are for others than decompressors (RFC 8878, 3.1.2). */
export function skippable(content: string | Uint8Array, variant = 0): Buffer {
	const head = Buffer.alloc(8);
	head.writeUInt32LE(0x18_4D_2A_50 + variant, 0);
	head.writeUInt32LE(content.length, 4);
	return Buffer.concat([head, Buffer.from(content as string)]);
}
