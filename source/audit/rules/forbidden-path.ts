import {entryType} from '../../archive/entry-table.js';
import type {LayerNumber} from '../../image/image.js';
import {pathFilter} from '../../format/path-filter.js';
import {absent} from '../../tree/entry-store.js';
import {root, slice, type PathId} from '../../tree/path-tree.js';
import type {Rule} from '../rule.js';

/** What a policy does not want, and a layer stores. */
export const forbiddenPath: Rule = {
	group: 'configuration',
	severity: 'error',
	id: 'forbidden-path',
	title: 'Paths that must not be there',
	counterparts: [],
	detects: 'Paths that match what the policy names under `forbidden`, in any layer: a file that a later layer removes can still be read by whoever has the image. Of a folder with all that is in it the folder alone is told.',
	remedy: 'Leave it out of the layer that stores it, by `.dockerignore` or by removing it in the same instruction.',
	references: [],
	* find({demands: {forbiddenPaths = []}, overlay}) {
		if (forbiddenPaths.length === 0) {
			return;
		}

		const {matches} = pathFilter(forbiddenPaths);
		const {tree, transitions} = overlay;
		const storedBy = yield * lastLayers(overlay);
		// A parent's number is always below its children's, so that a folder is met before what is in it.
		const isForbidden = new Uint8Array(tree.count);
		for (let path = root + 1; path < tree.count; path++) {
			if (path % slice === 0) {
				yield;
			}

			const isBelow = isForbidden[tree.parent[path]] === 1;
			if (isBelow) {
				isForbidden[path] = 1;
			} else if (storedBy[path] > 0 && matches(tree.path(path))) {
				isForbidden[path] = 1;
				const isThere = transitions.state(path) !== absent;
				yield {
					path,
					layer: storedBy[path],
					message: isThere
						? `${tree.path(path)} is in the image, which the policy forbids.`
						: `${tree.path(path)} is in layer ${storedBy[path]}, which the policy forbids: that a later layer removes it does not take it out.`,
					remedy: 'Leave it out of that layer: by `.dockerignore` where it is copied, by removing it in the same instruction where it is made.',
				};
			}
		}
	},
};

/** The last layer that stores each path; 0 where none does. */
function * lastLayers({store, tree, layerCount}: Parameters<Rule['find']>[0]['overlay']): Generator<undefined, ArrayLike<LayerNumber>> {
	const layers = new Uint16Array(tree.count);
	for (let layer = 1; layer <= layerCount; layer++) {
		const {count, type} = store.table(layer);
		const paths: ArrayLike<PathId> = store.paths(layer);
		for (let index = 0; index < count; index++) {
			if (index % slice === 0) {
				yield;
			}

			if (type[index] < entryType.whiteout) {
				layers[paths[index]] = layer;
			}
		}
	}

	return layers;
}
