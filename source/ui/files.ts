import type {FilterResult} from '../tree/filter.js';
import {root, type PathId, type PathTree} from '../tree/path-tree.js';
import {onlyChild} from '../tree/rows.js';
import {isDirectory} from './is-directory.js';
import {scopeOf} from './scope.js';
import type {Listing, OpenFolders, State} from './state.js';

/** Whether a path of a listing is a folder. */
export function isFolder({wish, view}: Listing, path: PathId): boolean {
	return isDirectory(wish.grown.overlay.store, view.entry[path]);
}

/** Whether a folder is open. A filter opens what leads to a match; what was opened or closed since is flipped. */
export function isOpen(filter: FilterResult | undefined, flipped: OpenFolders, path: PathId): boolean {
	return (flipped[path] === 1) !== (filter?.above[path] === 1);
}

/** Folders with some opened or closed: a copy. */
export function withFlipped(folders: OpenFolders, paths: readonly PathId[], count: number): OpenFolders {
	const next = new Uint8Array(Math.max(folders.length, count));
	next.set(folders);
	for (const path of paths) {
		next[path] ^= 1;
	}

	return next;
}

/** The folder that is all there is in a folder: who opens the one wants to see what is in the other. */
export function onlyFolderIn(listing: Listing, path: PathId): PathId | undefined {
	const {view, wish, filter} = listing;
	const only = onlyChild(wish.grown.overlay.tree, view, path, scopeOf(wish, filter));
	return only !== undefined && isFolder(listing, only) ? only : undefined;
}

/** A folder with those that open with it: the one that is all there is in it, and so on. One that is open closes alone. */
export function openedWith(path: PathId, isOpen: (path: PathId) => boolean, onlyFolderIn: (path: PathId) => PathId | undefined): PathId[] {
	const paths = [path];
	if (!isOpen(path)) {
		for (let only = onlyFolderIn(path); only !== undefined; only = onlyFolderIn(only)) {
			if (!isOpen(only)) {
				paths.push(only);
			}
		}
	}

	return paths;
}

/** The folders around a path that are closed. */
export function closedAround(tree: PathTree, path: PathId, isOpen: (path: PathId) => boolean): PathId[] {
	const closed: PathId[] = [];
	for (let at = tree.parent[path]; at !== root; at = tree.parent[at]) {
		if (!isOpen(at)) {
			closed.push(at);
		}
	}

	return closed;
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
