import test from 'ava';
import {runInTurns, runNow} from '../../source/archive/slices.js';

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

test('a computation that is given up between two turns is ended, so that it closes what it holds open', async t => {
	let isEnded = false;
	function * endless(): Generator<void> {
		try {
			for (;;) {
				yield;
			}
		} finally {
			isEnded = true;
		}
	}

	const abort = new AbortController();
	const running = runInTurns(endless(), abort.signal, 0);
	// On Node 22 what it aborts with by itself is no error that AVA takes for one.
	abort.abort(new Error('given up'));
	await t.throwsAsync(running, {message: 'given up'});
	t.true(isEnded);
});
