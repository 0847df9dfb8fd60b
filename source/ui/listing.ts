import {buildLayerView, type LayerView, type ViewRange} from '../tree/layer-view.js';
import type {PathId} from '../tree/path-tree.js';
import {filterByQuery} from '../tree/query/filter-by-query.js';
import {closeRow, openRow, visibleRows, type RowOptions} from '../tree/rows.js';
import {isOpen} from './files.js';
import {keptFilter} from './kept-filter.js';
import {scopeOf} from './scope.js';
import {searchRows} from './search-rows.js';
import type {Listing, OpenFolders, Wish} from './state.js';

/**
Computes what the files pane is to show, in slices. What the listing before has and what still holds is taken from it, so opening a
folder costs its rows and a cursor move nothing.

@param retired A view that is shown no more, whose memory may be used again.
*/
export function * computeListing(wish: Wish, before?: Listing, retired?: LayerView): Generator<void, Listing> {
	const {grown: {overlay}, sort} = wish;
	const {tree} = overlay;
	const range = rangeOf(wish);
	const view = before && holds(before.view, range, before.wish, wish) ? before.view : yield * buildLayerView(overlay, range, retired);
	const {show} = scopeOf(wish);
	const isSameScope = before?.view === view && scopeOf(before.wish).show === show;

	const kept = yield * keptFilter(wish, overlay.layerCount, isSameScope ? before : undefined, query => filterByQuery(overlay, view, query, wish.prepared ?? {}, {show}));
	const {filter} = kept;
	const options: RowOptions = {isOpen: path => isOpen(filter, wish.open, path), sort, show, filter};
	const isSameOrder = isSameScope && before.wish.sort === sort && before.filter === filter;
	const rows = (isSameOrder ? yield * toggledRows(before, wish, options) : undefined) ?? (yield * visibleRows(tree, view, options));
	const search = wish.search === ''
		? undefined
		: (isSameOrder && before.wish.search === wish.search ? before.search : yield * searchRows(tree, view, wish.search, options));
	return {wish, view, ...kept, rows, search};
}

/** Whether two wishes lead to the same listing. */
export function isSameWish(a: Wish, b: Wish): boolean {
	return (Object.keys(a) as Array<keyof Wish>).every(key => key === 'grown' || a[key] === b[key]) && isSameGrowth(a, b);
}

function rangeOf({layer, range, shown}: Wish): ViewRange {
	// Both ranges compare with the layer below; they differ in whether what is unmodified is there at all.
	return {from: layer, to: layer, changesOnly: range === 'changes' && !shown.unmodified};
}

/** Whether a view is still true: the same range, and no layer came in that matters to it. */
function holds(view: LayerView, range: ViewRange, before: Wish, wish: Wish): boolean {
	return view.from === range.from && view.to === range.to && view.changesOnly === range.changesOnly && isSameGrowth(before, wish);
}

/** Whether no layer came in that matters to a view: those up to it, and when all are in those that hide something of it. */
function isSameGrowth({grown: a}: Wish, {grown: b, layer}: Wish): boolean {
	return a.overlay === b.overlay && a.isComplete === b.isComplete && a.isProven === b.isProven && (a.ready >= layer) === (b.ready >= layer);
}

/** The rows after a folder was opened or closed, or opened with folders in it; undefined where more than that differs. */
function * toggledRows(before: Listing, wish: Wish, options: RowOptions): Generator<void, Int32Array | undefined> {
	const {tree} = wish.grown.overlay;
	const different = differences(before.wish.open, wish.open);
	if (different?.length === 0) {
		return before.rows;
	}

	const [outermost] = different?.toSorted((a, b) => tree.depth[a] - tree.depth[b]) ?? [];
	const index = outermost === undefined ? -1 : before.rows.indexOf(outermost);
	if (!different || index < 0) {
		return undefined;
	}

	if (options.isOpen(outermost)) {
		// What was closed before had no rows in it.
		return different.every(path => tree.isWithin(path, outermost)) ? yield * openRow(tree, before.view, before.rows, index, options) : undefined;
	}

	return different.length === 1 ? closeRow(tree, before.rows, index) : undefined;
}

/** More folders than that are not opened one by one. */
const fewFolders = 64;

/** The folders that are open in only one of two states; undefined where they are many. */
function differences(a: OpenFolders, b: OpenFolders): PathId[] | undefined {
	const found: PathId[] = [];
	for (let path = 0, end = a === b ? 0 : Math.max(a.length, b.length); path < end; path++) {
		if ((a[path] ?? 0) !== (b[path] ?? 0)) {
			found.push(path);
			if (found.length > fewFolders) {
				return undefined;
			}
		}
	}

	return found;
}
