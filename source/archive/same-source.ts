import fs from 'node:fs';
import type {ByteSource} from './byte-source.js';

/** How much is compared at a time, in bytes. */
const pieceSize = 1 << 20;

/** Whether two sources are the same bytes of the same file. */
export function isSameSource(a: ByteSource, b: ByteSource): boolean {
	if (a.start !== b.start || a.size !== b.size) {
		return false;
	}

	const statsA = fs.fstatSync(a.fd, {bigint: true});
	const statsB = fs.fstatSync(b.fd, {bigint: true});
	return statsA.dev === statsB.dev && statsA.ino === statsB.ino;
}

/**
Whether two sources hold the same bytes, wherever they lie: both are read, with turns of the event loop between.

@throws {Error} When one can't be read; AbortError, when `signal` says so.
*/
export async function holdsSame(a: ByteSource, b: ByteSource, signal?: AbortSignal): Promise<boolean> {
	if (a.size !== b.size || isSameSource(a, b)) {
		return a.size === b.size;
	}

	const [pieceA, pieceB] = [Buffer.allocUnsafe(pieceSize), Buffer.allocUnsafe(pieceSize)];
	for (let at = 0; at < a.size; at += pieceSize) {
		const length = Math.min(pieceSize, a.size - at);
		const [partA, partB] = [pieceA.subarray(0, length), pieceB.subarray(0, length)];
		if (a.read(partA, at) !== length || b.read(partB, at) !== length || !partA.equals(partB)) {
			return false;
		}

		await new Promise(resolve => {
			setImmediate(resolve);
		});
		signal?.throwIfAborted();
	}

	return true;
}
