import {entryType} from '../archive/entry-table.js';
import type {LayerNumber} from '../image/image.js';
import type {SearchJob} from '../image/search-contents.js';
import {change, type Change} from '../tree/change.js';
import {absent, type EntryId} from '../tree/entry-store.js';
import type {Overlay} from '../tree/overlay.js';
import type {PathId} from '../tree/path-tree.js';
import type {PathVersion} from '../tree/query/query-filter.js';
import {runNow} from '../archive/slices.js';

/** Whether a path is wanted, as one version of it stands: that costs something to know, and is not always asked. */
export type IsWanted = (path: PathId, version: () => PathVersion) => boolean;

/** Contents that are to be searched, each once. */
export type SearchedFiles = {
	jobs: SearchJob[];
	/** The path that a content is told by: the first of its names. */
	pathOf: (content: EntryId) => PathId;
};

/**
The contents of a file system, or those that layers hold.

@param matches A content is searched where one of its names is wanted.
*/
export function searchedFiles(overlay: Overlay, view: {at: LayerNumber} | {from: LayerNumber; to: LayerNumber}, matches: IsWanted): SearchedFiles {
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

function nameFileSystem({tree, transitions, store}: Overlay, at: LayerNumber, matches: IsWanted, names: Int32Array): void {
	runNow(tree.reorder());
	for (const path of tree.atPosition) {
		const transition = transitions.at(path, at);
		const content = transition < 0 ? absent : store.content(transitions.entry[transition]);
		if (content >= 0 && names[content] < 0 && matches(path, () => ({
			entry: transitions.entry[transition],
			layer: transitions.layer[transition],
			change: transitions.change[transition] as Change,
		}))) {
			names[content] = path;
		}
	}
}

/** A content that a layer holds goes by the path of its own entry, or where that is not wanted by a hard link of those layers. */
function nameLayers({store, transitions}: Overlay, from: LayerNumber, to: LayerNumber, matches: IsWanted, names: Int32Array): void {
	const versionOf = (entry: EntryId): PathVersion => {
		const layer = store.layerOf(entry);
		const transition = transitions.at(store.pathOf(entry), layer);
		const isOfLayer = transition >= 0 && transitions.layer[transition] === layer;
		return {entry, layer, change: isOfLayer ? transitions.change[transition] as Change : change.unchanged};
	};

	for (let layer = from; layer <= to; layer++) {
		const {type} = store.table(layer);
		const base = store.base(layer);
		for (const [index, path] of store.paths(layer).entries()) {
			if (type[index] === entryType.file && matches(path, () => versionOf(base + index))) {
				names[base + index] = path;
			}
		}
	}

	const isWithin = (entry: EntryId) => store.layerOf(entry) >= from && store.layerOf(entry) <= to;
	for (const {entry, content} of store.links()) {
		if (names[content] < 0 && isWithin(content) && isWithin(entry) && matches(store.pathOf(entry), () => versionOf(entry))) {
			names[content] = store.pathOf(entry);
		}
	}
}
