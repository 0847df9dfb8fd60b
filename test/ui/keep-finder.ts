import test, {type ExecutionContext} from 'ava';
import {keepFinder} from '../../source/ui/effects/keep-finder.js';
import {keepFindings} from '../../source/ui/effects/keep-findings.js';
import {beginImage, loadImage} from '../../source/ui/effects/load-image.js';
import {Preparations} from '../../source/ui/effects/preparations.js';
import {sliceNames, Slicer} from '../../source/ui/effects/slicer.js';
import {nameColumns} from '../../source/tree/query/name-columns.js';
import {selectQuery} from '../../source/ui/finder.js';
import {pressKey} from '../../source/ui/press-key.js';
import {initialState, type State} from '../../source/ui/state.js';
import {createStore} from '../../source/ui/store.js';
import {buildImage, dockerArchive} from '../helpers/build-image.js';
import {testWith, threadsLoadTypeScript} from '../helpers/archive/test-with.js';
import {openTar} from '../helpers/open.js';
import {searchedStory} from '../helpers/searched-story.js';

const testThreads = testWith(test, {'threads that load TypeScript': await threadsLoadTypeScript()});

const story = searchedStory([
	'usr/lib/node_modules/big/package.json = {"name": "big", "version": "1.0.0"}',
	'usr/lib/node_modules/big/index.js = 1',
]);

/** The finder of an image that is loaded as the screen loads it. */
async function openFinder(t: ExecutionContext, picture = story, key = 'f') {
	const image = await openTar(t, dockerArchive([await buildImage(picture)]));
	const store = createStore(initialState({reference: 'x', columns: 120, rows: 30}));
	const slicer = new Slicer(sliceNames);
	const onError = (error: unknown) => {
		t.fail(String(error));
	};

	const queries: string[] = [];
	keepFindings(store, slicer, {signal: new AbortController().signal, onError});
	const abort = new AbortController();
	t.teardown(() => {
		abort.abort();
	});
	keepFinder(store, slicer, {preparations: new Preparations(store, 1), signal: abort.signal, onError});
	store.onAction(action => {
		if (action.type === 'finder-found') {
			queries.push(action.result.text);
		}
	});
	store.dispatch({type: 'opened', image, at: 0});
	await loadImage(store, beginImage(image), slicer, {threads: 1, signal: new AbortController().signal, onError});
	const until = async (isThere: (state: State) => boolean) => {
		const end = performance.now() + 30_000;
		while (!isThere(store.getState())) {
			if (performance.now() > end) {
				throw new Error(`It never came to be so: ${JSON.stringify(store.getState().finder, undefined, '  ')}`);
			}

			await new Promise(resolve => {
				setTimeout(resolve, 5);
			});
		}

		return store.getState();
	};

	await until(({grown}) => grown?.isProven === true);
	pressKey(store, key);
	const isAnswered = ({finder}: State) => finder.result?.text === finder.text && !finder.work;
	return {
		store, slicer, queries, until, abort,
		type(text: string) {
			store.dispatch({type: 'type', text});
		},
		/** What is found, once there is an answer. */
		async found() {
			const {finder, grown} = await until(isAnswered);
			return Array.from(finder.result!.found.paths, path => grown!.overlay.tree.path(path));
		},
	};
}

test('what every query reads is ready before the finder is opened, and nothing is shown of it', async t => {
	const {store, slicer, queries, until} = await openFinder(t, story, 'j');
	await until(() => !slicer.has('rehearsal'));
	const {grown, finder} = store.getState();
	t.true(nameColumns(grown!.overlay.tree).next().done);
	t.deepEqual(queries, []);
	t.is(finder.result, undefined);
});

