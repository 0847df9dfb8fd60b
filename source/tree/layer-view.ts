import {entryType} from '../archive/entry-table.js';
import type {LayerNumber} from '../image/image.js';
import {change} from './change.js';
import {compareEntries} from './compare-entries.js';
import {absent, implicit, type EntryId} from './entry-store.js';
import type {Overlay} from './overlay.js';
import {root, slice, type PathId} from './path-tree.js';

/** Which layers a view is of, and whether it shows their changes alone or the file system after them. */
export type ViewRange = {
	from: LayerNumber;
	to: LayerNumber;
	changesOnly: boolean;
};

/**
For a range of layers, the entry that each path shows and how it changed: the state after `to` against the state before `from`.

All columns are by `PathId`, for the paths that the tree had when the view was built.
*/
export type LayerView = ViewRange & {
	/** The entry shown: after `to`, or for a removed path the one that was removed. `absent` where the path is not in the view. */
	entry: Int32Array;
	/** `Change`. */
	change: Uint8Array;
	/** 1 for each row of the view. With `changesOnly`: what changed, and the folders above. */
	inView: Uint8Array;
	/** Content bytes: a file's, or all below a directory. A content of several names counts once. What was removed counts only within removed directories. */
	size: Float64Array;
	/** Of these bytes, those that a layer after `to` hides. */
	hiddenLater: Float64Array;
	/** Bytes that nobody sees any more since the range, at the path or below: of lower layers, or stored and hidden within it. */
	hides: Float64Array;
	/** The changes among descendants, as bits `1 << Change`. */
	below: Uint8Array;
	/** How many paths in the view have each change, the root aside. */
	counts: Uint32Array;
	/** How many paths the columns are for. */
	length: number;
};

/** The columns of a view that is no longer shown, to be filled anew. */
export type RetiredView = LayerView;

/**
Builds a view. In time it is that of the paths, or with `changesOnly` of the changes and the clearing of columns.

@param retired A view whose columns may be used again.
*/
export function * buildLayerView(overlay: Overlay, range: ViewRange, retired?: RetiredView): Generator<void, LayerView> {
	const {tree, store} = overlay;
	do {
		yield * tree.reorder();
	} while (tree.ordered < tree.count);

	// The view is of what is there now: layers that come in between its slices are for the next.
	const isReady = range.to <= overlay.ready;
	const stored = store.paths(range.to);
	const view = emptyView(range, tree.count, retired);
	yield;
	if (!isReady) {
		yield * showRaw(overlay, view, stored);
	} else if (range.changesOnly) {
		yield * showChanges(overlay, view);
	} else {
		yield * showFileSystem(overlay, view);
	}

	view.inView[root] = 1;
	if (view.entry[root] === absent) {
		view.entry[root] = implicit;
	}

	countLinksOnce(overlay, view);
	yield * addUp(overlay, view);
	return view;
}

function emptyView(range: ViewRange, length: number, retired: RetiredView | undefined): LayerView {
	if (retired && retired.entry.length >= length && retired.entry.length <= length * 2) {
		retired.entry.fill(absent);
		for (const column of [retired.change, retired.inView, retired.size, retired.hiddenLater, retired.hides, retired.below, retired.counts]) {
			column.fill(0);
		}

		return {...retired, ...range, length};
	}

	return {
		...range,
		entry: new Int32Array(length).fill(absent),
		change: new Uint8Array(length),
		inView: new Uint8Array(length),
		size: new Float64Array(length),
		hiddenLater: new Float64Array(length),
		hides: new Float64Array(length),
		below: new Uint8Array(length),
		counts: new Uint32Array(8),
		length,
	};
}

/** Marks in `below` while changes are gathered, above the bits of `Change`. */
const isSeen = 0x80;
const hasRows = 0x40;

function * showChanges(overlay: Overlay, view: LayerView): Generator<void> {
	const {transitions, tree} = overlay;
	// From the last to the first: the first that is met of a path is its last.
	for (let transition = transitions.end(view.to) - 1, start = transitions.start(view.from); transition >= start; transition--) {
		const path = transitions.path[transition];
		view.hides[path] += transitions.hides[transition];
		if (view.below[path] === 0) {
			view.below[path] = isSeen;
			show(overlay, view, path, transition);
		}

		if (transition % slice === 0) {
			yield;
		}
	}

	for (let path = view.length - 1; path > 0; path--) {
		if (view.inView[path] === 1 && view.change[path] === change.unchanged && (view.below[path] & hasRows) === 0) {
			// Restated as it was: no change, unless something below it changed.
			view.inView[path] = 0;
			view.entry[path] = absent;
		} else if (view.inView[path] === 1) {
			const parent = tree.parent[path];
			view.below[parent] |= hasRows;
			if (view.inView[parent] === 0 && parent !== root) {
				view.inView[parent] = 1;
				view.entry[parent] = transitions.stateAfter(parent, view.to);
			}
		}

		if (path % slice === 0) {
			yield;
		}
	}

	if (view.entry[root] === absent) {
		view.entry[root] = transitions.stateAfter(root, view.to);
	}

	view.below.fill(0);
}

