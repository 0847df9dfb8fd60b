import {entryType} from '../archive/entry-table.js';
import type {LayerNumber} from '../image/image.js';
import {absent, type EntryId} from '../tree/entry-store.js';
import {followLinks} from '../tree/follow-links.js';
import type {Overlay} from '../tree/overlay.js';
import type {PathId} from '../tree/path-tree.js';
import {isDirectory} from './is-directory.js';
import type {State} from './state.js';

/** What can be marked, copied and taken out. */
export type Taken =
	/**
	A file, or a folder with all that is in it, as the file system shows it after layer `at`. A link stands for what it leads to then
	(see `followTaken`); with `keepsLink`, where it is but one of many that belong together, for itself.
	*/
	| {kind: 'path'; path: PathId; at: LayerNumber; keepsLink?: boolean}
	/** All that a layer holds. */
	| {kind: 'layer'; layer: LayerNumber}
	/** The whole file system after layer `at`. */
	| {kind: 'file-system'; at: LayerNumber};

/** What is marked, by its key, in the order in which it was marked. */
export type Marks = ReadonlyMap<string, Taken>;

/**
The version of a path that is shown after a layer; of what the layer removed, the one before. A file is the same in all layers that
show it, and so is its mark; a folder has in each what is in it then, and a link leads in each to what is there then.
*/
export function versionOf(overlay: Overlay, path: PathId, layer: LayerNumber): Taken & {kind: 'path'} | undefined {
	const {transitions} = overlay;
	const last = transitions.at(path, Math.min(layer, overlay.ready));
	if (last < 0) {
		return undefined;
	}

	const isGone = transitions.entry[last] === absent;
	const shown = isGone ? transitions.previous[last] : last;
	if (shown < 0) {
		return undefined;
	}

	const changesWithLayer = isDirectory(overlay.store, transitions.entry[shown]) || isSymlink(overlay, transitions.entry[shown]);
	const at = changesWithLayer ? (isGone ? transitions.layer[last] - 1 : Math.min(layer, overlay.ready)) : transitions.layer[shown];
	return {kind: 'path', path, at};
}

/**
The path that is taken out under the name of another: of a link what it leads to in the image, as the command takes it, and of one that
leads nowhere the link.
*/
export function followTaken(overlay: Overlay, {path, at, keepsLink}: Taken & {kind: 'path'}): PathId {
	if (keepsLink || !isSymlink(overlay, overlay.transitions.stateAfter(path, at))) {
		return path;
	}

	const found = followLinks(overlay, overlay.tree.pathBytes(path), {at, follow: true});
	return 'problem' in found ? path : found.path;
}

function isSymlink({store}: Overlay, entry: EntryId): boolean {
	return entry >= 0 && store.typeOf(store.resolve(entry)) === entryType.symlink;
}

/** What a mark is kept under. */
export function keyOf(taken: Taken): string {
	switch (taken.kind) {
		case 'path': {
			return `${taken.path} at ${taken.at}`;
		}

		case 'layer': {
			return `layer ${taken.layer}`;
		}

		case 'file-system': {
			return `all at ${taken.at}`;
		}
	}
}

/** Whether the layer, or the file system up to it, is marked: what the range shows. */
export function isLayerMarked({marks, range}: Pick<State, 'marks' | 'range'>, layer: LayerNumber): boolean {
	return marks.size > 0 && marks.has(keyOf(range === 'all' ? {kind: 'file-system', at: layer} : {kind: 'layer', layer}));
}

/** Whether the version of a path that is shown after a layer is marked. */
export function isPathMarked(marks: Marks, overlay: Overlay, path: PathId, layer: LayerNumber): boolean {
	const version = marks.size > 0 ? versionOf(overlay, path, layer) : undefined;
	return version !== undefined && marks.has(keyOf(version));
}
