import fs from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {ImageCache} from '../../source/image/cache/image-cache.js';
import {openImage, type OpenedImage, type OpenOptions} from '../../source/image/open-image.js';
import {openImageSession} from '../../source/ui/effects/image-session.js';
import {openShelfSession} from '../../source/ui/effects/shelf-session.js';
import type {SessionTools} from '../../source/ui/effects/session.js';
import {selectTitle} from '../../source/ui/select-title.js';
import {testWith, threadsLoadTypeScript} from '../helpers/archive/test-with.js';
import {buildImage, dockerArchive, ociLayout, writeTar} from '../helpers/build-image.js';
import {fakeEngines, hasImage} from '../helpers/fake-engines.js';
import {fakeRegistry} from '../helpers/fake-registry.js';
import {runCommand} from '../helpers/run-command.js';
import {serveLayout} from '../helpers/serve-layout.js';
import {threeImages} from '../helpers/several-stories.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

const testThreads = testWith(test, {'threads that load TypeScript': await threadsLoadTypeScript()});

/** What sessions work with, and which images they opened and closed. */
function toolsOf(t: ExecutionContext, more: Partial<SessionTools> = {}, outside: Partial<OpenOptions> = {}): {tools: SessionTools; opened: OpenedImage[]; closed: OpenedImage[]} {
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
				const image = await openImage(reference, {temporaryFolder: folder, hostPlatform: 'linux/amd64', ...outside, ...options});
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

testThreads('while an engine saves again what contents are compared by, the title says how far it is', async t => {
	const built = await buildImage('RUN a\n  etc/conf = text\nRUN b\n  etc/conf = TEXT\n', {tags: ['app:1']});
	const folder = temporaryFolder(t);
	const [archive, gate] = [await writeTar(path.join(folder, 'app.tar'), dockerArchive([built])), path.join(folder, 'gate')];
	const inspect = path.join(folder, 'inspect');
	fs.writeFileSync(inspect, hasImage(built));
	const programs = fakeEngines(t, {docker: {inspect: `cat '${inspect}'`, save: `head -c 2000 '${archive}'; while [ ! -e '${gate}' ]; do sleep 0.02; done; tail -c +2001 '${archive}'`}});
	const home = path.join(folder, 'cache');
	fs.writeFileSync(gate, '');
	// Lists what is in it, and compares nothing.
	t.is((await runCommand(['files', 'docker://app:1'], {...programs, cacheFolder: home, maker: 'test'})).exitCode, 0);
	fs.rmSync(gate);

	const cache = new ImageCache(home, 'test');
	const {tools, opened, closed} = toolsOf(t, {cache}, {programs, cache});
	const session = openImageSession({...tools, reference: 'docker://app:1'});
	await session.start();
	const {store} = session;
	t.is(store.getState().phase, 'whole');
	await until(() => (selectTitle(store.getState()).progress?.bytes ?? 0) > 0);
	t.like(selectTitle(store.getState()).progress, {label: 'reading app:1 from docker', bytes: 2000});
	t.falsy(store.getState().grown!.isProven);
	fs.writeFileSync(gate, '');
	await until(() => store.getState().grown?.isProven === true);
	t.is(selectTitle(store.getState()).progress, undefined);
	t.is(programs.calls().filter(call => call.includes(' save ')).length, 2);
	session.close();
	await until(() => closed.length > 0);
	t.deepEqual(closed, opened);
});

testThreads('plain layers that can\'t be had are listed as they were kept, audited as far as that goes, and no content of them is read', async t => {
	const built = await buildImage('RUN a\n  etc/conf = text\n  bin/one * 300\nRUN b\n  etc/conf = TEXT\n');
	const registry = await fakeRegistry(t, serveLayout(ociLayout([built], 'none')));
	const home = path.join(temporaryFolder(t), 'cache');
	const reference = `registry://${registry.host}/app:1`;
	t.is((await runCommand(['files', reference], {environment: {PATH: '/nowhere'}, cacheFolder: home, maker: 'test'})).exitCode, 0);
	registry.stop();

	const cache = new ImageCache(home, 'test');
	const {tools} = toolsOf(t, {cache}, {cache});
	const session = openImageSession({...tools, reference});
	t.teardown(() => {
		session.close();
	});
	await session.start();
	const {store} = session;
	store.dispatch({type: 'read-on'});
	await until(() => store.getState().phase === 'whole' && store.getState().grown?.isProven === true);
	const {grown, layers} = store.getState();
	t.deepEqual(Array.from(layers.values(), ({step, isBroken}) => ({step, isBroken})), [{step: 'listed', isBroken: true}, {step: 'listed', isBroken: true}]);
	t.is(grown!.overlay.bytes().total, 308);
	t.is(grown!.overlay.bytes().unknown, 4);
	await until(() => store.getState().findings.audit?.result !== undefined || store.getState().findings.audit?.problem !== undefined);
	t.is(store.getState().findings.audit!.problem, undefined);
	t.false(store.getState().findings.audit!.result!.complete);
	t.is(grown!.contents!.plain(1, 1), undefined);
});
