import {absent} from '../tree/entry-store.js';
import {searchTree} from '../tree/filter.js';
import {slice} from '../tree/path-tree.js';
import {visibleRows, type RowOptions, type SortOrder} from '../tree/rows.js';
import type {Comparison} from '../tree/compare-images.js';
import {bitsShown, type DifferencesListing, type DifferencesView, type DifferencesWish} from './comparison.js';

/** The orders of the differences, in the order in which `s` goes through them: by which column, largest first, or by name. */
const orders: ReadonlyArray<{sort: SortOrder; column: (files: Comparison, path: number) => number}> = [
	{sort: 'size', column: ({differing, changedBelow}, path) => differing[path] + tieBreak(changedBelow[path])},
	{sort: 'size', column: ({sizeA, sizeB}, path) => sizeB[path] - sizeA[path]},
	{sort: 'name', column: () => 0},
];

/** Of folders that differ in the same number of bytes, the one in which more paths differ comes first; less than a byte tells. */
function tieBreak(paths: number): number {
	return 1 - (1 / (1 + paths));
}

/** Computes the rows of what differs, in slices. What still holds of the listing before is taken from it. */
export function * listDifferences(wish: DifferencesWish, before?: DifferencesListing): Generator<void, DifferencesListing> {
	const {files, open, sort} = wish;
	const isSameOrder = before?.wish.files === files && before.wish.sort === sort;
	const view = isSameOrder ? before.view : yield * viewOf(files, sort);
	const options: RowOptions = {isOpen: path => open[path] === 1, sort: orders[sort].sort, show: bitsShown(wish.shown)};
	const isSameRows = isSameOrder && before.wish.shown === wish.shown;
	const rows = isSameRows && before.wish.open === open ? before.rows : Array.from(yield * visibleRows(files.tree, view, options));
	if (wish.search === '') {
		return {wish, view, rows};
	}

	if (isSameRows && before.search && before.wish.search === wish.search) {
		return {wish, view, rows, search: before.search};
	}

	const found = yield * searchTree(files.tree, view, wish.search, options);
	const all = yield * visibleRows(files.tree, view, {...options, isOpen: path => found.above[path] === 1, filter: found});
	return {wish, view, rows, search: {found, order: all.filter(path => found.matches[path] === 1)}};
}

function * viewOf(files: Comparison, sort: number): Generator<void, DifferencesView> {
	const {entryA, entryB, change, below, tree: {count}} = files;
	const {column} = orders[sort];
	const inView = new Uint8Array(count);
	const size = new Float64Array(count);
	for (let path = 0; path < count; path++) {
		inView[path] = entryA[path] !== absent || entryB[path] !== absent ? 1 : 0;
		size[path] = column(files, path);
		if (path % slice === 0) {
			yield;
		}
	}

	return {length: count, inView, change, below, size, hides: size, hiddenLater: size};
}
