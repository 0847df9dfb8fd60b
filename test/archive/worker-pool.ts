import type {Worker} from 'node:worker_threads';
import zlib from 'node:zlib';
import test from 'ava';
import {ByteSource} from '../../source/archive/byte-source.js';
import {indexBlob} from '../../source/archive/index-blob.js';
import {contentDigest} from '../../source/archive/taps/content-digest.js';
import {WorkerPool} from '../../source/archive/worker-pool.js';
import {testWith, threadsLoadTypeScript} from '../helpers/archive/test-with.js';
import {randomBytes, randomOf} from '../helpers/archive/random-bytes.js';
import {concat, end, entry, pax} from '../helpers/archive/raw-tar.js';
import {sourceOf} from '../helpers/archive/sources.js';
import {frame} from '../helpers/archive/zstd-frames.js';

const testThreads = testWith(test, {'threads that load TypeScript': await threadsLoadTypeScript()});

const tar = concat(
	pax({'SCHILY.xattr.user.k': Buffer.of(0, 255)}), entry({name: 'attributes', user: 'root'}, 'x'),
	entry({name: 'device', type: '3', major: 5, minor: 1}),
	pax({'GNU.sparse.map': '0,5', 'GNU.sparse.size': '5', 'GNU.sparse.name': 'sparse'}), entry({}, 'abcde'),
	...Array.from({length: 2000}, (_, index) => entry({name: `folder/file${index}`}, `${index}`)),
	entry({name: '../escaped'}),
	end,
);

testThreads('a thread gives the same index as this one, with facts of taps', async t => {
	const pool = new WorkerPool(2);
	for (const [compression, blob] of [['none', tar], ['gzip', zlib.gzipSync(tar)], ['zstd', frame(tar)], ['gzip', zlib.gzipSync(tar).subarray(0, 5000)]] as const) {
		const source = sourceOf(t, blob);
		const expected = await indexBlob(source, compression, [contentDigest]);
		let read = 0;
		const index = await pool.index(source, compression, ['content-digest'], {onRead(bytes) {
			read += bytes;
		}});
		t.deepEqual({...index, facts: [...index.facts['content-digest'] ?? []]}, {...expected, facts: [...expected.facts['content-digest'] ?? []]});
		t.deepEqual(Object.keys(index.facts), Object.keys(expected.facts));
		t.true(read <= blob.length);
	}

	await pool.close();
});

testThreads('more blobs than threads, asked at once', async t => {
	const pool = new WorkerPool(2);
	const tars = Array.from({length: 9}, (_, index) => concat(...Array.from({length: index + 1}, (_, number) => entry({name: `${index}-${number}`})), end));
	const indexes = await Promise.all(tars.map(async bytes => pool.index(sourceOf(t, zlib.gzipSync(bytes)), 'gzip')));
	t.deepEqual(indexes.map(({table}) => table.count), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
	t.is(threadsOf(pool).length, 2);
	await pool.close();
});

testThreads('what can\'t be read is a warning', async t => {
	const pool = new WorkerPool(1);
	const {table} = await pool.index(new ByteSource('gone', 1_000_000, 0, 5000), 'gzip');
	t.is(table.count, 0);
	t.is(table.warnings.length, 1);
	t.true(table.warnings[0].incomplete);
	t.is((await pool.index(sourceOf(t, tar), 'none')).table.count, 2004);
	await pool.close();
});

testThreads('a thread that dies costs the layer that it was at, and no other', async t => {
	const pool = new WorkerPool(1);
	// Long enough to be under way when its thread is stopped.
	const long = sourceOf(t, zlib.gzipSync(concat(entry({name: 'large'}, randomBytes(randomOf(1), 5_000_000)), end), {level: 1}));
	const lost = pool.index(long, 'gzip', ['content-digest']);
	const next = pool.index(sourceOf(t, tar), 'none');
	await threadsOf(pool)[0].terminate();
	t.deepEqual((await lost).table.warnings, [{message: 'it could not be read: the thread that read it ended', incomplete: true}]);
	t.is((await next).table.count, 2004);
	t.is((await pool.index(sourceOf(t, tar), 'none')).table.count, 2004);
	await pool.close();
});

testThreads('a thread that fails without a reason leaves no sentence without an end', async t => {
	const pool = new WorkerPool(1);
	const lost = pool.index(sourceOf(t, zlib.gzipSync(tar)), 'gzip');
	const [thread] = threadsOf(pool);
	thread.emit('error', new Error(' '));
	await thread.terminate();
	t.deepEqual((await lost).table.warnings, [{message: 'it could not be read: the thread that read it failed', incomplete: true}]);
	await pool.close();
});

testThreads('a pool that is closed answers nothing more', async t => {
	const pool = new WorkerPool(2);
	const answered: number[] = [];
	for (const number of [1, 2, 3]) {
		void pool.index(sourceOf(t, zlib.gzipSync(tar)), 'gzip').then(() => {
			answered.push(number);
		});
	}

	await pool.close();
	t.deepEqual(answered, []);
});

/** The threads that a pool has started. */
function threadsOf(pool: WorkerPool): Worker[] {
	return [...(pool as unknown as {running: Map<Worker, unknown>}).running.keys()];
}
