import type {ByteSource} from '../../../archive/byte-source.js';
import type {KeptFile} from '../../../archive/deferred-file.js';
import type {EntryTable} from '../../../archive/entry-table.js';
import {indexTar} from '../../../archive/index-tar.js';

/**
Whether what an engine saved is what it saved before, as far as that is kept, but for the times that podman sets anew in headers: the same
entries lie at the same places, and what is kept of their contents is in them.

@param kept What is kept, with a source that reads it.
*/
export function isSavedAlike({size, pieces}: KeptFile, kept: ByteSource, saved: ByteSource): boolean {
	if (size !== saved.size) {
		return false;
	}

	const changed = pieces.filter(({start, bytes}) => !Buffer.from(bytes).equals(saved.slice(start, bytes.length)));
	if (changed.length === 0) {
		return true;
	}

	const table = indexTar(saved);
	return isSameLayout(indexTar(kept), table) && changed.every(({start, bytes}) => {
		for (let entry = 0; entry < table.count; entry++) {
			const from = Math.max(start, table.offset[entry]);
			const to = Math.min(start + bytes.length, table.offset[entry] + table.size[entry]);
			if (from < to && !Buffer.from(bytes.subarray(from - start, to - start)).equals(saved.slice(from, to - from))) {
				return false;
			}
		}

		return true;
	});
}

function isSameLayout(a: EntryTable, b: EntryTable): boolean {
	return a.count === b.count && (['type', 'size', 'offset', 'pathStart', 'paths', 'linkStart', 'links'] as const).every(name => {
		const [before, now] = [a[name], b[name]];
		return before.length === now.length && before.every((value, index) => value === now[index]);
	});
}
