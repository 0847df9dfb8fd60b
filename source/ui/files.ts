import {entryType} from '../archive/entry-table.js';
import {implicit} from '../tree/entry-store.js';
import type {FilterResult} from '../tree/filter.js';
import {root, type PathId} from '../tree/path-tree.js';
import type {Listing, OpenFolders, State} from './state.js';

/** Whether a path of a listing is a folder. */
export function isFolder({wish, view}: Listing, path: PathId): boolean {
	const {store} = wish.grown.overlay;
	const entry = view.entry[path];
	return entry === implicit || (entry >= 0 && store.typeOf(store.resolve(entry)) === entryType.directory);
}

/** Whether a folder is open. A filter opens what leads to a match; what was opened or closed since is flipped. */
export function isOpen(filter: FilterResult | undefined, flipped: OpenFolders, path: PathId): boolean {
	return (flipped[path] === 1) !== (filter?.above[path] === 1);
}

/** Folders with one opened or closed: a copy. */
export function withFlipped(folders: OpenFolders, path: PathId, count: number): OpenFolders {
	const next = new Uint8Array(Math.max(folders.length, path + 1, count));
	next.set(folders);
	next[path] ^= 1;
	return next;
}

let last: {rows: Int32Array; cursor: PathId; row: number} | undefined;

/** The row under the cursor: that of the path, else of the nearest folder around it that is shown; 0 where there is none. */
export function cursorRow(state: Pick<State, 'listing' | 'cursor'>): number {
	const {listing, cursor} = state;
	if (!listing) {
		return 0;
	}

	const {rows, wish} = listing;
	const {tree} = wish.grown.overlay;
	if (last?.rows === rows && last.cursor === cursor) {
		return last.row;
	}

	// The cursor mostly goes to a row nearby.
	let row = -1;
	if (last?.rows === rows) {
		row = rows.subarray(Math.max(0, last.row - 200), last.row + 200).indexOf(cursor);
		row = row < 0 ? row : row + Math.max(0, last.row - 200);
	}

	for (let path = cursor; row < 0 && path !== root; path = tree.parent[path]) {
		row = rows.indexOf(path);
	}

	last = {rows, cursor, row: Math.max(0, row)};
	return last.row;
}

/** The path under the cursor, as far as it is shown; undefined where nothing is. */
export function cursorPath(state: Pick<State, 'listing' | 'cursor'>): PathId | undefined {
	return state.listing?.rows[cursorRow(state)];
}
