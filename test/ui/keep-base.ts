import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import {ImageCache} from '../../source/image/cache/image-cache.js';
import {rememberLayers} from '../../source/image/cache/known-images.js';
import type {Image, ImageForm} from '../../source/image/image.js';
import {openImage, type OpenedImage} from '../../source/image/open-image.js';
import {keepBase, type BaseSearch} from '../../source/ui/effects/keep-base.js';
import {initialState} from '../../source/ui/state.js';
import {createStore, type Store} from '../../source/ui/store.js';
import {testWith, threadsLoadTypeScript} from '../helpers/archive/test-with.js';
import {buildImage, dockerArchive, writeTar} from '../helpers/build-image.js';
import {fakeEngines, isRunning, stubborn} from '../helpers/fake-engines.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';
import {TestSession} from '../helpers/test-session.js';

const testThreads = testWith(test, {'threads that load TypeScript': await threadsLoadTypeScript()});

const debian = 'ADD rootfs.tar /\n  etc/motd = hello\n';
const base = `${debian}RUN again\n  etc/motd = good-bye\n`;
const own = `${base}RUN rm\n  etc/.wh.motd\n`;

async function archive(t: ExecutionContext, name: string, text: string): Promise<string> {
	return writeTar(path.join(temporaryFolder(t), `${name}.tar`), dockerArchive([await buildImage(text, {tags: [`shop/${name}:1`]})]));
}

async function open(t: ExecutionContext, file: string): Promise<OpenedImage> {
	const opened = await openImage(file, {temporaryFolder: temporaryFolder(t), hostPlatform: 'linux/amd64'});
	opened.close();
	return opened;
}

const id = `sha256:${'a'.repeat(64)}`;

/** A docker that has an image. */
function dockerWith(t: ExecutionContext, image: Image, inspect?: string) {
	return fakeEngines(t, {docker: {
		ls: `echo '${JSON.stringify({ID: id, Repository: 'debian', Tag: '12'})}'`,
		inspect: inspect ?? `echo '${JSON.stringify([{Id: id, RepoTags: ['debian:12'], RootFS: {Layers: image.layers.map(({diffId}) => diffId)}}])}'`,
	}});
}

/** A screen's state while an image is opened, and what works for its base. */
function begin(t: ExecutionContext, image: Image, {form = image.form, home, ...search}: BaseSearch & {form?: ImageForm; home?: string}): Store {
	const abort = new AbortController();
	t.teardown(() => {
		abort.abort();
	});
	const store = createStore(initialState({reference: image.reference, columns: 80, rows: 24}));
	keepBase(store, {...search, home, signal: abort.signal, openImage: async reference => openImage(reference, {temporaryFolder: temporaryFolder(t), hostPlatform: 'linux/amd64'})});
	store.dispatch({type: 'opened', image: {...image, form}, at: 0});
	return store;
}

async function until(store: Store, isSo: () => boolean): Promise<void> {
	for (let tries = 0; tries < 1000 && !isSo(); tries++) {
		await delay(10);
	}

	if (!isSo()) {
		throw new Error(`It never came to be so: ${JSON.stringify(store.getState().base)}`);
	}
}

test('an image that was opened before is known at once, and nobody is asked', async t => {
	const home = temporaryFolder(t);
	const {image} = await open(t, await archive(t, 'app', own));
	const {image: below} = await open(t, await archive(t, 'base', base));
	const programs = dockerWith(t, below);
	t.is(begin(t, image, {home, programs}).getState().base, undefined);
	rememberLayers(home, below);
	const store = begin(t, image, {home, programs});
	t.like(store.getState(), {seeksBase: false, base: {name: 'shop/base:1', layers: 2, knownBy: 'opened'}});
	store.dispatch({type: 'loaded'});
	await delay(300);
	t.deepEqual(programs.calls(), []);
});

