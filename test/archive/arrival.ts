import zlib from 'node:zlib';
import {setTimeout as pause} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import {FetchedSource, type FetchBytes} from '../../source/archive/fetched-source.js';
import {indexBlob} from '../../source/archive/index-blob.js';
import {SparseSpool} from '../../source/archive/spool.js';
import {WorkerPool} from '../../source/archive/worker-pool.js';
import {indexLayers} from '../../source/image/index-layers.js';
import type {Image, Layer} from '../../source/image/image.js';
import {readArrivingLayer, type BlobLayer} from '../../source/image/layer.js';
import {testWith, threadsLoadTypeScript} from '../helpers/archive/test-with.js';
import {entriesOf} from '../helpers/archive/entries.js';
import {randomBytes, randomOf} from '../helpers/archive/random-bytes.js';
import {concat, end, entry} from '../helpers/archive/raw-tar.js';
import {sourceOf} from '../helpers/archive/sources.js';
import {frame} from '../helpers/archive/zstd-frames.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

const testThreads = testWith(test, {'threads that load TypeScript': await threadsLoadTypeScript()});

const tar = concat(...Array.from({length: 40}, (_, index) => entry({name: `file${index}`}, randomBytes(randomOf(index), 50_000))), end);
const pieceSize = 1024;

function away(t: ExecutionContext, size: number, fetch: FetchBytes): FetchedSource {
	const spool = new SparseSpool({folder: temporaryFolder(t), name: 'test'});
	t.teardown(() => {
		spool.close();
	});
	return new FetchedSource('test', spool, size, fetch);
}

for (const [compression, blob] of [['none', tar], ['gzip', zlib.gzipSync(tar)], ['zstd', frame(tar)]] as const) {
	testThreads(`a thread reads a blob while it comes: ${compression}`, async t => {
		// Of a plain layer headers alone are read, and nothing is told in between.
		const reading = {isTold: compression === 'none'};
		const source = away(t, blob.length, async function * () {
			let at = 0;
			for (; at < blob.length - pieceSize && !reading.isTold; at += pieceSize) {
				await pause(5);
				yield blob.subarray(at, at + pieceSize);
			}

			yield blob.subarray(at);
		});
		const pool = new WorkerPool(1);
		const {source: arriving, begun, whole} = source.arrive(512);
		await begun;
		t.false(source.isHere());
		const index = await pool.index(arriving, compression, [], {onRead() {
			reading.isTold ||= !source.isHere();
		}});
		await whole;
		await pool.close();
		t.true(reading.isTold);
		t.deepEqual(entriesOf(index.table), entriesOf((await indexBlob(sourceOf(t, blob), compression)).table));
		t.deepEqual(index.table.warnings, []);
	});
}

function imageOf(blob: FetchedSource): Image {
	const layer: Layer = {number: 1, digest: 'sha256:0', diffId: undefined, mediaType: '', storedSize: blob.size, compression: 'gzip', blob};
	const image: Partial<Image> = {layers: [layer]};
	return image as Image;
}

/** A layer whose bytes come from elsewhere. */
function layerOf(source: FetchedSource): BlobLayer {
	const [layer] = imageOf(source).layers;
	return {...layer, blob: source};
}

// Who is not heard of any more would end the process: AVA tells of it.
test('who has the reading of a layer stopped is told so, and its file, which may be closed by then, is not read', async t => {
	const spool = new SparseSpool({folder: temporaryFolder(t), name: 'test'});
	const source = new FetchedSource('test', spool, 1024, async function * () {
		yield new Uint8Array(1024);
	});
	spool.close();
	const signal = AbortSignal.abort(new Error('stopped'));
	let isRead = false;
	const reading = readArrivingLayer(layerOf(source), {signal}, () => {
		isRead = true;
	});
	await t.throwsAsync(reading, {message: 'stopped'});
	t.false(isRead);
	await pause(20);
});

test('where what has come of a layer can\'t be read nobody waits for the rest', async t => {
	const source = away(t, 1024, async function * () {
		yield new Uint8Array(600);
		throw new Error('it breaks off');
	});
	const reading = readArrivingLayer(layerOf(source), {}, () => {
		throw new Error('it can\'t be read');
	});
	await t.throwsAsync(reading, {message: 'it can\'t be read'});
	await pause(20);
});

testThreads('what turns out at its end to be something else is not shown, though it was read', async t => {
	const blob = zlib.gzipSync(tar);
	const source = away(t, blob.length, async function * () {
		yield blob;
		throw new Error('its bytes have another digest');
	});
	const told: Array<[count: number, message: string]> = [];
	await indexLayers(imageOf(source), {
		order: 'biggest-first', threads: 1, inThreads: 'compressed',
		onLayer(_layer, {count, warnings}) {
			told.push([count, warnings[0].message]);
		},
	});
	t.deepEqual(told, [[0, 'its bytes have another digest']]);
});

testThreads('a thread that waits for what never comes is stopped', async t => {
	const blob = zlib.gzipSync(tar);
	const {promise: given, resolve} = Promise.withResolvers<void>();
	const source = away(t, blob.length, async function * (_start, _end, signal) {
		yield blob.subarray(0, 100_000);
		resolve();
		await pause(100_000, undefined, {signal});
	});
	const controller = new AbortController();
	const indexed = indexLayers(imageOf(source), {
		order: 'biggest-first', threads: 1, inThreads: 'compressed', signal: controller.signal,
		onLayer() {
			t.fail();
		},
	});
	await given;
	await pause(500);
	const before = performance.now();
	controller.abort();
	await t.throwsAsync(indexed, {name: 'AbortError'});
	t.true(performance.now() - before < 10_000, 'and does not hold up the rest');
});
