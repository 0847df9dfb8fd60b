import {change} from './change.js';
import type {FilterResult} from './filter.js';
import type {LayerView} from './layer-view.js';
import {root, slice, type PathId, type PathTree} from './path-tree.js';

/** How siblings are sorted: largest first, by name bytes, or those with most bytes that nobody sees first. */
export const sortOrders = ['size', 'name', 'waste'] as const;

export type SortOrder = (typeof sortOrders)[number];

/** What of a view tells its rows. */
export type RowView = Pick<LayerView, 'inView' | 'change' | 'below' | 'size' | 'hides' | 'hiddenLater'>;

/** Which rows a tree shows. */
export type RowOptions = {
	isOpen: (path: PathId) => boolean;
	sort: SortOrder;
	/** The changes to show, as bits `1 << Change`. A folder stays while anything below it is shown. */
	show: number;
	filter?: FilterResult;
};

/** Every change, for `RowOptions.show`. */
export const showAll = Object.values(change).reduce<number>((mask, bit) => mask | (1 << bit), 0);

/**
The visible rows: the children of the root, and of each open folder below it, in order. The root itself is no row.
In time it is that of the rows and of their siblings that are not shown; closed folders are jumped over.
*/
export function * visibleRows(tree: PathTree, view: RowView, options: RowOptions): Generator<void, Int32Array> {
	return yield * rowsBelow(tree, view, root, options);
}

/** The rows after a folder at `index` was opened: those of its subtree come in behind it. */
export function * openRow(tree: PathTree, view: RowView, rows: Int32Array, index: number, options: RowOptions): Generator<void, Int32Array> {
	const below = yield * rowsBelow(tree, view, rows[index], options);
	const next = new Int32Array(rows.length + below.length);
	next.set(rows.subarray(0, index + 1));
	next.set(below, index + 1);
	next.set(rows.subarray(index + 1), index + 1 + below.length);
	return next;
}

/** The rows after a folder at `index` was closed. */
export function closeRow(tree: PathTree, rows: Int32Array, index: number): Int32Array {
	const depth = tree.depth[rows[index]];
	let end = index + 1;
	while (end < rows.length && tree.depth[rows[end]] > depth) {
		end++;
	}

	const next = new Int32Array(rows.length - (end - index - 1));
	next.set(rows.subarray(0, index + 1));
	next.set(rows.subarray(end), index + 1);
	return next;
}

/** Whether a path is a row of the view, its folders being open. */
export function isShown(view: RowView, path: PathId, {show, filter}: Pick<RowOptions, 'show' | 'filter'>): boolean {
	return view.inView[path] === 1
		&& ((((1 << view.change[path]) | view.below[path]) & show) !== 0)
		&& (!filter || filter.keep[path] === 1);
}

/** Whether a path has rows below it. */
export function hasChildren(tree: PathTree, view: RowView, path: PathId, options: Pick<RowOptions, 'show' | 'filter'>): boolean {
	for (let at = tree.position[path] + 1, end = tree.subtreeEnd[path]; at < end;) {
		const child = tree.atPosition[at];
		if (isShown(view, child, options)) {
			return true;
		}

		at = tree.subtreeEnd[child]!;
	}

	return false;
}

/** The row that is all there is in a folder; undefined where there are more, or none. */
export function onlyChild(tree: PathTree, view: RowView, path: PathId, options: Pick<RowOptions, 'show' | 'filter'>): PathId | undefined {
	let only: PathId | undefined;
	for (let at = tree.position[path] + 1, end = tree.subtreeEnd[path]; at < end;) {
		const child = tree.atPosition[at];
		if (isShown(view, child, options)) {
			if (only !== undefined) {
				return undefined;
			}

			only = child;
		}

		at = tree.subtreeEnd[child];
	}

	return only;
}

function * rowsBelow(tree: PathTree, view: RowView, start: PathId, options: RowOptions): Generator<void, Int32Array> {
	const rows = new Rows();
	// Folders still to be walked, last first; each row is pushed when it comes off.
	const pending: PathId[] = [];
	let steps = pushChildren(tree, view, start, options, pending);
	for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
		rows.push(path);
		if (options.isOpen(path)) {
			steps += pushChildren(tree, view, path, options, pending);
		}

		if (++steps > slice / 4) {
			steps = 0;
			yield;
		}
	}

	return rows.finish();
}

/** Pushes the children that are shown, last first. Returns how many siblings were looked at. */
function pushChildren(tree: PathTree, view: RowView, parent: PathId, options: RowOptions, pending: PathId[]): number {
	const start = pending.length;
	let looked = 0;
	for (let at = tree.position[parent] + 1, end = tree.subtreeEnd[parent]; at < end; looked++) {
		const child = tree.atPosition[at];
		if (isShown(view, child, options)) {
			pending.push(child);
		}

		at = tree.subtreeEnd[child]!;
	}

	if (pending.length - start > 1) {
		const children = pending.splice(start);
		sortSiblings(children, view, options.sort);
		for (let index = children.length - 1; index >= 0; index--) {
			pending.push(children[index]);
		}
	}

	return looked;
}

/** Sorts siblings that stand in order of their bytes; equals keep that order. */
function sortSiblings(siblings: PathId[], view: RowView, sort: SortOrder): void {
	if (sort === 'size') {
		const {size} = view;
		siblings.sort((a, b) => size[b] - size[a]);
	} else if (sort === 'waste') {
		const {hides, hiddenLater} = view;
		siblings.sort((a, b) => (hides[b] + hiddenLater[b]) - (hides[a] + hiddenLater[a]));
	}
}

/** A list of paths that grows. */
class Rows {
	private rows = new Int32Array(256);
	private length = 0;

	push(path: PathId): void {
		if (this.length === this.rows.length) {
			const next = new Int32Array(this.length * 2);
			next.set(this.rows);
			this.rows = next;
		}

		this.rows[this.length++] = path;
	}

	finish(): Int32Array {
		return this.rows.slice(0, this.length);
	}
}
