import type {PathId} from '../tree/path-tree.js';
import {closedAround, cursorRow, isOpen, withFlipped} from './files.js';
import {occurrences, type TextLine} from './parts/text-line.js';
import {jumpInDifferences, matchInDifferences} from './search-differences.js';
import {selectDetailsLines, selectImageLines, selectListHeight} from './select.js';
import {selectInstructions} from './select-layers.js';
import type {Listing, State} from './state.js';
import {viewRowIndex, withViewRow} from './view-rows.js';
import {views} from './views/index.js';
import {isViewName} from './views/view-names.js';

/** Where the search stands: the number of the match under the cursor, from 1, 0 where there is none under it; and how many there are. */
export type MatchInfo = {index: number; total: number};

/** Goes to the next match or the one before, round the end; `here`: to the first from the cursor on, the row under it included. */
export function jumpToMatch(state: State, to: 1 | -1 | 'here'): State {
	const {search} = state;
	if (!search || search.query === '') {
		return state;
	}

	if (search.pane === 'differences') {
		return jumpInDifferences(state, to);
	}

	if (search.pane === 'files') {
		// A listing of another query comes anew, and jumps then.
		const isFound = state.listing?.search?.found.query === search.query;
		const path = isFound ? nextPath(state, state.listing!, to) : undefined;
		return path === undefined ? state : reveal(state, path);
	}

	const matches = matchingLines(state);
	const at = lineOf(state);
	const next = nextOf(matches, at, to);
	if (next === undefined) {
		return state;
	}

	if (search.pane === 'layers') {
		return {...state, layer: next + 1};
	}

	if (isViewName(search.pane)) {
		return withViewRow(state, search.pane, next);
	}

	// A line that is not seen comes to the middle.
	const top = state.tops[search.pane];
	const height = selectListHeight(state, search.pane);
	const isSeen = next >= top && next < top + height;
	return {
		...state,
		search: {...search, line: next},
		tops: {...state.tops, [search.pane]: isSeen ? top : Math.max(0, next - Math.floor(height / 2))},
	};
}

export function matchInfo(state: State): MatchInfo | undefined {
	const {search, listing} = state;
	if (!search || search.query === '') {
		return undefined;
	}

	if (search.pane === 'differences') {
		return matchInDifferences(state);
	}

	if (search.pane === 'files') {
		const order = listing?.search?.order;
		return order && {index: order.indexOf(state.cursor) + 1, total: order.length};
	}

	const matches = matchingLines(state);
	return {index: matches.indexOf(lineOf(state)) + 1, total: matches.length};
}

/** Puts the cursor on a path and opens the folders around it. */
export function reveal(state: State, path: PathId): State {
	const {listing, grown} = state;
	if (!grown) {
		return {...state, cursor: path};
	}

	const {tree} = grown.overlay;
	const hasFilter = state.filter !== '';
	const folders = hasFilter ? state.flipped : state.open;
	const closed = closedAround(tree, path, at => isOpen(hasFilter ? listing?.filter : undefined, folders, at));
	if (closed.length === 0) {
		return {...state, cursor: path};
	}

	const next = withFlipped(folders, closed, tree.count);
	return hasFilter ? {...state, cursor: path, flipped: next} : {...state, cursor: path, open: next};
}

function nextPath(state: State, {rows, search}: Listing, to: 1 | -1 | 'here'): PathId | undefined {
	const {order, found} = search!;
	const index = order.indexOf(state.cursor);
	if (index !== -1) {
		return to === 'here' ? state.cursor : order[(index + to + order.length) % order.length];
	}

	// From a row that is no match: the next row that is one, or a closed folder that holds one, tells the place in the order.
	const isBefore = to === -1;
	const start = cursorRow(state);
	for (let row = start; row >= 0 && row < rows.length; row += isBefore ? -1 : 1) {
		const path = rows[row];
		if (found.matches[path] === 1 && (row !== start || !isBefore)) {
			return path;
		}

		if (found.above[path] === 1 && (rows[row + 1] === undefined || !isChild(state, rows[row + 1], path))) {
			const inside = order.filter(match => state.listing!.wish.grown.overlay.tree.isWithin(match, path));
			if (inside.length > 0) {
				return isBefore ? inside.at(-1) : inside[0];
			}
		}
	}

	return isBefore ? order.at(-1) : order[0];
}

function isChild(state: State, path: PathId, parent: PathId): boolean {
	return state.listing!.wish.grown.overlay.tree.parent[path] === parent;
}

function linesOf(state: State): readonly TextLine[] {
	switch (state.search?.pane) {
		case 'layers': {
			return selectInstructions(state);
		}

		case 'details': {
			return selectDetailsLines(state);
		}

		case 'image': {
			return selectImageLines(state);
		}

		default: {
			const pane = state.search?.pane;
			return pane !== undefined && isViewName(pane) ? views[pane].rows(state).map(row => ({text: views[pane].text(row, state)})) : [];
		}
	}
}

/** The rows of a view may be very many, and each frame tells how many match. */
let lastFound: {rows: readonly unknown[]; query: string; lines: readonly number[]} | undefined;

/** The lines of the pane that hold what is searched. */
function matchingLines(state: State): readonly number[] {
	const {pane, query = ''} = state.search ?? {};
	const rows = pane !== undefined && isViewName(pane) ? views[pane].rows(state) : undefined;
	if (rows && lastFound?.rows === rows && lastFound.query === query) {
		return lastFound.lines;
	}

	const lines = linesOf(state).flatMap(({text}, index) => occurrences(text, query).length > 0 ? [index] : []);
	lastFound = rows && {rows, query, lines};
	return lines;
}

/** The line where the search stands: that under the cursor, or the match gone to last, or the first that is seen. */
function lineOf(state: State): number {
	const {search, layer, tops} = state;
	if (search && isViewName(search.pane)) {
		return viewRowIndex(state, search.pane);
	}

	return search?.pane === 'layers' ? layer - 1 : search?.line ?? tops[search?.pane ?? 'image'];
}

function nextOf(lines: readonly number[], at: number, to: 1 | -1 | 'here'): number | undefined {
	switch (to) {
		case 'here': {
			return lines.find(line => line >= at) ?? lines[0];
		}

		case 1: {
			return lines.find(line => line > at) ?? lines[0];
		}

		case -1: {
			return lines.findLast(line => line < at) ?? lines.at(-1);
		}
	}
}
