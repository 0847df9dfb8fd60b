import type {FilterResult} from '../tree/filter.js';
import {root, type PathId, type PathTree} from '../tree/path-tree.js';
import {sortOrders} from '../tree/rows.js';
import type {KeyAction} from './action.js';
import {cursorPath, cursorRow, isFolder, isOpen, onlyFolderIn, openedWith, withFlipped} from './files.js';
import type {Listing, OpenFolders, State} from './state.js';

/** What keys do to the folder or file under the cursor. */
export function reduceFiles(state: State, action: Extract<KeyAction, {type: 'open' | 'close' | 'toggle' | 'toggle-all'}>): State {
	const {listing} = state;
	const path = cursorPath(state);
	if (!listing || path === undefined) {
		return state;
	}

	const folder = isFolder(listing, path);
	const open = folder && isOpen(listing.filter, flippedFolders(state), path);
	switch (action.type) {
		case 'open': {
			return folder && !open ? flip(state, listing, path) : (open ? intoFolder(state, listing, path) : state);
		}

		case 'close': {
			if (open) {
				return flip({...state, cursor: path}, listing, path);
			}

			const parent = listing.wish.grown.overlay.tree.parent[path];
			return parent === root ? state : {...state, cursor: parent};
		}

		case 'toggle': {
			return folder ? flip({...state, cursor: path}, listing, path) : state;
		}

		case 'toggle-all': {
			return toggleAll(state, listing.wish.grown.overlay.tree, listing, row => isFolder(listing, row));
		}
	}
}

export function cycleSort(state: State): State {
	return {...state, sort: sortOrders[(sortOrders.indexOf(state.sort) + 1) % sortOrders.length]};
}

/** The folders that are open; with a filter those that are open or closed against it. */
export function flippedFolders(state: Pick<State, 'filter' | 'open' | 'flipped'>): OpenFolders {
	return state.filter === '' ? state.open : state.flipped;
}

export function withFolders(state: State, folders: OpenFolders): State {
	return state.filter === '' ? {...state, open: folders} : {...state, flipped: folders};
}

/** Opens or closes a folder, with what opens with it. */
function flip(state: State, listing: Listing, path: PathId): State {
	const flipped = flippedFolders(state);
	const paths = openedWith(path, at => isOpen(listing.filter, flipped, at), at => onlyFolderIn(listing, at));
	return withFolders(state, withFlipped(flipped, paths, listing.wish.grown.overlay.tree.count));
}

/** To the first row of an open folder. */
function intoFolder(state: State, listing: Listing, path: PathId): State {
	const next = listing.rows[cursorRow(state) + 1];
	return next !== undefined && listing.wish.grown.overlay.tree.parent[next] === path ? {...state, cursor: next} : state;
}

/** Opens all folders, or closes all where none is left to open. */
export function toggleAll(state: State, {count}: PathTree, {filter, rows}: {filter?: FilterResult; rows: readonly PathId[] | Int32Array}, isFolder: (path: PathId) => boolean): State {
	const flipped = flippedFolders(state);
	const isOpening = rows.some(path => !isOpen(filter, flipped, path) && isFolder(path));
	const next = new Uint8Array(count).fill(isOpening ? 1 : 0);
	// The root is no row; whether it is open means nothing.
	for (let path = 1, end = filter?.above.length ?? 0; path < end; path++) {
		next[path] ^= filter!.above[path];
	}

	return withFolders(state, next);
}
