import {root, type PathId} from '../tree/path-tree.js';
import {onlyChild} from '../tree/rows.js';
import type {Action, KeyAction, NewsAction} from './action.js';
import {bitsShown, isFolderIn, selectCompared, type ComparisonState, type DifferencesListing} from './comparison.js';
import {isOpen, openedWith, withFlipped} from './files.js';
import {flippedFolders, toggleAll, withFolders} from './reduce-files.js';
import type {State} from './state.js';
import {renumberDifferences} from './renumber-differences.js';
import {lookAtDifference} from './look-at-difference.js';
import {jumpInDifferences} from './search-differences.js';
import {isBusy} from './select-layers.js';
import {viewRow, viewRowIndex, withView} from './view-rows.js';
import {sideRowAt} from './views/sides.js';

/** What keys do where two images are compared; undefined for what they do as elsewhere. */
export function reduceComparison(state: State, action: Action): State | undefined {
	const {comparison, focus} = state;
	if (!comparison) {
		return undefined;
	}

	switch (action.type) {
		case 'open':
		case 'close':
		case 'toggle':
		case 'toggle-all':
		case 'enter': {
			return focus === 'differences' ? reduceDifferences(state, action) : reduceSides(state, action);
		}

		case 'toggle-change': {
			return withComparison(state, {shown: {...comparison.shown, [action.change]: !comparison.shown[action.change]}});
		}

		case 'switch-ignoring': {
			return withComparison(state, {isIgnoring: !comparison.isIgnoring});
		}

		default: {
			return undefined;
		}
	}
}

/** What keys do to the folder or file under the cursor of the differences. */
function reduceDifferences(state: State, {type}: Extract<KeyAction, {type: 'open' | 'close' | 'toggle' | 'toggle-all' | 'enter'}>): State {
	const {listing} = state.comparison ?? {};
	const path = viewRow(state, 'differences') as PathId | undefined;
	if (!listing || path === undefined) {
		return state;
	}

	const {files: {tree}} = listing.wish;
	const isFolder = isFolderIn(listing.wish.files, path);
	const isOpened = isFolder && isOpen(listing.filter, flippedFolders(state), path);
	switch (type) {
		case 'open': {
			const next = listing.rows[viewRowIndex(state, 'differences') + 1];
			return isOpened
				? (next !== undefined && tree.parent[next] === path ? withCursor(state, next) : state)
				: (isFolder ? flip(state, listing, path) : state);
		}

		case 'close': {
			const parent = tree.parent[path];
			return isOpened ? flip(state, listing, path) : (parent === root ? state : withCursor(state, parent));
		}

		case 'toggle': {
			return isFolder ? flip(state, listing, path) : state;
		}

		case 'enter': {
			return isFolder ? flip(state, listing, path) : lookAtDifference(state, listing.wish.files, path);
		}

		case 'toggle-all': {
			return toggleAll(state, tree, listing, row => isFolderIn(listing.wish.files, row));
		}
	}
}

/** What keys do to the section under the cursor of what both have; of a layer, an effect opens its image. */
function reduceSides(state: State, {type}: Extract<KeyAction, {type: 'open' | 'close' | 'toggle' | 'toggle-all' | 'enter'}>): State {
	const row = sideRowAt(state);
	const key = row?.section ?? row?.key;
	if (row === undefined || key === undefined || (row.count === undefined && type !== 'close') || (type === 'open' && row.isOpen) || (type === 'close' && row.isOpen === false)) {
		return state;
	}

	// From a row the heading is gone to; on it, the next press closes the section.
	if (row.count === undefined) {
		return row.section === undefined ? state : withView(state, 'sides', {cursor: row.section});
	}

	const open = new Set(state.views.sides.open);
	if (!open.delete(key)) {
		open.add(key);
	}

	return withView(state, 'sides', {open});
}

export function withComparison(state: State, changed: Partial<ComparisonState>): State {
	return state.comparison ? {...state, comparison: {...state.comparison, ...changed}} : state;
}

/** What happened outside. */
export function reduceComparisonNews(state: State, action: Extract<NewsAction, {type: 'sides' | 'compared' | 'differences-listed'}>): State {
	switch (action.type) {
		case 'sides': {
			const {a, b} = action;
			const failed = [a, b].find(({failure}) => failure);
			return withComparison({...state, phase: state.phase === 'stopping' && [a, b].some(side => isBusy(side)) ? 'stopping' : phaseOf(a, b), failure: failed?.failure}, {a, b});
		}

		case 'compared': {
			const {deed, found, numbers} = action;
			const isFirst = found !== undefined && state.comparison?.found === undefined;
			const next = withComparison(numbers ? renumberDifferences(state, numbers) : state, {deed, ...(found && {found})});
			return isFirst ? {...next, open: firstOpen(next)} : next;
		}

		case 'differences-listed': {
			return listed(state, action.listing);
		}
	}
}

function phaseOf(a: State, b: State): State['phase'] {
	const phases = new Set([a.phase, b.phase]);
	return (['failed', 'stopped', 'stopping', 'opening', 'reading'] as const).find(phase => phases.has(phase)) ?? 'whole';
}

/** As many paths as this are all shown from the start. */
const fewPaths = 60;

/** Where little differs, all folders stand open. */
function firstOpen(state: State): State['open'] {
	const files = selectCompared(state)?.files;
	return files ? new Uint8Array(files.tree.count).fill(files.changedBelow[root] <= fewPaths ? 1 : 0) : state.open;
}

/** A new listing keeps the path under the cursor on the line of the screen where it was; where it is gone, the nearest folder around it. */
function listed(before: State, listing: DifferencesListing): State {
	const line = viewRowIndex(before, 'differences') - before.tops.differences;
	// A path in a folder that is just being opened is no row yet.
	let path = before.views.differences.cursor as PathId | undefined ?? viewRow(before, 'differences') as PathId | undefined;
	let state = withComparison(before, {listing});
	const {tree} = listing.wish.files;
	while (path !== undefined && path !== root && !listing.rows.includes(path)) {
		path = tree.parent[path];
	}

	const best = before.field?.kind === 'filter' && listing.filter !== before.comparison?.listing?.filter ? listing.filter?.best ?? -1 : -1;
	path = best < 0 ? path : best;
	state = path === undefined || path === root ? state : withCursor(state, path);
	state = {...state, tops: {...state.tops, differences: Math.max(0, viewRowIndex(state, 'differences') - Math.max(0, line))}};
	const isSearching = before.field?.kind === 'search' && before.search?.pane === 'differences' && listing.search !== before.comparison?.listing?.search;
	return isSearching ? jumpInDifferences(state, 'here') : state;
}

function withCursor(state: State, path: PathId): State {
	return withView(state, 'differences', {cursor: path});
}

/** Opens or closes a folder, with what opens with it. */
function flip(state: State, listing: DifferencesListing, path: PathId): State {
	const folders = flippedFolders(state);
	const paths = openedWith(path, at => isOpen(listing.filter, folders, at), at => onlyFolderIn(listing, at));
	return withFolders(state, withFlipped(folders, paths, listing.wish.files.tree.count));
}

function onlyFolderIn({wish, view, filter}: DifferencesListing, path: PathId): PathId | undefined {
	const only = onlyChild(wish.files.tree, view, path, {show: bitsShown(wish.shown), filter});
	return only !== undefined && isFolderIn(wish.files, only) ? only : undefined;
}
