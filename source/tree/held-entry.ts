import type {LayerNumber} from '../image/image.js';
import {absent, type EntryId} from './entry-store.js';
import type {Overlay} from './overlay.js';
import type {PathId} from './path-tree.js';
import type {TransitionId} from './transitions.js';

/** Some layers, the upper included. */
export type LayerRange = {from: LayerNumber; to: LayerNumber};

/**
Where some layers last store something at a path, or -1: what they hold of it, though one of them may have removed it again.
*/
export function heldTransition({transitions, store}: Overlay, path: PathId, {from, to}: LayerRange): TransitionId {
	for (let transition = transitions.at(path, to); transition >= 0 && transitions.layer[transition] >= from; transition = transitions.previous[transition]) {
		const entry = transitions.entry[transition];
		if (entry >= 0 && store.layerOf(entry) >= from) {
			return transition;
		}
	}

	return -1;
}

/** What some layers hold of a path; `absent` where they store nothing there. */
export function heldEntry(overlay: Overlay, path: PathId, range: LayerRange): EntryId {
	const transition = heldTransition(overlay, path, range);
	return transition < 0 ? absent : overlay.transitions.entry[transition];
}

/** What stands at a path for one who looks into some layers: what they hold of it, else the last that stood there meanwhile or before. */
export function standingEntry(overlay: Overlay, path: PathId, range: LayerRange): EntryId {
	const held = heldEntry(overlay, path, range);
	if (held !== absent) {
		return held;
	}

	const {transitions} = overlay;
	for (let transition = transitions.at(path, range.to); transition >= 0; transition = transitions.previous[transition]) {
		if (transitions.entry[transition] !== absent || transitions.layer[transition] < range.from) {
			return transitions.entry[transition];
		}
	}

	return absent;
}
