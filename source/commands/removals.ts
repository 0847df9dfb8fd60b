import {entryType} from '../archive/entry-table.js';
import type {ExtractedTo} from '../extract/extracted-text.js';
import type {Selection} from '../extract/plan-extraction.js';
import type {LayerNumber} from '../image/image.js';
import {absent} from '../tree/entry-store.js';
import {heldTransition, type LayerRange} from '../tree/held-entry.js';
import type {Overlay} from '../tree/overlay.js';
import {root, type PathId} from '../tree/path-tree.js';

/**
What layers remove of what was taken: how many paths that were there below them, a folder with all in it counting once; and what they
hold though one of them removes it again. Of a selection by query or wildcards only the latter is told: it asks for what is there.
*/
export function removalsIn(overlay: Overlay, selections: readonly Selection[], range: LayerRange): Required<Pick<ExtractedTo, 'removed' | 'undone'>> {
	const {tree, transitions} = overlay;
	const {from, to} = range;
	let removed = 0;
	const undone = {count: 0, path: '', layer: 0};
	const seen = new Uint8Array(tree.count);
	for (const {path: top, matches} of selections) {
		for (let position = tree.position[top]; position < tree.subtreeEnd[top]; position++) {
			const path = tree.atPosition[position];
			const last = transitions.at(path, to);
			if (seen[path] === 1 || last < 0 || transitions.layer[last] < from || transitions.entry[last] !== absent) {
				continue;
			}

			seen[path] = 1;
			if (heldTransition(overlay, path, range) < 0) {
				removed += !matches && transitions.stateBefore(last, from) !== absent && isFolderAfter(overlay, tree.parent[path], to) ? 1 : 0;
			} else if (matches?.(path) ?? true) {
				undone.count++;
				if (undone.count === 1) {
					undone.path = tree.path(path);
					undone.layer = transitions.layer[last];
				}
			}
		}
	}

	return {removed, undone};
}

/** What lay in a folder that is gone, or has become something else, went with it. */
function isFolderAfter({transitions, store}: Overlay, path: PathId, layer: LayerNumber): boolean {
	const state = transitions.stateAfter(path, layer);
	return path === root || (state !== absent && store.facts(state).type === entryType.directory);
}
