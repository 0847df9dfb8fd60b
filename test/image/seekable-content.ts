import fs from 'node:fs';
import zlib from 'node:zlib';
import test, {type ExecutionContext} from 'ava';
import {findSeekPoints} from '../../source/archive/find-seek-points.js';
import {indexBlob} from '../../source/archive/index-blob.js';
import {segmentAt} from '../../source/archive/seek-points.js';
import type {Compression} from '../../source/archive/sniff.js';
import {SeekableContent, type SeekableOptions} from '../../source/image/seekable-content.js';
import {StoredPieces} from '../../source/image/stored-pieces.js';
import {concat, end, entry, pax} from '../helpers/archive/raw-tar.js';
import {sourceOf} from '../helpers/archive/sources.js';
import {frame} from '../helpers/archive/zstd-frames.js';
import {Random} from '../helpers/random.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

const random = new Random(5);
const big = Buffer.from(Array.from({length: 900_000}, () => random.below(256)));
/** Two pieces of five bytes in a file of 2^43: far more than anything that could be inflated or kept. */
const sparseSize = 2 ** 43;
const tar = concat(
	entry({name: 'before'}, Buffer.alloc(300_000, 'before')), entry({name: 'big'}, big),
	pax({'GNU.sparse.map': `10,5,${sparseSize - 100},5`, 'GNU.sparse.size': String(sparseSize), 'GNU.sparse.name': 'sparse'}), entry({}, 'abcdefghij'),
	entry({name: 'empty'}, ''), end,
);
const indexes = {before: 0, big: 1, sparse: 2, empty: 3};

const blobs: Record<'none' | 'gzip' | 'zstd', Uint8Array> = {none: tar, gzip: zlib.gzipSync(tar), zstd: frame(tar)};

async function open(t: ExecutionContext, compression: Compression, index: number, options: Partial<SeekableOptions> = {}, bytes: Uint8Array = blobs[compression as 'none']): Promise<SeekableContent> {
	const blob = sourceOf(t, bytes);
	const {table} = await indexBlob(sourceOf(t, blobs[compression as 'none']), compression);
	const content = new SeekableContent({blob, compression, table, index}, {temporaryFolder: temporaryFolder(t), ...options});
	t.teardown(() => {
		content.close();
	});
	return content;
}

for (const compression of ['none', 'gzip', 'zstd'] as const) {
	test(`a content can be read at any place: ${compression}`, async t => {
		const content = await open(t, compression, indexes.big);
		t.is(content.size, big.length);
		for (const at of [0, 5, 500_000, 262_143, 899_999, 900_000]) {
			t.deepEqual(Buffer.from(await content.read(at, 1000)), big.subarray(at, at + 1000), String(at));
		}

		t.is(content.available, big.length);
		t.deepEqual(Buffer.from(content.peek(0, big.length)), big);
		t.is(content.problem, undefined);
		t.is((await (await open(t, compression, indexes.empty)).read(0, 10)).length, 0);
	});

	test(`the holes of a sparse file are zeros that take neither room nor time: ${compression}`, async t => {
		const content = await open(t, compression, indexes.sparse);
		t.is(content.size, sparseSize);
		t.is(Buffer.from(await content.read(8, 10)).toString('latin1'), '\0\0abcde\0\0\0');
		t.is(Buffer.from(await content.read(sparseSize - 102, 200)).toString('latin1'), '\0\0fghij' + '\0'.repeat(95));
		t.deepEqual(Buffer.from(await content.read(2 ** 42, 3)), Buffer.alloc(3));
		t.is(content.nextStored(0), 10);
		t.is(content.nextStored(12), 12);
		t.is(content.nextStored(15), sparseSize - 100);
		t.is(content.nextStored(sparseSize - 95), sparseSize);
	});
}

/** The same by points. */
async function openByPoints(t: ExecutionContext, index: number): Promise<SeekableContent> {
	const blob = sourceOf(t, blobs.gzip);
	const {table} = await indexBlob(blob, 'gzip');
	const points = (await findSeekPoints(blob, 'gzip', {leastPlain: 50_000}))!;
	const content = new SeekableContent({blob, compression: 'gzip', points, table, index}, {temporaryFolder: '/nowhere'});
	t.teardown(() => {
		content.close();
	});
	return content;
}

test('by points all of a content is at hand at once, and nothing is written', async t => {
	const content = await openByPoints(t, indexes.big);
	t.true(content.isWhole);
	t.is(content.available, big.length);
	for (const at of [899_990, 0, 450_000, 5, 450_001]) {
		t.deepEqual(Buffer.from(content.peek(at, 1000)), big.subarray(at, at + 1000), String(at));
	}

	t.deepEqual(Buffer.from(content.peek(0, big.length)), big);
	t.is(content.problem, undefined);
	const sparse = await openByPoints(t, indexes.sparse);
	t.is(Buffer.from(sparse.peek(8, 10)).toString('latin1'), '\0\0abcde\0\0\0');
	t.is(Buffer.from(sparse.peek(sparseSize - 102, 200)).toString('latin1'), '\0\0fghij' + '\0'.repeat(95));
});

