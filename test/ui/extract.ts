import fs from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {keepExtracting} from '../../source/ui/effects/keep-extracting.js';
import {sliceNames, Slicer} from '../../source/ui/effects/slicer.js';
import {selectionsOf} from '../../source/ui/extraction.js';
import {pressKey} from '../../source/ui/press-key.js';
import {sumOfTaken} from '../../source/ui/sum-of-taken.js';
import {initialState} from '../../source/ui/state.js';
import {createStore, type Store} from '../../source/ui/store.js';
import {testWith, threadsLoadTypeScript} from '../helpers/archive/test-with.js';
import {namesBelow} from '../helpers/list-folder.js';
import {loadStory} from '../helpers/load-story.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';
import {TestScreen} from '../helpers/test-screen.js';

const testThreads = testWith(test, {'threads that load TypeScript': await threadsLoadTypeScript()});

const picture = `
+ /etc/motd 5
+ /etc/key 6
+ /usr/bin/app 12000
--
+ /etc/motd 6
`;

test('x asks where to, with what is taken and its bytes', t => {
	const screen = new TestScreen(picture);
	screen.press('2', 'a', 'x');
	t.regex(screen.frame, /x {2}\/usr, 12\.0 kB, to: story-extracted/);
	screen.press('escape');
	t.is(screen.state.field, undefined);
	t.is(screen.state.extraction, undefined);
});

test('of a layer all that it holds, of marks all that is marked', t => {
	const screen = new TestScreen(picture);
	screen.press('x');
	t.regex(screen.frame, /x {2}layer 1, 12\.0 kB, to: /);
	screen.press('escape', '2', 'a', 't', 'j', 't', 'x');
	t.regex(screen.frame, /x {2}2 marked, 12\.0 kB, 3 files, to: /);
});

test('while the folder is typed, keys that move do not change what is taken', t => {
	const screen = new TestScreen(picture);
	screen.press('2', 'a', 'x', 'down', 'ctrl-u');
	screen.type('o u t').press('enter');
	t.is(screen.state.extraction?.folder, 'o u t');
	t.is(screen.state.extraction?.parts[0].taken.length, 1);
	t.is(screen.cursor, '/usr');
	t.regex(screen.frame, /extracting to o u t 0 %/);
	screen.press('x');
	t.regex(screen.frame, /Files are being extracted; Esc stops it\./);
	screen.press('escape');
	t.true(screen.state.extraction?.isStopping);
});

test('what is proposed gives way to what is typed, and stays where it is edited; the folder is kept for the next time', t => {
	const screen = new TestScreen(picture);
	screen.press('x').type('out');
	t.is(screen.state.field?.text, 'out');
	t.is(screen.press('escape', 'x', 'left', 'x').state.field?.text, 'story-extractexd');
	t.is(screen.press('escape', 'x', 'backspace', 'x').state.field?.text, 'story-extractex');
	t.regex(screen.press('escape', 'x').lines.at(-1)!, /typing replaces it/);
	t.notRegex(screen.press('end').lines.at(-1)!, /typing replaces it/);
	screen.type('/deep').press('enter').dispatch({type: 'extracting', extraction: undefined});
	t.regex(screen.press('x').frame, /to: story-extracted\/deep▏/);
});

