import zlib from 'node:zlib';
import type {Compression} from './sniff.js';

/**
What the first bytes of a compressed file inflate to, as far as they go and no further than `most` bytes; nothing where they are broken, or
compressed in a way that takes another program.
*/
export async function inflateFirst(bytes: Uint8Array, compression: Compression, most: number): Promise<Uint8Array> {
	if (compression === 'none') {
		return bytes.subarray(0, most);
	}

	if (compression !== 'gzip' && compression !== 'zstd') {
		return new Uint8Array(0);
	}

	const inflater = compression === 'gzip' ? zlib.createGunzip() : zlib.createZstdDecompress();
	const pieces: Uint8Array[] = [];
	let length = 0;
	const done = Promise.withResolvers<void>();
	inflater.on('data', (piece: Uint8Array) => {
		pieces.push(piece);
		length += piece.length;
		// A few bytes may stand for very many: whoever inflates further is asked no more.
		if (length >= most) {
			done.resolve();
		}
	});
	inflater.on('error', () => {
		done.resolve();
	});
	inflater.write(bytes, () => {
		done.resolve();
	});
	await done.promise;
	inflater.destroy();
	return Buffer.concat(pieces).subarray(0, most);
}
