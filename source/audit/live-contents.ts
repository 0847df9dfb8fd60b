import {entryType} from '../archive/entry-table.js';
import type {EntryId} from '../tree/entry-store.js';
import {fate} from '../tree/fate.js';
import type {Overlay} from '../tree/overlay.js';
import {slice, type PathId} from '../tree/path-tree.js';
import {liveNames} from './live-names.js';

/** What the finished file system shows with bytes, in the order of the layers and of their tars. */
export type ShownContents = {
	contents: Int32Array;
	/** A path of each: its own entry's, or the first link's where that shows it no more. */
	paths: Int32Array;
	/** All paths of those to which hard links lead. */
	names: ReadonlyMap<EntryId, readonly PathId[]>;
};

/** How many entries there were when the list was made, and the list: rules ask for the same one after another. */
const known = new WeakMap<Overlay, ShownContents & {entries: number}>();

/** The contents with bytes that the finished file system shows. */
export function * liveContents(overlay: Overlay): Generator<undefined, ShownContents> {
	const {store, layerCount} = overlay;
	const made = known.get(overlay);
	if (made?.entries === store.count) {
		return made;
	}

	const names = liveNames({overlay});
	const contents = new Int32Array(store.count);
	const paths = new Int32Array(store.count);
	let live = 0;
	let steps = 0;
	for (let layer = 1; layer <= layerCount; layer++) {
		const {count, type, size} = store.table(layer);
		const base = store.base(layer);
		const own = store.paths(layer);
		for (let index = 0; index < count; index++) {
			if (++steps % slice === 0) {
				yield;
			}

			if (type[index] === entryType.file && size[index] > 0 && overlay.fateOf(base + index) === fate.live) {
				contents[live] = base + index;
				paths[live] = (names.size > 0 ? names.get(base + index)?.[0] : undefined) ?? own[index];
				live++;
			}
		}
	}

	const shown = {entries: store.count, contents: contents.slice(0, live), paths: paths.slice(0, live), names};
	known.set(overlay, shown);
	return shown;
}
