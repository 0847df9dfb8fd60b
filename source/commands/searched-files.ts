import {entryType} from '../archive/entry-table.js';
import type {LayerNumber} from '../image/image.js';
import type {SearchJob} from '../image/search-contents.js';
import type {EntryId} from '../tree/entry-store.js';
import type {Overlay} from '../tree/overlay.js';
import type {PathId} from '../tree/path-tree.js';
import {runNow} from '../tree/slices.js';

/** Contents that are to be searched, each once. */
export type SearchedFiles = {
	jobs: SearchJob[];
	/** The path that a content is told by: the first of its names. */
	pathOf: (content: EntryId) => PathId;
};

/**
The contents of a file system, or those that layers hold.

@param matches Whether a path is wanted; a content is where one of its names is.
*/
export function searchedFiles(overlay: Overlay, view: {at: LayerNumber} | {from: LayerNumber; to: LayerNumber}, matches: (path: PathId) => boolean): SearchedFiles {
	const names = new Int32Array(overlay.store.count).fill(-1);
	if ('at' in view) {
		nameFileSystem(overlay, view.at, matches, names);
	} else {
		nameLayers(overlay, view.from, view.to, matches, names);
	}

	const {store} = overlay;
	const jobs: SearchJob[] = [];
	for (let layer = 1; layer <= overlay.ready; layer++) {
		const base = store.base(layer);
		const own = names.subarray(base, base + store.table(layer).count);
		const indexes = Array.from(own.keys()).filter(index => own[index] >= 0);
		if (indexes.length > 0) {
			jobs.push({layer, indexes});
		}
	}

	return {jobs, pathOf: content => names[content]};
}

function nameFileSystem({tree, transitions, store}: Overlay, at: LayerNumber, matches: (path: PathId) => boolean, names: Int32Array): void {
	runNow(tree.reorder());
	for (const path of tree.atPosition) {
		const content = store.content(transitions.stateAfter(path, at));
		if (content >= 0 && names[content] < 0 && matches(path)) {
			names[content] = path;
		}
	}
}

/** A content that a layer holds goes by the path of its own entry, or where that is not wanted by a hard link of those layers. */
function nameLayers({store}: Overlay, from: LayerNumber, to: LayerNumber, matches: (path: PathId) => boolean, names: Int32Array): void {
	for (let layer = from; layer <= to; layer++) {
		const {type} = store.table(layer);
		const base = store.base(layer);
		for (const [index, path] of store.paths(layer).entries()) {
			if (type[index] === entryType.file && matches(path)) {
				names[base + index] = path;
			}
		}
	}

	const isWithin = (entry: EntryId) => store.layerOf(entry) >= from && store.layerOf(entry) <= to;
	for (const {entry, content} of store.links()) {
		if (names[content] < 0 && isWithin(content) && isWithin(entry) && matches(store.pathOf(entry))) {
			names[content] = store.pathOf(entry);
		}
	}
}
