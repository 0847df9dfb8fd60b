import {slice, type PathTree} from '../path-tree.js';
import {inSlices} from '../../archive/slices.js';
import {longestLength, type NameColumns} from './name-columns.js';

const kept = new WeakMap<PathTree, {atPosition: Int32Array; order: Int32Array}>();

/** All paths of a tree's order but the root, the shortest first, of equals the first in the tree: which of those that match as well come first. */
export function * orderByLength(tree: PathTree, {length}: NameColumns): Generator<void, Int32Array> {
	const {atPosition} = tree;
	const before = kept.get(tree);
	if (before?.atPosition === atPosition) {
		return before.order;
	}

	// Counted by length, and then put in their places as they come in the tree.
	const starts = new Uint32Array(longestLength + 2);
	yield * inSlices(1, atPosition.length, slice, (from, end) => {
		for (let at = from; at < end; at++) {
			starts[length[atPosition[at]] + 1]++;
		}
	});
	for (let own = 0; own <= longestLength; own++) {
		starts[own + 1] += starts[own];
	}

	const order = new Int32Array(atPosition.length - 1);
	yield * inSlices(1, atPosition.length, slice, (from, end) => {
		for (let at = from; at < end; at++) {
			const path = atPosition[at];
			order[starts[length[path]]++] = path;
		}
	});
	kept.set(tree, {atPosition, order});
	return order;
}
