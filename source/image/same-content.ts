import type {EntryIndex} from '../archive/entry-table.js';
import type {Contents} from './contents.js';
import type {LayerNumber} from './image.js';

/** A content of an image. */
export type ContentPlace = {contents: Contents; layer: LayerNumber; index: EntryIndex};

/** How much is compared at a time, in bytes: less than a millisecond of work. */
const pieceSize = 256 * 1024;

const pieceA = new Uint8Array(pieceSize);
const pieceB = new Uint8Array(pieceSize);

/**
Whether contents of two images are the same bytes; undefined where that can't be told. Where both lie plain their bytes are compared,
else their SHA-256. Gives way after each piece.
*/
export function * sameContent(a: ContentPlace, b: ContentPlace): Generator<void, boolean | undefined> {
	const plainA = plainOf(a);
	const plainB = plainOf(b);
	if (plainA && plainB) {
		return plainA.size === plainB.size ? yield * sameBytes(plainA, plainB) : false;
	}

	const digestA = yield * a.contents.digest(a.layer, a.index);
	const digestB = digestA === undefined ? undefined : yield * b.contents.digest(b.layer, b.index);
	return digestB === undefined ? undefined : digestA === digestB;
}

type Plain = {size: number; fill: (target: Uint8Array, at: number) => boolean};

/** How to read a content where it lies; undefined where it does not lie there whole and in one piece. */
function plainOf({contents, layer, index}: ContentPlace): Plain | undefined {
	const found = contents.blobOf(layer);
	if (found?.compression !== 'none' || found.table.broken.has(index) || found.table.sparse.has(index)) {
		return undefined;
	}

	const {blob, table} = found;
	return {
		size: table.size[index],
		fill(target, at) {
			try {
				if (blob.read(target, table.offset[index] + at) === target.length) {
					return true;
				}

				contents.problems.set(layer, 'it is shorter than it was when its entries were read');
			} catch (error) {
				contents.problems.set(layer, (error as Error).message);
			}

			return false;
		},
	};
}

function * sameBytes(a: Plain, b: Plain): Generator<void, boolean | undefined> {
	for (let done = 0; done < a.size; done += pieceSize) {
		const length = Math.min(pieceSize, a.size - done);
		const bytesA = pieceA.subarray(0, length);
		const bytesB = pieceB.subarray(0, length);
		if (!a.fill(bytesA, done) || !b.fill(bytesB, done)) {
			return undefined;
		}

		if (Buffer.compare(bytesA, bytesB) !== 0) {
			return false;
		}

		if (length === pieceSize) {
			yield;
		}
	}

	return true;
}
