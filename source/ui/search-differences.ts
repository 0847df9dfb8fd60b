import type {PathId} from '../tree/path-tree.js';
import {closedAround, isOpen, withFlipped} from './files.js';
import {flippedFolders, withFolders} from './reduce-files.js';
import type {State} from './state.js';
import {viewRow, viewRowIndex, withView} from './view-rows.js';

/** Goes to the next path among the differences that a search has found, or the one before, round the end; `here`: to the first from the cursor on. */
export function jumpInDifferences(state: State, to: 1 | -1 | 'here'): State {
	const {listing} = state.comparison ?? {};
	// A listing of another query comes anew, and jumps then.
	if (!listing?.search || listing.search.found.query !== state.search?.query || listing.search.order.length === 0) {
		return state;
	}

	const {order, found} = listing.search;
	const {tree} = listing.wish.files;
	const cursor = viewRow(state, 'differences') as PathId | undefined;
	const index = cursor === undefined ? -1 : order.indexOf(cursor);
	if (index !== -1) {
		return to === 'here' ? state : revealDifference(state, order[(index + to + order.length) % order.length]);
	}

	// From a row that is no match: the next row that is one, or a closed folder that holds one, tells the place in the order.
	const isBefore = to === -1;
	const start = viewRowIndex(state, 'differences');
	for (let row = start; row >= 0 && row < listing.rows.length; row += isBefore ? -1 : 1) {
		const path = listing.rows[row];
		if (found.matches[path] === 1 && (row !== start || !isBefore)) {
			return revealDifference(state, path);
		}

		if (found.above[path] === 1 && !isOpen(listing.filter, flippedFolders(state), path) && (row !== start || !isBefore)) {
			const inside = order.filter(match => tree.isWithin(match, path));
			if (inside.length > 0) {
				return revealDifference(state, isBefore ? inside.at(-1)! : inside[0]);
			}
		}
	}

	return revealDifference(state, isBefore ? order.at(-1)! : order[0]);
}

/** Where the search among the differences stands. */
export function matchInDifferences(state: State): {index: number; total: number} | undefined {
	const {search} = state.comparison?.listing ?? {};
	if (!search || search.found.query !== state.search?.query) {
		return undefined;
	}

	return {index: search.order.indexOf((viewRow(state, 'differences') as PathId | undefined) ?? -1) + 1, total: search.order.length};
}

/** Puts the cursor on a path and opens the folders around it. */
export function revealDifference(state: State, path: PathId): State {
	const {filter, wish} = state.comparison!.listing!;
	const {tree} = wish.files;
	const folders = flippedFolders(state);
	const closed = closedAround(tree, path, at => isOpen(state.filter === '' ? undefined : filter, folders, at));
	return withView(closed.length === 0 ? state : withFolders(state, withFlipped(folders, closed, tree.count)), 'differences', {cursor: path});
}