test('the engine that gave the image is asked once its layers are read, and has the last word where it knows more', async t => {
	const home = temporaryFolder(t);
	const {image} = await open(t, await archive(t, 'app', own));
	rememberLayers(home, (await open(t, await archive(t, 'least', debian))).image);
	const programs = dockerWith(t, (await open(t, await archive(t, 'base', base))).image);
	const store = begin(t, image, {home, programs, form: 'docker'});
	t.like(store.getState(), {seeksBase: true, base: {name: 'shop/least:1', layers: 1}});
	await delay(200);
	t.deepEqual(programs.calls(), []);
	store.dispatch({type: 'loaded'});
	await until(store, () => store.getState().seeksBase === false);
	t.like(store.getState().base, {name: 'debian:12', layers: 2, knownBy: 'docker'});
	const calls = programs.calls().length;
	store.dispatch({type: 'loaded'});
	await delay(200);
	t.is(programs.calls().length, calls, 'once');
	const another = begin(t, image, {home, programs, form: 'podman'});
	another.dispatch({type: 'loaded'});
	await until(another, () => another.getState().seeksBase === false);
	t.like(another.getState().base, {name: 'shop/least:1'});
	t.is(programs.calls().length, calls, 'docker was not the one');
});

test('an engine that hangs holds nothing up for long', async t => {
	const pid = path.join(temporaryFolder(t), 'pid');
	const {image} = await open(t, await archive(t, 'app', own));
	const store = begin(t, image, {programs: dockerWith(t, image, stubborn(pid)), named: 'auto'});
	store.dispatch({type: 'loaded'});
	const since = performance.now();
	await until(store, () => store.getState().seeksBase === false);
	t.true(performance.now() - since < 5000);
	t.is(store.getState().base, undefined);
	await until(store, () => !isRunning(pid));
});

test('one that is named: by its layers, or why it is none', async t => {
	const {image} = await open(t, await archive(t, 'app', own));
	const file = await archive(t, 'base', base);
	const store = begin(t, image, {named: file});
	t.true(store.getState().seeksBase);
	await until(store, () => store.getState().seeksBase === false);
	t.like(store.getState(), {notice: undefined, base: {name: 'shop/base:1', layers: 2, knownBy: 'user'}});
	const other = await archive(t, 'other', 'ADD other\n  x = 1\n');
	for (const [named, why] of [[other, `${image.reference} is not built on ${other}: layer 1 differs.`], [`${other}.gone.tar`, `${other}.gone.tar is not there.`]]) {
		const store = begin(t, image, {named});
		await until(store, () => store.getState().seeksBase === false);
		t.is(store.getState().base, undefined);
		t.is(store.getState().notice!.text, why);
	}
});

testThreads('the base\'s layers stand under its name, and its waste is not one\'s own to mend', async t => {
	const home = temporaryFolder(t);
	const app = await archive(t, 'app', own);
	rememberLayers(home, (await open(t, await archive(t, 'base', base))).image);
	const screen = new TestSession(t, [app], {cache: new ImageCache(home, 'test')});
	await screen.until(({phase, findings}) => phase === 'whole' && findings.audit?.result !== undefined);
	t.regex(screen.lines.find(line => line.includes('1 Layers'))!, /1 Layers. 1\.\.2 of shop\/base:1 /);
	t.regex(screen.frame.replaceAll(/\s+/g, ' '), /base +shop\/base:1, layers 1\.\.2, as it was /);
	screen.press('w');
	await screen.until(({findings}) => findings.waste?.result !== undefined);
	const told = screen.state.findings.waste!.result!.map(({remedy}) => remedy).join('\n');
	screen.press('b');
	t.regex(screen.frame, /on shop\/base:1/);
	t.regex(screen.frame, /of the base image shop\/base:1/);
	screen.press('i');
	t.regex(screen.frame, /base +shop\/base:1, layers 1\.\.2/);
	const alone = new TestSession(t, [app]);
	await alone.until(({phase}) => phase === 'whole');
	alone.press('w');
	await alone.until(({findings}) => findings.waste?.result !== undefined);
	t.not(told, alone.state.findings.waste!.result!.map(({remedy}) => remedy).join('\n'));
	t.false(alone.frame.includes('shop/base'));
});