testThreads('what is typed is answered in slices; the newest query cancels the one before', async t => {
	const files = Array.from({length: 20_000}, (_, index) => `  folder${index % 100}/library${index} = x`);
	const {type, found, queries} = await openFinder(t, ['COPY', ...files].join('\n'));
	await found();
	queries.length = 0;
	for (const letter of 'library123') {
		type(letter);
	}

	const paths = await found();
	t.is(paths[0], '/folder23/library123');
	t.is(queries.at(-1), 'library123');
});

testThreads('re: is matched in a thread, with other words; one that takes too long is stopped and told', async t => {
	const {store, type, found, until} = await openFinder(t, `
		COPY
		  usr/lib/libbig.so.1 * 10
		  usr/lib/libbig.so * 10
		  usr/${'a'.repeat(40)}! * 10
	`);
	type(String.raw`re:\.so\.\d$`);
	t.deepEqual(await found(), ['/usr/lib/libbig.so.1']);
	const {result} = store.getState().finder;
	const {start, end} = result!.expressions!.get(String.raw`\.so\.\d$`)!;
	const [path] = result!.found.paths;
	t.is('/usr/lib/libbig.so.1'.slice(start[path], end[path]), '.so.1');
	type(' small');
	t.deepEqual(await found(), []);
	pressKey(store, 'ctrl-u');
	type('re:(a+)+$');
	await until(({finder}) => finder.problem !== undefined);
	t.regex(store.getState().finder.problem!, /^re:\(a\+\)\+\$ takes too long/);
	// Another query has no problem.
	pressKey(store, 'ctrl-u');
	type('big');
	t.is((await found()).length, 2);
	t.is(store.getState().finder.problem, undefined);
});

testThreads('text: that takes too long on a file leaves it out, finds what else has it, and says so', async t => {
	const {store, type, found, until} = await openFinder(t, `
		COPY
		  a = aaab
		  wild = ${'a'.repeat(60)}
		  z = ab
	`);
	type('text:(a+)+b');
	await until(({finder}) => finder.problem !== undefined);
	t.is(store.getState().finder.problem, 'Not everything could be searched: text:(a+)+b takes too long on /wild.');
	t.deepEqual(await found(), ['/a', '/z']);
});

testThreads('text: searches contents, of what was deleted too', async t => {
	const {store, type, found} = await openFinder(t);
	type('text:password');
	t.deepEqual(await found(), ['/etc/secret']);
	t.is(store.getState().finder.result!.found.gone[0], 1);
	pressKey(store, 'ctrl-u');
	type('text:^ROOT');
	t.deepEqual(await found(), []);
	pressKey(store, 'ctrl-u');
	type('text:^root etc');
	t.deepEqual(await found(), ['/etc/passwd']);
	pressKey(store, 'ctrl-u');
	type('text:(');
	t.like(selectQuery(store.getState()), {error: {message: 'no regular expression: unterminated group', at: 5, length: 1}});
});

testThreads('a search in contents ends with the finder', async t => {
	const {store, type, until, slicer} = await openFinder(t);
	type('text:mellon');
	await until(({finder}) => finder.work !== undefined);
	pressKey(store, 'escape');
	t.is(store.getState().finder.work, undefined);
	t.false(slicer.has('finder'));
	await new Promise(resolve => {
		setTimeout(resolve, 500);
	});
	// What was found for the letters before may still stand.
	const {result} = store.getState().finder;
	t.true(result?.text !== 'text:mellon' || result.found.total === 0);
});

testThreads('package: waits until it is known who owns what', async t => {
	const {type, found} = await openFinder(t);
	type('package:big js$');
	t.deepEqual(await found(), ['/usr/lib/node_modules/big/index.js']);
});

testThreads('a search in contents ends with the image', async t => {
	const {type, until, abort, store} = await openFinder(t);
	type('text:mellon');
	await until(({finder}) => finder.work !== undefined);
	abort.abort();
	await new Promise(resolve => {
		setTimeout(resolve, 500);
	});
	// What was found for the letters before may still stand.
	const {result} = store.getState().finder;
	t.true(result?.text !== 'text:mellon' || result.found.total === 0);
});
