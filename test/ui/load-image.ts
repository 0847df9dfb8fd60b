import test from 'ava';
import {ImageCache} from '../../source/image/cache/image-cache.js';
import {beginImage, intervalOf, loadImage, smallPatience} from '../../source/ui/effects/load-image.js';
import {Slicer} from '../../source/ui/effects/slicer.js';
import {initialState} from '../../source/ui/state.js';
import {createStore} from '../../source/ui/store.js';
import {buildImage, dockerArchive} from '../helpers/build-image.js';
import {openTar} from '../helpers/open.js';
import {storyOf} from '../helpers/overlay-story.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';
import {testWith, threadsLoadTypeScript} from '../helpers/archive/test-with.js';

const testThreads = testWith(test, {'threads that load TypeScript': await threadsLoadTypeScript()});

testThreads('of a thousand layers news is told now and then, not for each, and the last of it always', async t => {
	const count = 1000;
	const image = await openTar(t, dockerArchive([await buildImage(Array.from({length: count}, (_, index) => `RUN ${index}\n  f * ${index}`).join('\n'))]));
	const store = createStore(initialState({reference: 'x', columns: 80, rows: 24}));
	let news = 0;
	store.onAction(({type}) => {
		news += type === 'overlay-grew' ? 1 : 0;
	});
	store.dispatch({type: 'opened', image, at: 0});
	const start = performance.now();
	await loadImage(store, beginImage(image), new Slicer(['listing', 'overlay']), {
		threads: 1,
		signal: new AbortController().signal,
		onError(error) {
			t.fail(String(error));
		},
	});
	// A busy machine takes long, and is told of more; the first layer, the one that is looked at and the last may come at any time.
	const most = 3 + (performance.now() - start) / intervalOf(image);
	t.true(news <= most && most < count, `${news} times, at most ${most}`);
	const {grown, phase} = store.getState();
	t.is(phase, 'whole');
	t.is(grown!.ready, count);
	t.true(grown!.isComplete);
	t.is(grown!.overlay.largest, count - 1);
	t.is(grown!.overlay.bytes().total, count * (count - 1) / 2);
});

testThreads('once all layers are in their contents are compared, and the screen is told', async t => {
	const image = await openTar(t, dockerArchive([await buildImage(`
		COPY
		  same = 1234
		  other = 1234
		RUN chmod
		  0700 same = 1234
		  0700 other = 4321
	`)], 'gzip'));
	const store = createStore(initialState({reference: 'x', columns: 80, rows: 24}));
	store.dispatch({type: 'opened', image, at: 0});
	const proven = new Promise<void>(resolve => {
		store.subscribe(() => {
			if (store.getState().grown?.isProven) {
				resolve();
			}
		});
	});
	await loadImage(store, beginImage(image), new Slicer(['listing', 'overlay']), {
		threads: 1,
		signal: new AbortController().signal,
		onError(error) {
			t.fail(String(error));
		},
	});
	await proven;
	t.deepEqual(store.getState().grown!.overlay.bytes(), {total: 16, live: 8, wasted: 8, rewritten: 4, overwritten: 4, removed: 0, superseded: 0, unknown: 0});
});

testThreads('where reading is stopped it is gone on with: each layer is read once, and what comes out is as if it had not been stopped', async t => {
	const count = 300;
	const image = await openTar(t, dockerArchive([await buildImage(Array.from({length: count}, (_, index) => `RUN ${index}\n  f * ${index}`).join('\n'))]));
	const store = createStore(initialState({reference: 'x', columns: 80, rows: 24}));
	store.dispatch({type: 'opened', image, at: 0});
	const begun = beginImage(image);
	const slicer = new Slicer(['listing', 'overlay'] as const);
	const onError = (error: unknown) => {
		t.fail(String(error));
	};

	const readBefore = [];
	for (const stopAt of [1, 100]) {
		const abort = new AbortController();
		const stop = store.subscribe(() => {
			if (begun.read.size >= stopAt) {
				abort.abort();
			}
		});
		const watch = setInterval(() => {
			if (begun.read.size >= stopAt) {
				abort.abort();
			}
		}, 1);
		await loadImage(store, begun, slicer, {threads: 1, signal: abort.signal, onError});
		clearInterval(watch);
		stop();
		readBefore.push(begun.read.size);
		t.is(store.getState().phase, 'stopped');
		t.is([...store.getState().layers.values()].filter(({step}) => step === 'stopped').length, count - begun.read.size);
		store.dispatch({type: 'read-on'});
		t.is(store.getState().phase, 'reading');
	}

	t.true(readBefore[0] > 0 && readBefore[0] < readBefore[1] && readBefore[1] < count, readBefore.join(' '));
	await loadImage(store, begun, slicer, {threads: 1, signal: new AbortController().signal, onError});
	const {grown, phase, layers} = store.getState();
	t.is(phase, 'whole');
	t.true(grown!.isComplete);
	t.true([...layers.values()].every(({step}) => step === 'read'));
	t.is(grown!.overlay.bytes().total, count * (count - 1) / 2);
	t.is(grown!.overlay.store.count, count);
});

testThreads('an image that was opened before is shown as it lay then; nothing is laid over one another or compared anew', async t => {
	const {milliseconds} = smallPatience;
	smallPatience.milliseconds = 60_000;
	t.teardown(() => {
		smallPatience.milliseconds = milliseconds;
	});
	const files = Array.from({length: 6000}, (_, index) => `  usr/f${index % 50}/file${index} * ${index % 9}\n`).join('');
	const image = dockerArchive([await buildImage(`COPY all\n${files}RUN again\n  usr/f1/file1 * 1\n  usr/.wh.f2\nRUN more\n  7:8 usr/f3/file3 * 3\n`)]);
	const home = temporaryFolder(t);
	const archive = await openTar(t, image);
	const stories = [];
	for (const isSecond of [false, true]) {
		const cache = new ImageCache(home, 'test');
		// An image of its own each time: what was met of its layers is no one else's.
		const opened = {...archive, layers: archive.layers.map(layer => ({...layer}))};
		const store = createStore(initialState({reference: 'x', columns: 80, rows: 24}));
		store.dispatch({type: 'opened', image: opened, at: 0});
		/** Whether it was known that contents are the same, before any were compared. */
		let wasProven: boolean | undefined;
		store.onAction(() => {
			const {grown} = store.getState();
			if (grown?.isComplete) {
				wasProven ??= grown.overlay.answers!.get('proof') !== undefined;
			}
		});
		const proven = new Promise<void>(resolve => {
			store.subscribe(() => {
				if (store.getState().grown?.isProven) {
					resolve();
				}
			});
		});
		await loadImage(store, beginImage(opened), new Slicer(['listing', 'overlay']), {
			threads: 1,
			signal: new AbortController().signal,
			cache,
			onError(error) {
				t.fail(String(error));
			},
		});
		t.is(store.getState().phase, 'whole');
		await proven;
		const {overlay} = store.getState().grown!;
		stories.push(storyOf(overlay, [{from: 1, to: 3, changesOnly: false}]));
		t.is(wasProven, isSecond);
		t.deepEqual([...overlay.answers!.all.keys()], ['proof']);
		await cache.folder.settled();
		t.is(cache.folder.problem, undefined);
	}

	t.deepEqual(stories[1], stories[0]);
});
