import type {Overlay} from '../overlay.js';
import {slice} from '../path-tree.js';
import {inSlices} from '../../archive/slices.js';
import type {SupersededEntries} from './superseded-entries.js';

type Kept = {ready: number; count: number; stored: Uint8Array};

const kept = new WeakMap<Overlay, Kept>();

/** By path, 1 where a layer that is overlaid stored it: a path may be known by its name alone, as long as its layer is not overlaid, or as a folder of others. */
export function * storedPaths(overlay: Overlay, {only}: SupersededEntries): Generator<void, Uint8Array> {
	const {ready, transitions, tree: {count}} = overlay;
	const before = kept.get(overlay);
	if (before?.ready === ready && before.count === count) {
		return before.stored;
	}

	const stored = new Uint8Array(count);
	const {last} = transitions;
	yield * inSlices(1, Math.min(count, last.length), slice, (from, end) => {
		for (let path = from; path < end; path++) {
			stored[path] = last[path] >= 0 ? 1 : 0;
		}
	});
	for (const path of only) {
		stored[path] = 1;
	}

	kept.set(overlay, {ready, count, stored});
	return stored;
}
