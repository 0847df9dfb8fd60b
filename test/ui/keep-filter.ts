import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import type {State} from '../../source/ui/state.js';
import {threadsLoadTypeScript, testWith} from '../helpers/archive/test-with.js';
import {buildImage, dockerArchive, writeTar} from '../helpers/build-image.js';
import {searchedStory} from '../helpers/searched-story.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';
import {TestSession} from '../helpers/test-session.js';

const testThreads = testWith(test, {'threads that load TypeScript': await threadsLoadTypeScript()});

const story = searchedStory([
	`usr/${'a'.repeat(40)}! * 10`,
	`srv/wild = ${'a'.repeat(60)}`,
	'srv/plain = aaab',
]);

/** The screen of an image that is read, with the files up to its last layer. */
async function openFiles(t: ExecutionContext, options = {}, picture = story) {
	const file = path.join(temporaryFolder(t), 'app.tar');
	await writeTar(file, dockerArchive([await buildImage(picture)]));
	const screen = await new TestSession(t, [file], options).until(({grown, listing}) => grown?.isProven === true && listing !== undefined);
	screen.press('a', 'G');
	const files = () => Array.from(screen.state.listing!.rows, row => screen.state.grown!.overlay.tree.path(row));
	const isSettled = ({filter, filtering, listing}: State) => filtering?.text === filter && !filtering.work && listing!.wish.filter === filter
		&& !listing!.wish.isAwaited && listing!.wish.prepared?.expressions === filtering.expressions
		&& [...filtering.texts].every(([pattern, [found]]) => listing!.wish.prepared?.texts?.get(pattern) === found);
	return {
		screen, files,
		/** The rows, once all is known. */
		async settled() {
			await screen.until(isSettled);
			return files();
		},
	};
}

