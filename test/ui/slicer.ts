import fs from 'node:fs';
import {setImmediate as nextTurn} from 'node:timers/promises';
import test from 'ava';
import {CacheFolder} from '../../source/image/cache/cache-folder.js';
import {DroppedError, Slicer} from '../../source/ui/effects/slicer.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

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

/** Never comes to its end by itself; says when it is ended. */
function * endless(name: string, ended: string[], step?: () => void): Generator<void, string> {
	try {
		for (;;) {
			step?.();
			yield;
		}
	} finally {
		ended.push(name);
	}
}

test('what is dropped is ended, so that it closes what it holds open: another in its place, cancelled, stopped, and in a step of its own', async t => {
	const slicer = new Slicer(['a', 'b']);
	const ended: string[] = [];
	const dropped: string[] = [];
	const handlers = (name: string) => ({
		done: failed,
		failed,
		dropped() {
			dropped.push(name);
		},
		atOnce: 0,
	});
	slicer.run('a', endless('first', ended), handlers('first'));
	slicer.run('a', endless('second', ended), handlers('second'));
	t.deepEqual(ended, ['first']);
	slicer.cancel('a');
	t.deepEqual(ended, ['first', 'second']);
	slicer.run('a', endless('cancels itself', ended, () => {
		slicer.cancel('a');
	}), handlers('cancels itself'));
	t.false(slicer.has('a'));
	slicer.run('a', endless('third', ended), handlers('third'));
	slicer.run('b', endless('fourth', ended), handlers('fourth'));
	slicer.stop();
	t.deepEqual(ended, ['first', 'second', 'cancels itself', 'third', 'fourth']);
	t.deepEqual(dropped, ended);
	// It does not even begin.
	slicer.run('a', endless('late', ended), handlers('late'));
	t.false(slicer.has('a'));
	await nextTurn();
	t.deepEqual(dropped.slice(5), ['late']);
	t.is(ended.length, 5);
});

test('who waits for a result is told that none will come', async t => {
	const slicer = new Slicer(['a']);
	const given = slicer.finish('a', endless('a', []));
	slicer.cancel('a');
	await t.throwsAsync(given, {instanceOf: DroppedError});
	slicer.stop();
	await t.throwsAsync(slicer.finish('a', work(1, [], 'a')), {instanceOf: DroppedError});
});

test('a file of the cache that is read in slices is closed where that is given up', async t => {
	const cache = new CacheFolder(temporaryFolder(t), 1e6);
	t.true(await cache.write('a', [Buffer.from('bytes')]));
	const slicer = new Slicer(['a']);
	let open = -1;
	slicer.run('a', cache.readInSlices('a', function * (fd) {
		open = fd;
		for (;;) {
			yield;
		}
	}), {done: failed, failed, atOnce: 0});
	t.is(fs.fstatSync(open).size, 5);
	slicer.stop();
	t.throws(() => fs.fstatSync(open), {code: 'EBADF'});
});
