import test from 'ava';
import type {Column} from '../../../source/archive/grown.js';
import type {Overlay} from '../../../source/tree/overlay.js';
import {findPaths, type FoundPaths} from '../../../source/tree/query/find-paths.js';
import {parseQuery} from '../../../source/tree/query/parse-query.js';
import {giveBack, takeColumn} from '../../../source/tree/query/spare-columns.js';
import {runNow} from '../../../source/archive/slices.js';
import {drawnEntry, overlayOf} from '../../helpers/draw-layers.js';
import {Random} from '../../helpers/random.js';

function answer(overlay: Overlay, text: string): Generator<void, FoundPaths> {
	const parsed = parseQuery(text);
	if ('error' in parsed) {
		throw new Error(parsed.error.message);
	}

	return findPaths(overlay, parsed.query, {}, {limit: 20});
}

test('a column that was given back is taken again, of its type and length alone; none is in two hands', t => {
	const {tree} = overlayOf('+ /a');
	const first = takeColumn(tree, Uint16Array, 10);
	giveBack(tree, first);
	t.not(takeColumn(tree, Uint16Array, 11), first);
	t.not<Column, Column>(takeColumn(tree, Uint32Array, 10), first);
	t.not(takeColumn(overlayOf('+ /a').tree, Uint16Array, 10), first);
	t.is(takeColumn(tree, Uint16Array, 10), first);
	t.not(takeColumn(tree, Uint16Array, 10), first);
	const many = Array.from({length: 20}, () => new Uint8Array(3));
	giveBack(tree, ...many);
	const kept = Array.from({length: 20}, () => takeColumn(tree, Uint8Array, 3)).filter(column => many.includes(column));
	t.is(kept.length, 6);
});

test('random queries that are answered in turns, and some given up, are answered as each alone', t => {
	const random = new Random(31);
	const paths = Array.from({length: 9000}, (_, index) => ({...drawnEntry('+ /x 5'), path: `/d${index % 30}/f${random.below(1000)}${'abc'[index % 3]}${index}`}));
	const overlay = overlayOf([paths]);
	const alone = overlayOf([paths]);
	const texts = ['a', 'f1', 'd2 b', 'c$', 'f size:>1', 'f9 | d1', '!a', 'zz', 'size:>7'];
	for (let round = 0; round < 40; round++) {
		const running = Array.from({length: 3}, () => random.pick(texts)).map(text => ({text, steps: answer(overlay, text)}));
		while (running.length > 0) {
			const index = random.below(running.length);
			const {text, steps} = running[index];
			const step = steps.next();
			if (step.done || random.chance(0.01)) {
				running.splice(index, 1);
			}

			if (step.done) {
				t.deepEqual(step.value, runNow(answer(alone, text)), text);
			}
		}
	}
});
