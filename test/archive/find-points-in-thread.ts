import zlib from 'node:zlib';
import test from 'ava';
import {ByteSource} from '../../source/archive/byte-source.js';
import {findPointsInThread} from '../../source/archive/find-points-in-thread.js';
import {findSeekPoints} from '../../source/archive/find-seek-points.js';
import {randomBytes, randomOf} from '../helpers/archive/random-bytes.js';
import {sourceOf} from '../helpers/archive/sources.js';
import {testWith, threadsLoadTypeScript} from '../helpers/archive/test-with.js';

const testThreads = testWith(test, {'threads that load TypeScript': await threadsLoadTypeScript()});
const blob = zlib.gzipSync(randomBytes(randomOf(1), 3_000_000));

testThreads('a thread finds what this one finds', async t => {
	const source = sourceOf(t, blob);
	const points = await findPointsInThread(source, 'gzip', {giveWay: true});
	t.true(points!.count > 1);
	t.deepEqual(points, await findSeekPoints(source, 'gzip'));
	t.is(await findPointsInThread(source, 'none'), undefined);
});

testThreads('it can be stopped, and what it can\'t read it says', async t => {
	const source = sourceOf(t, blob);
	const abort = new AbortController();
	const finding = findPointsInThread(source, 'gzip', {signal: abort.signal});
	abort.abort();
	await t.throwsAsync(finding, {name: 'AbortError'});
	await t.throwsAsync(findPointsInThread(source, 'gzip', {signal: abort.signal}), {name: 'AbortError'});
	await t.throwsAsync(findPointsInThread(new ByteSource('gone', 9999, 0, 1000), 'gzip'), {message: /EBADF/});
});
