import {slice, type PathId, type PathTree} from './path-tree.js';

/** The numbers that the paths of a tree have in another, by those that they have here; -1 for what the other does not name. */
export function * numbersIn(other: PathTree, {count, parent, names, nameStart}: PathTree): Generator<void, Int32Array> {
	const numbers = new Int32Array(count).fill(-1);
	numbers[0] = 0;
	for (let path: PathId = 1; path < count; path++) {
		const above = numbers[parent[path]];
		numbers[path] = above < 0 ? -1 : other.child(above, names, nameStart[path], nameStart[path + 1]);
		if (path % slice === 0) {
			yield;
		}
	}

	return numbers;
}
