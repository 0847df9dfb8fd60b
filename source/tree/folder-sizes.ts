import {entryType} from '../archive/entry-table.js';
import type {LayerNumber} from '../image/image.js';
import {absent, type EntryId, type EntryStore} from './entry-store.js';
import {buildLayerView} from './layer-view.js';
import {isRegularFile} from './ledger.js';
import type {Overlay} from './overlay.js';
import {slice, type PathId} from './path-tree.js';

/** A folder, or the one path that was asked for, and all that it holds. */
export type FolderSize = {
	path: PathId;
	/** Folders below the one that was asked for, which has 0. */
	depth: number;
	/** Content bytes. A content of several names counts once, at its own entry's name or else its first. */
	size: number;
	/** Regular files and hard links. */
	files: number;
};

/**
The sizes of folders in the file system as it stood after a layer, in the tree's order, the path itself first. Nothing where it was
not there.

@param deepest How many folders deep to go.
*/
export function * folderSizes(overlay: Overlay, at: LayerNumber, top: PathId, deepest: number): Generator<void, FolderSize[]> {
	const {tree, store} = overlay;
	const {inView, entry, size, length} = yield * buildLayerView(overlay, {from: 1, to: at, changesOnly: false});
	if (inView[top] === 0 || (top > 0 && entry[top] === absent)) {
		return [];
	}

	const files = new Uint32Array(length);
	for (let path = length - 1; path > 0; path--) {
		if (inView[path] === 1) {
			files[path] += entry[path] >= 0 && isRegularFile(store, entry[path]) ? 1 : 0;
			files[tree.parent[path]] += files[path];
		}

		if (path % slice === 0) {
			yield;
		}
	}

	const found: FolderSize[] = [];
	const {position, subtreeEnd, atPosition} = tree;
	for (let place = position[top], end = subtreeEnd[top], steps = 0; place < end; steps++) {
		const path = atPosition[place];
		const depth = tree.depth[path] - tree.depth[top];
		if (inView[path] === 1 && (path === top || isFolder(store, entry[path]))) {
			found.push({path, depth, size: size[path], files: files[path]});
		}

		place = depth === deepest || inView[path] === 0 ? subtreeEnd[path] : place + 1;
		if (steps % slice === slice - 1) {
			yield;
		}
	}

	return found;
}

/** A directory, also one that no layer lists. */
function isFolder(store: EntryStore, entry: EntryId): boolean {
	return entry < 0 || store.typeOf(entry) === entryType.directory;
}
