import {entryType} from '../archive/entry-table.js';
import type {ComparedView, Side} from './compare-images.js';
import {absent, implicit, type EntryStore} from './entry-store.js';
import {buildLayerView} from './layer-view.js';
import {isRegularFile} from './ledger.js';
import {slice} from './path-tree.js';

/** What a side of a comparison shows, by its own paths. */
export type ShownEntries = {
	/** The entry, `implicit` or `absent`. */
	entry: Int32Array;
	/** Content bytes of a file; 0 for a name whose content is counted at another. */
	size: Float64Array;
};

/** The file system after a layer, or what a layer holds: its entries, whiteouts among them, and the folders above. */
export function * shownEntries({overlay, view}: Pick<Side, 'overlay'> & {view: ComparedView}): Generator<void, ShownEntries> {
	if ('layer' in view) {
		return entriesOf(overlay.store, overlay.tree.parent, overlay.tree.count, view.layer);
	}

	const {store} = overlay;
	const {entry, size, length} = yield * buildLayerView(overlay, {from: 1, to: view.at, changesOnly: false});
	for (let path = 0; path < length; path++) {
		// A folder has the bytes of all below it there.
		if (entry[path] < 0 || !isRegularFile(store, entry[path])) {
			size[path] = 0;
		}

		if (path % slice === slice - 1) {
			yield;
		}
	}

	return {entry, size};
}

function entriesOf(store: EntryStore, parent: Int32Array, count: number, layer: number): ShownEntries {
	const entry = new Int32Array(count).fill(absent);
	const size = new Float64Array(count);
	const table = store.table(layer);
	for (const [index, path] of store.paths(layer).entries()) {
		const type = table.type[index];
		const isKept = type <= entryType.blockDevice || (type === entryType.whiteout && entry[path] === absent);
		if (isKept) {
			entry[path] = store.base(layer) + index;
			size[path] = type === entryType.file ? table.size[index] : 0;
			for (let at = parent[path]; entry[at] === absent; at = parent[at]) {
				entry[at] = implicit;
			}
		}
	}

	if (entry[0] === absent) {
		entry[0] = implicit;
	}

	return {entry, size};
}
