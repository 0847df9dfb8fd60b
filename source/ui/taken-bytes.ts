import {entryType} from '../archive/entry-table.js';
import type {LayerNumber} from '../image/image.js';
import type {EntryId} from '../tree/entry-store.js';
import type {Overlay} from '../tree/overlay.js';
import {root} from '../tree/path-tree.js';
import type {Taken} from './taken.js';

/** Content bytes of all that is taken; what is in it twice, or under several names, counts once. */
export function takenBytes(overlay: Overlay, taken: readonly Taken[]): number {
	const counted = new Uint8Array(overlay.store.count);
	const add = (content: EntryId): number => {
		if (content < 0 || counted[content] === 1) {
			return 0;
		}

		counted[content] = 1;
		return overlay.store.sizeOf(content);
	};

	let bytes = 0;
	const pathsAt = new Map<LayerNumber, Uint8Array>();
	for (const one of taken) {
		if (one.kind === 'layer') {
			bytes += layerBytes(overlay, one.layer, add);
			continue;
		}

		let paths = pathsAt.get(one.at);
		if (!paths) {
			paths = new Uint8Array(overlay.tree.count);
			pathsAt.set(one.at, paths);
		}

		paths[one.kind === 'path' ? one.path : root] = 1;
	}

	for (const [at, paths] of pathsAt) {
		bytes += pathBytes(overlay, at, paths, add);
	}

	return bytes;
}

/** `paths`: 1 for each that is taken; what lies below is taken with it. */
function pathBytes({tree, transitions, store}: Overlay, at: LayerNumber, paths: Uint8Array, add: (content: EntryId) => number): number {
	let bytes = 0;
	const {parent} = tree;
	const first = paths.indexOf(1);
	for (let path = first; path < paths.length; path++) {
		if ((paths[path] | paths[parent[path]]) === 1) {
			paths[path] = 1;
			bytes += add(store.content(transitions.stateAfter(path, at)));
		}
	}

	return bytes;
}

function layerBytes({store}: Overlay, layer: LayerNumber, add: (content: EntryId) => number): number {
	const {type, count} = store.table(layer);
	const base = store.base(layer);
	let bytes = 0;
	for (let index = 0; index < count; index++) {
		bytes += type[index] === entryType.file ? add(base + index) : 0;
	}

	return bytes;
}
