import {createHash} from 'node:crypto';
import type {EntryTable} from './entry-table.js';

/** A digest of what a table lists: paths, types, sizes and links, in their order. Of two tables of one, an entry's index says the same. While the table still has paths. */
export function entriesDigest({paths, pathStart, type, size, links, linkStart}: EntryTable): string {
	const digester = createHash('sha256');
	for (const column of [paths, pathStart, type, size, links, linkStart]) {
		digester.update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
	}

	return digester.digest('hex');
}
