import {change} from './change.js';
import type {Comparison} from './compare-images.js';
import {difference} from './difference.js';
import {slice, type PathId} from './path-tree.js';

/** How changes are ordered: those with most bytes that differ first, or in the order of the tree. */
export type ChangeOrder = 'size' | 'path';

/**
The paths that differ.

@param isFolded Whether what lies in a folder that is added or removed whole is left to the row of that folder.
*/
export function * listChanges({tree, change: changes, what, differing, changedBelow}: Comparison, order: ChangeOrder, isFolded: boolean): Generator<void, PathId[]> {
	const paths: PathId[] = [];
	for (let place = 0; place < tree.ordered; place++) {
		const path = tree.atPosition[place];
		const changed = changes[path];
		if (changed !== change.unchanged) {
			const above = tree.parent[path];
			const isWhole = changed === change.added || changed === change.removed;
			const isPart = isWhole && path > 0 && (changes[above] === changed || (changes[above] === change.modified && (what[above] & difference.type) !== 0));
			if (!isFolded || !isPart) {
				paths.push(path);
			}
		}

		if (place % slice === slice - 1) {
			yield;
		}
	}

	if (order === 'size') {
		// A folder has those of its files only where it has their row. What is as large keeps the tree's order, as the sort is stable.
		const bytesOf = (path: PathId) => changes[path] === change.metadata || (!isFolded && changedBelow[path] > 0) ? 0 : differing[path];
		paths.sort((a, b) => bytesOf(b) - bytesOf(a));
	}

	return paths;
}
