import {Buffer} from 'node:buffer';
import test from 'ava';
import {nameColumns} from '../../../source/tree/query/name-columns.js';
import {PathTree, root} from '../../../source/tree/path-tree.js';
import {runNow} from '../../../source/archive/slices.js';
import {Random} from '../../helpers/random.js';

test('random names that come in over time: a twin comes before, has the same name and no other twin; of few names it is the first of all', t => {
	const random = new Random(3);
	const tree = new PathTree();
	for (let round = 0; round < 20; round++) {
		for (let index = 0; index < 100; index++) {
			const bytes = Buffer.from(random.pick(['a', 'A', 'b', 'index.js', 'é', `n${random.below(40)}`]));
			tree.internChild(random.chance(0.3) ? root : random.below(tree.count), bytes, 0, bytes.length);
		}

		const {twin, count} = runNow(nameColumns(tree));
		t.is(count, tree.count);
		const firsts = new Map<string, number>();
		for (let path = 1; path < count; path++) {
			const name = tree.name(path);
			firsts.set(name, firsts.get(name) ?? path);
			t.is(twin[path], firsts.get(name)!);
		}
	}
});
