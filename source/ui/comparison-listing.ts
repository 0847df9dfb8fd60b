import {absent} from '../tree/entry-store.js';
import {slice} from '../tree/path-tree.js';
import {filterComparison} from '../tree/query/filter-comparison.js';
import {visibleRows, type RowOptions, type SortOrder} from '../tree/rows.js';
import type {Comparison} from '../tree/compare-images.js';
import {bitsShown, type DifferencesListing, type DifferencesView, type DifferencesWish} from './comparison.js';
import {isOpen} from './files.js';
import {keptFilter} from './kept-filter.js';
import {searchRows} from './search-rows.js';

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
	const {files, open, sort, shown} = wish;
	const isSameOrder = before?.wish.files === files && before.wish.sort === sort;
	const view = isSameOrder ? before.view : yield * viewOf(files, sort);
	const isSameScope = before?.wish.files === files && before.wish.shown === shown;
	const layers = Math.max(files.a.image.layers.length, files.b.image.layers.length);
	const filtered = yield * keptFilter(wish, layers, isSameScope ? before : undefined, query => filterComparison(files, view, query, wish.prepared ?? {}, {show: bitsShown(shown)}));
	const {filter} = filtered;
	const options: RowOptions = {isOpen: path => isOpen(filter, open, path), sort: orders[sort].sort, show: bitsShown(shown), filter};
	const isSameRows = isSameOrder && before.wish.shown === shown && before.filter === filter;
	const rows = isSameRows && before.wish.open === open ? before.rows : Array.from(yield * visibleRows(files.tree, view, options));
	if (wish.search === '') {
		return {wish, view, ...filtered, rows};
	}

	if (isSameRows && before.search && before.wish.search === wish.search) {
		return {wish, view, ...filtered, rows, search: before.search};
	}

	return {wish, view, ...filtered, rows, search: yield * searchRows(files.tree, view, wish.search, options)};
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
