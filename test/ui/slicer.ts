import {setImmediate as nextTurn} from 'node:timers/promises';
import test from 'ava';
import {Slicer} from '../../source/ui/effects/slicer.js';

function * work(steps: number, log: string[], name: string): Generator<void, string> {
	for (let step = 0; step < steps; step++) {
		log.push(name);
		const end = performance.now() + 2;
		while (performance.now() < end) {
			// As long as a step may take.
		}

		yield;
	}

	return name;
}

const failed = (error: unknown) => {
	throw error;
};

test('little work is done at once', t => {
	const slicer = new Slicer(['a']);
	let result: string | undefined;
	slicer.run('a', work(0, [], 'a'), {done(value) {
		result = value;
	}, failed});
	t.is(result, 'a');
	t.false(slicer.has('a'));
});

test('long work gives way, and the earlier name goes first', async t => {
	const slicer = new Slicer(['a', 'b']);
	const log: string[] = [];
	const results: string[] = [];
	const done = (value: string) => {
		results.push(value);
	};

	slicer.run('b', work(10, log, 'b'), {done, failed});
	t.true(log.length < 10);
	slicer.run('a', work(10, log, 'a'), {done, failed});
	let turns = 0;
	while (results.length < 2) {
		await nextTurn();
		turns++;
	}

	t.true(turns >= 4);
	t.deepEqual(results, ['a', 'b']);
	const firstA = log.indexOf('a');
	t.false(log.slice(firstA, firstA + 10).includes('b'));
});

test('work of the same name takes its place; what is cancelled or stopped is never done', async t => {
	const slicer = new Slicer(['a', 'b']);
	const results: string[] = [];
	const done = (value: string) => {
		results.push(value);
	};

	slicer.run('a', work(10, [], 'first'), {done, failed});
	slicer.run('a', work(3, [], 'second'), {done, failed});
	slicer.run('b', work(5, [], 'b'), {done, failed});
	slicer.cancel('b');
	while (slicer.has('a')) {
		await nextTurn();
	}

	t.deepEqual(results, ['second']);
	slicer.run('a', work(10, [], 'third'), {done, failed});
	slicer.stop();
	await nextTurn();
	await nextTurn();
	t.deepEqual(results, ['second']);
});

test('an error is told, and other work goes on', async t => {
	const slicer = new Slicer(['a', 'b']);
	const errors: unknown[] = [];
	const results: string[] = [];
	slicer.run('b', work(5, [], 'b'), {done(value) {
		results.push(value);
	}, failed});
	// eslint-disable-next-line require-yield
	slicer.run('a', (function * (): Generator<void, string> {
		throw new Error('broken');
	})(), {done: failed, failed(error) {
		errors.push(error);
	}});
	t.is((errors[0] as Error).message, 'broken');
	while (slicer.has('b')) {
		await nextTurn();
	}

	t.deepEqual(results, ['b']);
});

test('who asks for more at once gets it before the next turn', t => {
	const slicer = new Slicer(['a']);
	const log: string[] = [];
	let isDone = false;
	slicer.run('a', work(8, log, 'a'), {done() {
		isDone = true;
	}, failed, atOnce: 1000});
	t.true(isDone);
	slicer.run('a', work(8, log, 'a'), {done() {
		isDone = false;
	}, failed});
	t.true(isDone);
	slicer.stop();
});
