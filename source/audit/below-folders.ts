import type {PathId, PathTree} from '../tree/path-tree.js';

/**
By path, in which of some folders it lies, as the folder's number; 0 for none of them. Of folders within one another the deepest
counts, and a folder lies in itself.

@param folders Each with its number, from 1.
*/
export function belowFolders({count, parent}: PathTree, folders: Iterable<readonly [folder: PathId, number: number]>): Uint16Array {
	const within = new Uint16Array(count);
	const own = new Map(folders);
	if (own.size === 0) {
		return within;
	}

	// A parent's number is below its children's.
	within[0] = own.get(0) ?? 0;
	for (let path = 1; path < count; path++) {
		within[path] = own.get(path) ?? within[parent[path]];
	}

	return within;
}