function * showFileSystem(overlay: Overlay, view: LayerView): Generator<void> {
	const {transitions} = overlay;
	for (let path = 0; path < view.length; path++) {
		const transition = transitions.at(path, view.to);
		if (transition >= 0) {
			if (transitions.layer[transition] >= view.from) {
				show(overlay, view, path, transition);
				view.hides[path] = hiddenSince(overlay, transition, view.from);
			} else if (transitions.entry[transition] !== absent) {
				view.entry[path] = transitions.entry[transition]!;
				view.inView[path] = 1;
			}
		}

		if (path % slice === 0) {
			yield;
		}
	}
}

function hiddenSince(overlay: Overlay, transition: number, from: LayerNumber): number {
	const {transitions} = overlay;
	let bytes = 0;
	for (let at = transition; at >= 0 && transitions.layer[at] >= from; at = transitions.previous[at]!) {
		bytes += transitions.hides[at];
	}

	return bytes;
}

/** Puts a path that the range touched into the view, by its last transition there. */
function show(overlay: Overlay, view: LayerView, path: PathId, transition: number): void {
	const {transitions, store} = overlay;
	const after = transitions.entry[transition];
	const before = transitions.stateBefore(transition, view.from);
	if (after === absent && before === absent) {
		return;
	}

	view.inView[path] = 1;
	view.entry[path] = after === absent ? before : after;
	view.change[path] = view.from === view.to ? transitions.change[transition] : compareEntries(store, before, after);
}

/** A layer that waits for those below it: its own entries, whose change is not known yet. */
function * showRaw(overlay: Overlay, view: LayerView, paths: Int32Array): Generator<void> {
	const {store, tree} = overlay;
	const {type} = store.table(view.to);
	for (let index = 0; index < paths.length; index++) {
		if (type[index] <= entryType.blockDevice) {
			const path = paths[index];
			view.entry[path] = store.base(view.to) + index;
			view.change[path] = change.unknown;
			for (let at = path; view.inView[at] === 0; at = tree.parent[at]!) {
				view.inView[at] = 1;
				if (view.entry[at] === absent) {
					view.entry[at] = implicit;
				}
			}
		}

		if (index % slice === 0) {
			yield;
		}
	}
}

/**
A content of several names counts once among those that are there, and once among those that were removed: at its entry's own name,
else at its first link in the order of the tars. Among changes a link to what a lower layer stored counts nothing.
*/
function countLinksOnce(overlay: Overlay, view: LayerView): void {
	const {store} = overlay;
	const shows = (path: PathId, entry: EntryId) => path < view.length && view.inView[path] === 1 && view.entry[path] === entry;
	const isRemoved = (path: PathId) => view.change[path] === change.removed;
	const there = new Map<EntryId, EntryId>();
	const gone = new Map<EntryId, EntryId>();
	for (const {entry, content} of store.links()) {
		const path = store.pathOf(entry);
		if (!shows(path, entry)) {
			continue;
		}

		const own = store.pathOf(content);
		const isElsewhere = view.changesOnly && !isRemoved(path) && store.layerOf(content) < view.from;
		if (isElsewhere || (shows(own, content) && isRemoved(own) === isRemoved(path))) {
			continue;
		}

		const first = isRemoved(path) ? gone : there;
		const chosen = first.get(content);
		if (chosen === undefined || store.compareOrder(entry, chosen) < 0) {
			first.set(content, entry);
		}
	}

	for (const first of [there, gone]) {
		for (const [content, entry] of first) {
			count(overlay, view, store.pathOf(entry), content);
		}
	}
}

function count(overlay: Overlay, view: LayerView, path: PathId, content: EntryId): void {
	const size = overlay.store.sizeOf(content);
	view.size[path] = size;
	const hidingLayer = overlay.hiddenBy(content);
	if (hidingLayer > view.to && view.change[path] !== change.removed) {
		view.hiddenLater[path] = size;
	}
}

function * addUp(overlay: Overlay, view: LayerView): Generator<void> {
	const {tree, store} = overlay;
	const {parent} = tree;
	const reader = store.sizes();
	for (let path = view.length - 1; path > 0; path--) {
		if (view.inView[path] === 0) {
			continue;
		}

		const entry = view.entry[path];
		const size = entry >= 0 ? reader(entry) : 0;
		const changed = view.change[path];
		if (size > 0) {
			view.size[path] += size;
			if (changed !== change.removed && overlay.hiddenBy(entry) > view.to) {
				view.hiddenLater[path] += size;
			}
		}

		const above = parent[path];
		view.counts[changed]++;
		view.below[above] |= view.below[path] | (1 << changed);
		view.hides[above] += view.hides[path];
		view.hiddenLater[above] += view.hiddenLater[path];
		// What is gone has no part in the size of a folder that is still there.
		if (changed !== change.removed || view.change[above] === change.removed) {
			view.size[above] += view.size[path];
		}

		if (path % slice === 0) {
			yield;
		}
	}
}