test('where it goes is seen at any width, in one line; a name is cut for it, then hints make way', t => {
	const long = '+ /usr/include/libyasm/errwarn-and-more.h 13700';
	for (let columns = 40; columns <= 130; columns++) {
		for (const [drawn, keys] of [[picture, ['x']], [picture, ['x', 'end']], [picture, ['2', 'a', '*', 't', 'j', 't', 'x']], [long, ['2', 'a', '*', 'G', 'x']]] as const) {
			const screen = new TestScreen(drawn, {columns});
			const line = screen.press(...keys).lines.at(-1)!;
			t.regex(line, / x (?: .+: )?story-extracted[ ▏]/, `${columns}`);
			t.true(line.length <= columns, `${columns}: ${line}`);
			t.true(columns < 80 || / {2}Enter extract {2}Esc cancel ?$/.test(line), `${columns}: ${line}`);
		}
	}

	const screen = new TestScreen(long, {columns: 80});
	t.regex(screen.press('2', 'a', '*', 'G', 'x').lines.at(-1)!, /^ x {2}\/usr\w*\/\w+…[\w-]+\.h, 13\.7 kB, to: story-extracted▏ +Enter extract {2}Esc cancel ?$/);
	const folder = '/home/someone/where/it/is/to/lie';
	t.true(screen.type(folder).lines.at(-1)!.includes(`, 13.7 kB, to: ${folder}▏`));
	// A folder of more than half of the line has its end shown.
	t.regex(screen.type('/and/some/more/of/it').lines.at(-1)!, /to: \S*to\/lie\/and\/some\/more\/of\/it▏/);
});

test('no folder gets the name of a tar: what is typed can be changed', t => {
	for (const name of ['out.tar', 'out.tgz', 'out.tar.gz']) {
		const screen = new TestScreen(picture);
		screen.press('x').type(name).press('enter');
		t.is(screen.state.extraction, undefined);
		t.regex(screen.lines.at(-1)!, /^ x out\.\S+▏ +Here x makes folders; freedive extract writes tars\.$/);
		screen.type('/d').press('enter');
		t.is(screen.state.extraction?.folder, `${name}/d`);
	}
});

test('no folder, no extraction', t => {
	const screen = new TestScreen(picture);
	screen.press('2', 'x', 'ctrl-u', 'enter');
	t.regex(screen.lines.at(-1)!, /a folder is needed/);
	t.is(screen.state.field?.kind, 'extract');
	t.is(screen.state.extraction, undefined);
});

test('two versions of a file, and layers beside other things, lie apart', t => {
	const {overlay} = new TestScreen(picture);
	const path = overlay.tree.find(Buffer.from('etc/motd'));
	const places = (...taken: Parameters<typeof selectionsOf>[1]) => selectionsOf(overlay, taken).map(({place}) => Buffer.from(place).toString());
	t.deepEqual(places({kind: 'path', path, at: 1}), ['etc/motd']);
	t.deepEqual(places({kind: 'path', path, at: 1}, {kind: 'path', path, at: 2}), ['after-layer-1/etc/motd', 'after-layer-2/etc/motd']);
	t.deepEqual(places({kind: 'layer', layer: 1}, {kind: 'layer', layer: 2}), ['layer-1', 'layer-2']);
	t.deepEqual(places({kind: 'layer', layer: 2}), ['']);
});

test('of a link what it leads to in the image, as it stands in the layer that is looked at; of a dangling one the link', t => {
	const screen = new TestScreen(`
l /bin -> usr/bin
+ /usr/bin/app 12000
l /usr/bin/run -> ../../../bin/app
l /usr/bin/none -> /nowhere
l /usr/bin/round -> round
--
+ /usr/bin/app 500
`);
	const {overlay} = screen;
	const path = (name: string) => overlay.tree.find(Buffer.from(name));
	const taken = (name: string, at: number) => ({kind: 'path', path: path(name), at} as const);
	const [run] = selectionsOf(overlay, [taken('usr/bin/run', 2)]);
	t.deepEqual([run.path, Buffer.from(run.place).toString()], [path('usr/bin/app'), 'usr/bin/run']);
	t.is(selectionsOf(overlay, [taken('bin', 1)])[0].path, path('usr/bin'));
	for (const name of ['usr/bin/none', 'usr/bin/round', 'usr/bin/app']) {
		t.is(selectionsOf(overlay, [taken(name, 2)])[0].path, path(name));
	}

	// One of many that belong together stays what it is among them.
	t.is(selectionsOf(overlay, [{...taken('usr/bin/run', 2), keepsLink: true}])[0].path, path('usr/bin/run'));
	t.is(sumOfTaken(overlay, [{...taken('usr/bin/run', 2), keepsLink: true}]).files, 0);
	t.deepEqual(sumOfTaken(overlay, [taken('usr/bin/run', 2), taken('usr/bin/app', 2)]), {bytes: 500, files: 1});

	screen.press('2', 'a', '/').type('run').press('enter', 'x');
	t.regex(screen.frame, /x {2}\/usr\/bin\/run, 12\.0 kB, to: /);
	screen.press('escape', '1', 'j', '2', 'x');
	t.regex(screen.frame, /x {2}\/usr\/bin\/run, 500 B, to: /);
});

