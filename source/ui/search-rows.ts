import {searchTree, type FilteredView} from '../tree/filter.js';
import type {PathTree} from '../tree/path-tree.js';
import {visibleRows, type RowOptions} from '../tree/rows.js';
import type {Search} from './state.js';

/** What a search finds in a whole view, closed folders included, in the order of the screen; of that what the filter keeps. */
export function * searchRows(tree: PathTree, view: FilteredView, text: string, options: RowOptions): Generator<void, Search> {
	const found = yield * searchTree(tree, view, text, options);
	const {filter} = options;
	if (filter) {
		for (let path = 0; path < view.length; path++) {
			found.matches[path] &= filter.keep[path];
		}
	}

	const kept = filter ? {...found, keep: found.keep.map((value, path) => value & filter.keep[path])} : found;
	const rows = yield * visibleRows(tree, view, {...options, isOpen: path => found.above[path] === 1, filter: kept});
	return {found, order: rows.filter(path => found.matches[path] === 1)};
}
