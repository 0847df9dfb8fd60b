import test from 'ava';
import {runNow, runSliced} from '../../source/tree/slices.js';

function * counting(steps: number): Generator<void, number> {
	for (let step = 0; step < steps; step++) {
		const end = performance.now() + 0.2;
		while (performance.now() < end) {
			// Work.
		}

		yield;
	}

	return steps;
}

test('a computation runs to its end at once', t => {
	t.is(runNow(counting(10)), 10);
});

test('between slices the event loop turns', async t => {
	let turns = 0;
	const timer = setInterval(() => {
		turns++;
	}, 1);
	t.is(await runSliced(counting(200), {budget: 2}), 200);
	clearInterval(timer);
	t.true(turns > 3);
});

test('it is given up between two slices', async t => {
	const controller = new AbortController();
	let steps = 0;
	function * endless(): Generator<void> {
		for (;;) {
			steps++;
			yield;
		}
	}

	setTimeout(() => {
		controller.abort();
	}, 10);
	await t.throwsAsync(runSliced(endless(), {budget: 1, signal: controller.signal}), {name: 'AbortError'});
	const then = steps;
	await new Promise(resolve => {
		setTimeout(resolve, 5);
	});
	t.is(steps, then);
});

test('what a computation throws is thrown on', async t => {
	function * broken(): Generator<void> {
		yield;
		throw new Error('no');
	}

	await t.throwsAsync(runSliced(broken(), {budget: 1}), {message: 'no'});
	t.throws(() => {
		runNow(broken());
	}, {message: 'no'});
});
