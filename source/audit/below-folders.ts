import type {PathId, PathTree} from '../tree/path-tree.js';

/**
By path, in which of some folders it lies, as the folder's number; 0 for none of them. Of folders within one another the deepest
counts, and a folder lies in itself.

@param folders Each with its number, from 1.
*/
export function belowFolders({count, parent}: PathTree, folders: Iterable<readonly [folder: PathId, number: number]>): Uint16Array {
	const within = new Uint16Array(count);
	let first = count;
	for (const [folder, number] of folders) {
		within[folder] = number;
		first = Math.min(first, folder);
	}

	// A parent's number is below its children's.
	for (let path = first + 1; path < count; path++) {
		if (within[path] === 0) {
			within[path] = within[parent[path]];
		}
	}

	return within;
}
