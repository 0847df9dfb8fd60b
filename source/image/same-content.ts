import type {EntryIndex} from '../archive/entry-table.js';
import type {Contents} from './contents.js';
import type {LayerNumber} from './image.js';
import {sameBytes} from './same-bytes.js';

/** A content of an image. */
export type ContentPlace = {contents: Contents; layer: LayerNumber; index: EntryIndex};

/**
Whether contents of two images are the same bytes; undefined where that can't be told. Where both lie plain their bytes are compared,
else their SHA-256. Gives way after each piece.
*/
export function * sameContent(a: ContentPlace, b: ContentPlace): Generator<void, boolean | undefined> {
	const plainA = a.contents.plain(a.layer, a.index);
	const plainB = b.contents.plain(b.layer, b.index);
	if (plainA && plainB) {
		return plainA.size === plainB.size ? yield * sameBytes(plainA, plainB) : false;
	}

	const digestA = yield * a.contents.digest(a.layer, a.index);
	const digestB = digestA === undefined ? undefined : yield * b.contents.digest(b.layer, b.index);
	return digestB === undefined ? undefined : digestA === digestB;
}
