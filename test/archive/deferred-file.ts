import fs from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {openFile} from '../../source/archive/byte-source.js';
import {BytesNeeded, withBytes} from '../../source/archive/bytes-needed.js';
import {DeferredFile, type BringFile} from '../../source/archive/deferred-file.js';
import {DeferredSource} from '../../source/archive/deferred-source.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

const bytes = Buffer.from(Array.from({length: 10_000}, (_, index) => (index % 255) + 1));

function keptFile(t: ExecutionContext, bring?: BringFile) {
	const folder = temporaryFolder(t);
	const name = path.join(folder, 'whole');
	fs.writeFileSync(name, bytes);
	let times = 0;
	const file = DeferredFile.kept({size: bytes.length, pieces: [{start: 100, bytes: bytes.subarray(100, 200)}, {start: 300, bytes: bytes.subarray(300, 400)}]}, {
		name: 'a file',
		identity: 'x',
		temporaryFolder: folder,
		async bring(options) {
			times++;
			return bring ? bring(options) : openFile(name);
		},
	});
	t.teardown(() => {
		file.close();
	});
	return {file, source: new DeferredSource('a file', file), times: () => times, whole: () => openFile(name)};
}

test('what is kept can be read at once; of all else nothing is, not even zeros', t => {
	const {source, times} = keptFile(t);
	t.deepEqual(Buffer.from(source.slice(120, 80)), bytes.subarray(120, 200));
	for (const [at, length] of [[120, 81], [99, 2], [0, 1], [150, 200], [9999, 1]] as const) {
		t.throws(() => source.slice(at, length), {instanceOf: BytesNeeded});
		t.false(source.isHere(at, at + length));
	}

	const target = Buffer.alloc(500);
	t.is(source.readSome(target, 150), 50);
	t.deepEqual(target.subarray(0, 50), bytes.subarray(150, 200));
	t.throws(() => source.readSome(target, 200), {instanceOf: BytesNeeded});
	const region = source.region('part', 300, 100);
	t.deepEqual(Buffer.from(region.slice(0, 500)), bytes.subarray(300, 400));
	t.true(region.isHere());
	t.is(times(), 0);
});

test('it comes once for all who wait, and is then read as any other, in other threads too', async t => {
	const {file, source, times} = keptFile(t);
	const region = source.region('part', 350, 1000);
	const asked = withBytes(() => Buffer.from(region.slice(500, 10)), {});
	await Promise.all([source.ready(), region.ready(), source.ready(0, 5)]);
	t.deepEqual(await asked, bytes.subarray(850, 860));
	t.deepEqual(Buffer.from(source.slice(0, 20_000)), bytes);
	t.is(times(), 1);
	t.is(source.place.fd, file.fd);
	t.is(region.identity, new DeferredSource('other name', file, 350, 1000).identity);
	t.not(region.identity, source.identity);
});

test('where nobody waits any more it is given up; who comes later has it brought again', async t => {
	const begun: AbortSignal[] = [];
	let goes = false;
	const kept = keptFile(t, async ({signal, onRead}) => {
		begun.push(signal);
		onRead(7);
		if (goes) {
			return kept.whole();
		}

		return new Promise((_, reject) => {
			signal.addEventListener('abort', () => {
				reject(signal.reason as Error);
			});
		});
	});
	const [one, two] = [new AbortController(), new AbortController()];
	const waits = [one, two].map(async ({signal}) => kept.source.ready(0, 5, {signal}));
	one.abort(new Error('one'));
	await t.throwsAsync(waits[0], {message: 'one'});
	t.false(begun[0].aborted);
	two.abort(new Error('two'));
	await t.throwsAsync(waits[1], {message: 'two'});
	t.true(begun[0].aborted);
	t.is(begun.length, 1);
	await t.throwsAsync(kept.source.ready(0, 5, {signal: AbortSignal.abort(new Error('before'))}), {message: 'before'});
	goes = true;
	await kept.source.ready();
	t.deepEqual(Buffer.from(kept.source.slice(0, 10)), bytes.subarray(0, 10));
	t.is(begun.length, 2);
});

test('why it does not come is told to all who wait, and the next try is another', async t => {
	const {source, times} = keptFile(t, async () => {
		throw new Error('no room');
	});
	await Promise.all([t.throwsAsync(source.ready(), {message: 'no room'}), t.throwsAsync(source.ready(), {message: 'no room'})]);
	await t.throwsAsync(withBytes(() => source.slice(0, 1), {}), {message: 'no room'});
	t.is(times(), 2);
});

test('of one that is here it is noted what was read of it', t => {
	const name = path.join(temporaryFolder(t), 'whole');
	fs.writeFileSync(name, bytes);
	const file = DeferredFile.whole(openFile(name), {name, identity: 'x'});
	const source = new DeferredSource(name, file);
	source.slice(10, 20);
	source.slice(25, 20);
	source.readSome(Buffer.alloc(1000), 5000);
	t.deepEqual(file.takeNotes([{start: 9000, end: 9010}]), {size: bytes.length, pieces: [
		{start: 10, bytes: new Uint8Array(bytes.subarray(10, 45))},
		{start: 9000, bytes: new Uint8Array(bytes.subarray(9000, 9010))},
	]});
	t.is(file.takeNotes([]), undefined);
	file.close();
});