/** A store with a whole image in it, from which is extracted. */
async function storeOf(t: ExecutionContext, text: string): Promise<{store: Store; folder: string}> {
	const {image, overlay, contents} = await loadStory(t, text);
	const store = createStore(initialState({reference: 'app.tar', columns: 120, rows: 30}));
	const extracting = keepExtracting(store, new Slicer(sliceNames), {isRoot: false, platform: 'linux'});
	t.teardown(async () => extracting.close());
	store.dispatch({type: 'opened', image, at: 0});
	store.dispatch({type: 'overlay-grew', grown: {overlay, ready: overlay.ready, isComplete: true, contents}});
	return {store, folder: path.join(temporaryFolder(t), 'out')};
}

async function extracted(store: Store, folder: string, ...keys: string[]): Promise<string> {
	for (const key of ['x', 'ctrl-u', ...folder, 'enter', ...keys]) {
		pressKey(store, key);
	}

	return new Promise(resolve => {
		store.onAction(action => {
			if (action.type === 'notify') {
				resolve(action.text);
			}
		});
	});
}

testThreads('what is taken comes out in a thread, and a notice says what', async t => {
	const {store, folder} = await storeOf(t, 'ADD\n  04755 bin/su = 1\n  etc/motd = hi\nRUN\n  etc/new = 2');
	t.is(await extracted(store, folder), `Extracted 2 files, 2 folders (3 B) in ${folder}; without setuid bits`);
	t.deepEqual(namesBelow(folder).sort(), ['bin', 'bin/su', 'etc', 'etc/motd']);
	t.is(store.getState().extraction, undefined);
	t.regex(await extracted(store, folder), /^Nothing new: \/bin\/su and 1 more are there already \(2 left out\)$/);
	t.is(store.getState().notice!.kind, 'problem');
	fs.rmSync(folder, {recursive: true});
	fs.writeFileSync(folder, '');
	t.is(await extracted(store, folder), `Not extracted: ${folder} can't be written: it is no folder.`);
});

test('what is closed while it is planned what to take out is closed: nobody waits for a thread that never began', async t => {
	const {image, overlay, contents} = await loadStory(t, 'ADD\n  f = 1');
	const store = createStore(initialState({reference: 'app.tar', columns: 120, rows: 30}));
	const slicer = new Slicer(sliceNames);
	const extracting = keepExtracting(store, slicer, {isRoot: false, platform: 'linux'});
	store.dispatch({type: 'opened', image, at: 0});
	store.dispatch({type: 'overlay-grew', grown: {overlay, ready: overlay.ready, isComplete: true, contents}});
	overlay.tree.reorder = function * () {
		for (;;) {
			yield;
		}
	};

	for (const key of ['x', 'enter']) {
		pressKey(store, key);
	}

	t.true(slicer.has('extract'));
	slicer.stop();
	await t.notThrowsAsync(extracting.close());
});

testThreads('Esc stops it; what is written is whole, and keys are answered meanwhile', async t => {
	const {store, folder} = await storeOf(t, `ADD\n${Array.from({length: 400}, (_, index) => `  f${index} * 200000`).join('\n')}`);
	const told = extracted(store, folder);
	await new Promise<void>(resolve => {
		store.onAction(action => {
			if (action.type === 'extracting' && (action.extraction?.written ?? 0) > 0) {
				resolve();
			}
		});
	});
	pressKey(store, 'escape');
	t.regex(await told, /^(?:Stopped: |Extracted )/);
	t.true(namesBelow(folder).every(name => fs.statSync(path.join(folder, name)).size === 200_000));
});