testThreads('re: keeps what it matches, marked in names, and goes with other words', async t => {
	const {screen, settled} = await openFiles(t, {color: true});
	screen.press('&').type(String.raw`re:\.so(\.\d)?$`);
	t.deepEqual(await settled(), ['/usr', '/usr/lib', '/usr/lib/libbig.so.1', '/usr/lib/libsmall.so']);
	t.regex(screen.lines.at(-1)!, /2 matches/);
	t.regex(screen.frame, /libsmall(?:\u001B\[\d+m)+\.so(?:\u001B\[\d+m)+/);
	screen.type(' !big').press('enter');
	t.deepEqual(await settled(), ['/usr', '/usr/lib', '/usr/lib/libsmall.so']);
	screen.press('escape');
	t.is(screen.state.filter, '');
	t.is(screen.state.filtering, undefined);
});

testThreads('what is typed is not waited for: what was kept stays until there is an answer, and the newest pattern cancels the one before', async t => {
	const {screen, files, settled} = await openFiles(t);
	screen.press('&').type('big');
	await screen.until(({listing, filter}) => listing!.wish.filter === filter);
	const before = files();
	t.deepEqual(before, ['/usr', '/usr/lib', '/usr/lib/libbig.so.1']);
	screen.relay.dispatch({type: 'type', text: ' | re:smal'});
	t.deepEqual(files(), before);
	t.true(screen.state.filtering!.isAwaited);
	t.regex(screen.lines.at(-1)!, /&big \| re:smal.* matching /);
	t.notRegex(screen.lines.at(-1)!, /match\b|matches/);
	const asked = new Set<string>();
	screen.relay.subscribe(() => {
		for (const pattern of screen.state.filtering?.expressions.keys() ?? []) {
			asked.add(pattern);
		}
	});
	screen.type('l');
	const both = ['/usr', '/usr/lib', '/usr/lib/libbig.so.1', '/usr/lib/libsmall.so'];
	t.deepEqual(await settled(), both);
	t.deepEqual([...asked], ['small']);
	// A letter that makes it no query keeps what was there.
	screen.relay.dispatch({type: 'type', text: '('});
	t.regex(screen.lines.at(-1)!, /no regular expression: unterminated group/);
	t.deepEqual(files(), both);
});

testThreads('an expression that takes too long is stopped and told, with its place and once it is kept', async t => {
	const {screen, settled, files} = await openFiles(t);
	screen.press('&').type('big re:(a+)+$');
	t.deepEqual(await settled(), []);
	const problem = 're:(a+)+$ takes too long: it was stopped.';
	t.deepEqual(screen.state.filtering!.problem, {message: problem, at: 4, length: 9});
	t.true(screen.lines.at(-1)!.includes(problem));
	screen.press('enter');
	t.is(screen.state.field, undefined);
	t.deepEqual(screen.state.notice, {text: problem, kind: 'problem'});
	t.true(screen.frame.includes('Esc takes it away.'));
	screen.press('escape');
	await screen.until(({listing}) => listing!.wish.filter === '');
	t.true(files().length > 3);
	// What is no more asked is no more told.
	screen.press('&').type('re:big');
	await settled();
	t.is(screen.state.filtering!.problem, undefined);
});

testThreads('text: keeps the files whose content, as it is shown, has it', async t => {
	const {screen, settled} = await openFiles(t);
	screen.press('&').type('text:mellon');
	// It was deleted by the layer that is shown.
	t.deepEqual(await settled(), ['/etc', '/etc/secret']);
	screen.press('escape', '1', 'g', '2', '&').type('text:^ROOT');
	t.deepEqual(await settled(), []);
	t.true(screen.frame.includes('No path matches the filter.'));
	screen.press('ctrl-u').type('text:^root passwd');
	t.deepEqual(await settled(), ['/etc', '/etc/passwd']);
	t.regex(screen.lines.at(-1)!, /1 match\b/);
});

testThreads('text: that takes too long on a file leaves it out, finds what else has it, and says so', async t => {
	const {screen, settled} = await openFiles(t);
	screen.press('&').type('text:(a+)+b').press('enter');
	// Kept before anything was found; what is found first has the cursor.
	t.regex(screen.lines.at(-1)!, /^ searching contents/);
	t.deepEqual(await settled(), ['/srv', '/srv/plain']);
	t.is(screen.state.grown!.overlay.tree.path(screen.state.cursor), '/srv/plain');
	t.deepEqual(screen.state.notice, {text: 'Not everything could be searched: text:(a+)+b takes too long on /srv/wild.', kind: 'problem'});
	screen.press('down');
	t.regex(screen.lines.at(-1)!, /^ filtered in part/);
});

testThreads('Esc stops a search in contents, while it is typed and once it is kept', async t => {
	for (const keys of [['escape'], ['enter', 'escape']]) {
		const {screen} = await openFiles(t);
		screen.press('&').type('text:mellon');
		t.like(screen.state.filtering, {work: {text: 'searching contents'}});
		screen.press(...keys);
		t.is(screen.state.filter, '');
		t.is(screen.state.filtering, undefined);
		await new Promise(resolve => {
			setTimeout(resolve, 600);
		});
		t.is(screen.state.filtering, undefined);
	}
});

testThreads('the finder goes before the filter behind it, whose answer comes after, and what one of them found serves the other', async t => {
	const {screen, settled} = await openFiles(t);
	screen.press('&').type('text:root').press('enter', 'f').type('re:small');
	await screen.until(({finder}) => finder.result?.text === 're:small' && !finder.work);
	t.is(screen.state.finder.result!.found.total, 1);
	t.is(screen.state.filtering!.texts.size, 0);
	screen.press('escape');
	t.deepEqual(await settled(), ['/etc', '/etc/passwd']);
	screen.press('f').type('text:root');
	t.is(screen.state.finder.work, undefined);
	await screen.until(({finder}) => finder.result?.text === 'text:root');
	t.is(screen.state.finder.result!.found.total, 1);
	// More patterns than are kept do not push out what is in use.
	for (let number = 0; number < 10; number++) {
		screen.press('ctrl-u').type(`re:root${number}`);
		await screen.until(({finder}) => finder.result?.text === finder.text && !finder.work);
	}

	screen.press('escape');
	t.false(screen.state.filtering!.isAwaited);
	t.is(screen.state.filtering!.work, undefined);
	t.deepEqual(await settled(), ['/etc', '/etc/passwd']);
});

testThreads('package: says that it looks for packages, and keeps what was there until they are known', async t => {
	const {screen, files} = await openFiles(t, {}, `
		COPY
		  usr/lib/node_modules/big/package.json = {"name": "big", "version": "1.0.0"}
		  usr/lib/node_modules/big/index.js = 1
		  usr/lib/other.js = 1
	`);
	screen.press('&').type('package:big .js$');
	await screen.until(({filter, listing, findings}) => findings.packages?.result !== undefined && listing!.wish.filter === filter && !listing!.wish.isAwaited);
	t.deepEqual(files(), ['/usr', '/usr/lib', '/usr/lib/node_modules', '/usr/lib/node_modules/big', '/usr/lib/node_modules/big/index.js']);
	t.is(screen.state.filtering, undefined);
});