test('where the points don\'t fit, it is inflated from the start, and nobody notices but by the time', async t => {
	const blob = sourceOf(t, blobs.gzip);
	const {table} = await indexBlob(blob, 'gzip');
	const points = (await findSeekPoints(blob, 'gzip', {leastPlain: 50_000}))!;
	points.check[segmentAt(points, table.offset[indexes.big] + 500_000)!] ^= 1;
	const content = new SeekableContent({blob, compression: 'gzip', points, table, index: indexes.big}, {temporaryFolder: temporaryFolder(t)});
	t.deepEqual(Buffer.from(content.peek(0, 100)), big.subarray(0, 100));
	t.is(content.peek(450_000, 100_000).length, 0);
	t.false(content.isWhole);
	t.is(content.problem, undefined);
	t.deepEqual(Buffer.from(await content.read(450_000, 100_000)), big.subarray(450_000, 550_000));
	t.deepEqual(Buffer.from(await content.read(899_000, 5000)), big.subarray(899_000));
	t.is(content.problem, undefined);
	content.close();
	t.is(content.peek(0, 100).length, 0);
});

test('in a compressed layer no more is inflated than is looked at and a little', async t => {
	const told: number[] = [];
	const content: SeekableContent = await open(t, 'gzip', indexes.big, {onProgress() {
		told.push(content.available);
	}});
	t.is(content.peek(0, 10).length, 0);
	t.deepEqual(Buffer.from(await content.read(0, 10)), big.subarray(0, 10));
	t.true(content.available >= 262_144 && content.available < 500_000, String(content.available));
	t.false(content.isWhole);
	t.true(told.length > 0);
});

test('what is told to stop stops, and goes on where it was', async t => {
	const content = await open(t, 'gzip', indexes.big);
	const reached = content.reach(900_000);
	t.true(content.progress !== undefined);
	content.stop();
	await reached;
	t.true(content.available < 900_000);
	t.is(content.progress, undefined);
	t.deepEqual(Buffer.from(await content.read(899_990, 10)), big.subarray(899_990));
});

test('no more is inflated than the bound, and a sentence says so', async t => {
	const content = await open(t, 'zstd', indexes.big, {maximum: 300_000});
	t.deepEqual(Buffer.from(await content.read(0, 10)), big.subarray(0, 10));
	t.is(content.problem, undefined);
	t.is((await content.read(800_000, 10)).length, 0);
	t.is(content.available, 300_000);
	t.true(content.isWhole);
	t.is(content.problem, 'Only the first 300 kB are shown: the layer is compressed, and no more of it is inflated.');
	t.deepEqual(Buffer.from(content.peek(299_990, 100)), big.subarray(299_990, 300_000));
});

test('what is cut off or broken can be read up to there, and a sentence says so', async t => {
	const short = await open(t, 'gzip', indexes.big, {}, blobs.gzip.subarray(0, 500_000));
	const there = (await short.read(0, 900_000)).length;
	t.true(there > 300_000 && there < 600_000, String(there));
	t.is(short.problem, 'The rest can\'t be read: the gzip data is cut off.');
	const plain = await open(t, 'none', indexes.big, {}, tar.subarray(0, 400_000));
	t.true((await plain.read(0, 900_000)).length < 100_000);
	t.regex(plain.problem!, /^Its content is cut off: [\d.]+ kB of 900 kB are there\.$/);
	const gone = await open(t, 'none', indexes.big, {}, tar.subarray(0, 1000));
	t.is((await gone.read(0, 10)).length, 0);
	t.regex(gone.problem!, /^Its content is cut off: 0 B/);
});

test('nothing is left of it once it is closed, be it at work or not', async t => {
	const folder = temporaryFolder(t);
	const content = await open(t, 'gzip', indexes.big, {temporaryFolder: folder});
	await content.read(0, 10);
	t.deepEqual(fs.readdirSync(folder), []);
	const reading = content.read(800_000, 10);
	content.close();
	t.is((await reading).length, 0);
	t.is((await content.read(0, 10)).length, 0);
});

test('a folder that takes no temporary file is told', async t => {
	const content = await open(t, 'gzip', indexes.big, {temporaryFolder: '/nowhere/at/all'});
	t.is((await content.read(0, 10)).length, 0);
	t.is(content.problem, 'It can\'t be read: a file of a compressed layer can\'t be spooled to /nowhere/at/all: the folder is not there. Set TMPDIR to a folder with room.');
});

test('many small frames do not keep the program from its keys', async t => {
	const frames = Buffer.concat(Array.from({length: 400}, (_, index) => frame(tar.subarray(index * 3200, (index + 1) * 3200))));
	const {table} = await indexBlob(sourceOf(t, tar), 'none');
	const content = new SeekableContent({blob: sourceOf(t, frames), compression: 'zstd', table, index: indexes.big}, {temporaryFolder: temporaryFolder(t)});
	let turns = 0;
	const timer = setInterval(() => {
		turns++;
	}, 1);
	await content.read(899_000, 10);
	clearInterval(timer);
	content.close();
	t.true(turns > 0);
});

test('pieces and places fit each other', t => {
	const pieces = new StoredPieces(100, Float64Array.of(10, 5, 20, 0, 30, 10, 100, 0));
	t.is(pieces.stored, 15);
	t.deepEqual(Array.from({length: 16}, (_, stored) => pieces.logical(stored)), [10, 11, 12, 13, 14, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 100]);
	t.deepEqual([0, 10, 12, 15, 29, 30, 35, 40, 99].map(at => pieces.storedBefore(at)), [0, 0, 2, 5, 5, 5, 10, 15, 15]);
	t.deepEqual([...pieces.within(12, 33)], [{from: 12, to: 15, stored: 2}, {from: 30, to: 33, stored: 5}]);
	t.is(pieces.next(16), 30);
});
