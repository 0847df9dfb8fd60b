import test from 'ava';
import {runNow} from '../../source/archive/slices.js';

test('a computation runs to its end at once', t => {
	let steps = 0;
	function * counting(): Generator<void, string> {
		for (; steps < 10; steps++) {
			yield;
		}

		return 'done';
	}

	t.is(runNow(counting()), 'done');
	t.is(steps, 10);
});

test('what a computation throws is thrown on', t => {
	function * broken(): Generator<void> {
		yield;
		throw new Error('no');
	}

	t.throws(() => {
		runNow(broken());
	}, {message: 'no'});
});
