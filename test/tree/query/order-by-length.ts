import test from 'ava';
import {nameColumns} from '../../../source/tree/query/name-columns.js';
import {orderByLength} from '../../../source/tree/query/order-by-length.js';
import {runNow} from '../../../source/archive/slices.js';
import {drawnEntry, overlayOf} from '../../helpers/draw-layers.js';
import {Random} from '../../helpers/random.js';

test('random paths: short ones first, of equals the first in the tree; anew once there are more', t => {
	const random = new Random(12);
	const layers = Array.from({length: 2}, () => Array.from({length: 300}, () => ({...drawnEntry('+ /x'), path: `/${'d'.repeat(random.below(9))}${random.below(50)}/f${random.below(2000)}`})));
	for (const story of [layers.slice(0, 1), layers]) {
		const {tree} = overlayOf(story);
		runNow(tree.reorder());
		const order = runNow(orderByLength(tree, runNow(nameColumns(tree))));
		const paths = Array.from({length: tree.count - 1}, (_, index) => index + 1);
		t.deepEqual([...order], paths.sort((a, b) => tree.pathBytes(a).length - tree.pathBytes(b).length || tree.position[a] - tree.position[b]));
		t.is(runNow(orderByLength(tree, runNow(nameColumns(tree)))), order);
	}
});
