import {entryType} from '../archive/entry-table.js';
import type {LayerNumber} from '../image/image.js';
import {fate} from './fate.js';
import type {PathBytes} from './largest-parts.js';
import type {Overlay} from './overlay.js';
import {slice} from './path-tree.js';

/** What a layer stores at each path and below it, and what of that nobody sees. */
export function * layerBytes(overlay: Overlay, layer: LayerNumber): Generator<void, PathBytes> {
	const {store, tree} = overlay;
	const bytes = new Float64Array(tree.count);
	const waste = new Float64Array(tree.count);
	const {count, type, size} = store.table(layer);
	const base = store.base(layer);
	const paths = store.paths(layer);
	for (let index = 0; index < count; index++) {
		if (type[index] === entryType.file && size[index] > 0) {
			bytes[paths[index]] += size[index];
			waste[paths[index]] += overlay.fateOf(base + index) === fate.live ? 0 : size[index];
		}

		if (index % slice === 0) {
			yield;
		}
	}

	// A folder has a smaller number than what lies in it.
	for (let path = tree.count - 1; path > 0; path--) {
		if (bytes[path] > 0) {
			bytes[tree.parent[path]] += bytes[path];
			waste[tree.parent[path]] += waste[path];
		}

		if (path % slice === 0) {
			yield;
		}
	}

	return {bytes, waste};
}
