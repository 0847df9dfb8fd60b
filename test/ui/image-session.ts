import test, {type ExecutionContext} from 'ava';
import {ImageCache} from '../../source/image/cache/image-cache.js';
import {openImage, type OpenedImage} from '../../source/image/open-image.js';
import {openImageSession} from '../../source/ui/effects/image-session.js';
import {openShelfSession} from '../../source/ui/effects/shelf-session.js';
import type {SessionTools} from '../../source/ui/effects/session.js';
import {testWith, threadsLoadTypeScript} from '../helpers/archive/test-with.js';
import {threeImages} from '../helpers/several-stories.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

const testThreads = testWith(test, {'threads that load TypeScript': await threadsLoadTypeScript()});

/** What sessions work with, and which images they opened and closed. */
function toolsOf(t: ExecutionContext, more: Partial<SessionTools> = {}): {tools: SessionTools; opened: OpenedImage[]; closed: OpenedImage[]} {
	const [opened, closed]: [OpenedImage[], OpenedImage[]] = [[], []];
	const folder = temporaryFolder(t);
	return {
		opened,
		closed,
		tools: {
			size: {columns: 120, rows: 30},
			threads: 1,
			temporaryFolder: folder,
			clipboard: async () => 'system',
			async openImage(reference, options) {
				const image = await openImage(reference, {temporaryFolder: folder, hostPlatform: 'linux/amd64', ...options});
				const told: OpenedImage = {...image, close() {
					closed.push(told);
					image.close();
				}};
				opened.push(told);
				return told;
			},
			onError(error) {
				t.fail(String((error as Error).stack));
			},
			...more,
		},
	};
}

async function until(isSo: () => boolean): Promise<void> {
	for (const end = Date.now() + 60_000; !isSo();) {
		if (Date.now() > end) {
			throw new Error('It never came to be so.');
		}

		await new Promise(resolve => {
			setTimeout(resolve, 5);
		});
	}
}

/** A cache of which nothing comes: what lies over what is looked up without an end. It says when that is begun, and when it is ended. */
function endlessCache(t: ExecutionContext, onBegun: () => void, onEnded: () => void): ImageCache {
	const cache = new ImageCache(temporaryFolder(t), 'test');
	cache.overlays.find = function * () {
		onBegun();
		try {
			for (;;) {
				yield;
			}
		} finally {
			onEnded();
		}
	};

	return cache;
}

testThreads('an image that is closed while its layers are laid over one another is closed: what is looked up for that, and the files', async t => {
	const reference = (await threeImages(t))[2];
	for (const isListed of [false, true]) {
		let isBegun = false;
		let ended = 0;
		const cache = endlessCache(t, () => {
			isBegun = true;
		}, () => {
			ended++;
		});
		const {tools, opened, closed} = toolsOf(t, {cache});
		const session = isListed ? openShelfSession([reference], tools) : openImageSession({...tools, reference});
		void session.start();
		await until(() => isBegun);
		t.is(ended, 0);
		session.close();
		t.is(ended, 1);
		await until(() => closed.length > 0);
		t.deepEqual(closed, opened);
	}
});

testThreads('what Esc stopped and was opened after all is not opened again: nothing stays open', async t => {
	const reference = (await threeImages(t))[2];
	const {tools, opened, closed} = toolsOf(t);
	const came = Promise.withResolvers<void>();
	const session = openImageSession({
		...tools,
		reference,
		// Which layer that is can only be told once it is open.
		open: {layer: '9', path: '/'},
		async openImage(name, {signal, ...options}) {
			await came.promise;
			return tools.openImage(name, options);
		},
	});
	const started = session.start();
	session.store.dispatch({type: 'back'});
	t.is(session.store.getState().phase, 'stopping');
	came.resolve();
	await started;
	t.is(session.store.getState().phase, 'stopped');
	session.store.dispatch({type: 'read-on'});
	await until(() => session.store.getState().phase === 'failed');
	t.regex(session.store.getState().failure!.why, /layer/);
	session.close();
	await until(() => closed.length > 0);
	t.is(opened.length, 1);
	t.deepEqual(closed, opened);
});
