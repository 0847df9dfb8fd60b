import {entryType} from '../../archive/entry-table.js';
import type {EntryId} from '../entry-store.js';
import type {Overlay} from '../overlay.js';
import {slice, type PathId} from '../path-tree.js';
import {inSlices} from '../../archive/slices.js';

/** Entries that no transition tells of: stored again in their own layer, or below what was. In the order of layers. */
export type SupersededEntries = {entries: Int32Array; paths: Int32Array; /** Paths that no layer shows after it, though one stored them. */ only: ReadonlySet<PathId>};

const kept = new WeakMap<Overlay, {ready: number; found: SupersededEntries}>();

/** The superseded entries of the layers that are overlaid. */
export function * supersededEntries(overlay: Overlay): Generator<void, SupersededEntries> {
	const {ready, store, transitions, tree} = overlay;
	const before = kept.get(overlay);
	if (before?.ready === ready) {
		return before.found;
	}

	const shown = new Int32Array(tree.count).fill(-1);
	const entries: EntryId[] = [];
	const paths: PathId[] = [];
	for (let layer = 1; layer <= ready; layer++) {
		yield * inSlices(transitions.start(layer), transitions.end(layer), slice, (from, end) => {
			for (let at = from; at < end; at++) {
				shown[transitions.path[at]] = transitions.entry[at];
			}
		});

		const base = store.base(layer);
		const {type, count} = store.table(layer);
		const pathIds = store.paths(layer);
		yield * inSlices(0, count, slice, (from, end) => {
			for (let index = from; index < end; index++) {
				if (shown[pathIds[index]] !== base + index && type[index] < entryType.whiteout) {
					entries.push(base + index);
					paths.push(pathIds[index]);
				}
			}
		});
	}

	const only = new Set(paths.filter(path => transitions.at(path, ready) < 0));
	const found = {entries: Int32Array.from(entries), paths: Int32Array.from(paths), only};
	kept.set(overlay, {ready, found});
	return found;
}
