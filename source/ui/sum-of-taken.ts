import {entryType} from '../archive/entry-table.js';
import type {LayerNumber} from '../image/image.js';
import type {EntryId} from '../tree/entry-store.js';
import type {Overlay} from '../tree/overlay.js';
import {root} from '../tree/path-tree.js';
import {followTaken, type Taken} from './taken.js';

/** What is taken, added up; what is in it twice, or under several names, counts once. */
export type TakenSum = {
	/** Content bytes. */
	bytes: number;
	/** Contents: regular files. */
	files: number;
};

/** What all that is taken comes to. */
export function sumOfTaken(overlay: Overlay, taken: readonly Taken[]): TakenSum {
	const {store} = overlay;
	const counted = new Uint8Array(store.count);
	const sum: TakenSum = {bytes: 0, files: 0};
	const add = (content: EntryId) => {
		if (content >= 0 && counted[content] === 0) {
			counted[content] = 1;
			sum.bytes += store.sizeOf(content);
			sum.files++;
		}
	};

	const pathsAt = new Map<LayerNumber, Uint8Array>();
	for (const one of taken) {
		if (one.kind === 'layer') {
			addLayer(overlay, one.layer, add);
			continue;
		}

		let paths = pathsAt.get(one.at);
		if (!paths) {
			paths = new Uint8Array(overlay.tree.count);
			pathsAt.set(one.at, paths);
		}

		paths[one.kind === 'path' ? followTaken(overlay, one) : root] = 1;
	}

	for (const [at, paths] of pathsAt) {
		addPaths(overlay, at, paths, add);
	}

	return sum;
}

/** `paths`: 1 for each that is taken; what lies below is taken with it. */
function addPaths({tree, transitions, store}: Overlay, at: LayerNumber, paths: Uint8Array, add: (content: EntryId) => void): void {
	const {parent} = tree;
	const first = paths.indexOf(1);
	for (let path = first; path < paths.length; path++) {
		if ((paths[path] | paths[parent[path]]) === 1) {
			paths[path] = 1;
			add(store.content(transitions.stateAfter(path, at)));
		}
	}
}

function addLayer({store}: Overlay, layer: LayerNumber, add: (content: EntryId) => void): void {
	const {type, count} = store.table(layer);
	const base = store.base(layer);
	for (let index = 0; index < count; index++) {
		if (type[index] === entryType.file) {
			add(base + index);
		}
	}
}
