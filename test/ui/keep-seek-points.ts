import zlib from 'node:zlib';
import test, {type ExecutionContext} from 'ava';
import {findSeekPoints} from '../../source/archive/find-seek-points.js';
import type {SeekPoints} from '../../source/archive/seek-points.js';
import {Contents} from '../../source/image/contents.js';
import type {Image, Layer} from '../../source/image/image.js';
import {Overlay} from '../../source/tree/overlay.js';
import {keepSeekPoints, type KnownPoints} from '../../source/ui/effects/keep-seek-points.js';
import {initialState} from '../../source/ui/state.js';
import {createStore, type Store} from '../../source/ui/store.js';
import {randomBytes, randomOf} from '../helpers/archive/random-bytes.js';
import {sourceOf} from '../helpers/archive/sources.js';
import {testWith, threadsLoadTypeScript} from '../helpers/archive/test-with.js';

const testThreads = testWith(test, {'threads that load TypeScript': await threadsLoadTypeScript()});
const large = zlib.gzipSync(randomBytes(randomOf(1), 5_000_000), {level: 1});
const small = zlib.gzipSync(randomBytes(randomOf(2), 2_000_000), {level: 1});

type Story = {store: Store; contents: Contents; image: Image; prove: () => void; settled: () => Promise<unknown>};

/** A screen's state of which nothing is drawn, and layers of blobs. */
function begin(t: ExecutionContext, blobs: ReadonlyArray<readonly [Layer['compression'], Uint8Array]>, {known, isInner = false, signal = new AbortController().signal}: {known?: KnownPoints; isInner?: boolean; signal?: AbortSignal} = {}): Story {
	const store = createStore({...initialState({reference: 'test', columns: 80, rows: 24}), isInner});
	const layers = blobs.map(([compression, bytes], index): Layer => ({number: index + 1, mediaType: '', storedSize: bytes.length, compression, blob: sourceOf(t, bytes)}));
	const image = {reference: 'test', form: 'rootfs', platform: '', tags: [], config: {}, layers, history: [], others: [], annotations: {}, warnings: []} as unknown as Image;
	const contents = new Contents(image);
	const overlay = new Overlay(layers.length);
	const {settled} = keepSeekPoints(store, {known, signal, onError(error) {
		t.fail(String(error));
	}});
	const grow = (isProven: boolean) => {
		store.dispatch({type: 'overlay-grew', grown: {overlay, ready: 0, isComplete: true, isProven, contents}});
	};

	store.dispatch({type: 'opened', image, at: 0});
	grow(false);
	return {store, contents, image, settled, prove() {
		grow(true);
	}};
}

testThreads('points of large layers are found once all is compared, the largest first, and kept', async t => {
	const kept: number[] = [];
	const {contents, prove, settled} = begin(t, [['gzip', large], ['none', large], ['gzip', small], ['gzip', Buffer.concat([large, large])]], {known: {
		find: () => undefined,
		keep(layer) {
			kept.push(layer.number);
		},
	}});
	await settled();
	t.is(contents.pointsOf(1), undefined);
	prove();
	await settled();
	t.deepEqual(kept, [4, 1]);
	t.true(contents.pointsOf(1)!.count > 1);
	t.is(contents.pointsOf(2), undefined);
	t.is(contents.pointsOf(3), undefined);
});

testThreads('what is known is taken at once, and not looked for', async t => {
	const points: SeekPoints = (await findSeekPoints(sourceOf(t, large), 'gzip'))!;
	const kept: number[] = [];
	const {contents, prove, settled} = begin(t, [['gzip', large]], {known: {
		find: async () => points,
		keep(layer) {
			kept.push(layer.number);
		},
	}});
	await settled();
	t.is(contents.pointsOf(1), points);
	prove();
	await settled();
	t.deepEqual(kept, []);
});

testThreads('an image beside others has none looked for, and what is closed stops', async t => {
	const inner = begin(t, [['gzip', large]], {isInner: true});
	inner.prove();
	await inner.settled();
	t.is(inner.contents.pointsOf(1), undefined);

	const abort = new AbortController();
	const closed = begin(t, [['gzip', large]], {signal: abort.signal});
	closed.prove();
	abort.abort();
	await closed.settled();
	t.is(closed.contents.pointsOf(1), undefined);
});
