import {entryType} from '../archive/entry-table.js';
import type {EntryId} from '../tree/entry-store.js';
import {fate} from '../tree/fate.js';
import type {Overlay} from '../tree/overlay.js';
import {slice} from '../tree/path-tree.js';

/** How many entries there were when the list was made, and the list: rules ask for the same one after another. */
const known = new WeakMap<Overlay, {entries: number; contents: Int32Array}>();

/** The contents with bytes that the finished file system shows, in the order of the layers and of their tars. */
export function * liveContents(overlay: Overlay): Generator<undefined, Int32Array> {
	const {store, layerCount} = overlay;
	const made = known.get(overlay);
	if (made?.entries === store.count) {
		return made.contents;
	}

	const contents: EntryId[] = [];
	let steps = 0;
	for (let layer = 1; layer <= layerCount; layer++) {
		const {count, type, size} = store.table(layer);
		const base = store.base(layer);
		for (let index = 0; index < count; index++) {
			if (++steps % slice === 0) {
				yield;
			}

			if (type[index] === entryType.file && size[index] > 0 && overlay.fateOf(base + index) === fate.live) {
				contents.push(base + index);
			}
		}
	}

	const list = Int32Array.from(contents);
	known.set(overlay, {entries: store.count, contents: list});
	return list;
}
