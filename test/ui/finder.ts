import test from 'ava';
import stringWidth from 'string-width';
import {findPaths} from '../../source/tree/query/find-paths.js';
import type {Query} from '../../source/tree/query/query.js';
import {runNow} from '../../source/archive/slices.js';
import {firstLimit, selectQuery} from '../../source/ui/finder.js';
import {selectTaken} from '../../source/ui/marks.js';
import {pressKey} from '../../source/ui/press-key.js';
import {reduce} from '../../source/ui/reduce.js';
import {initialState, type State} from '../../source/ui/state.js';
import {createStore} from '../../source/ui/store.js';
import {screenStory} from '../helpers/screen-story.js';
import {TestScreen, type TestScreenOptions} from '../helpers/test-screen.js';

const open = (options?: TestScreenOptions) => new TestScreen(screenStory, options);

/** The lines below the query and the names of the columns, up to the story. */
const rowsOf = (screen: TestScreen) => {
	const lines = screen.lines.slice(3, -1);
	const end = lines.findIndex(line => line.includes('──'));
	return lines.slice(0, end).filter(line => line !== '').map(line => line.trimEnd());
};

const past = (count: number, from = 1) => Array.from({length: count}, (_, index) => `+ /d/file${from + index} 10`).join('\n');

test('f finds paths of all layers as one types, best first, deleted ones too', t => {
	const screen = open().press('f').type('lib');
	t.regex(screen.lines[1], /^ f lib▏ +1 of 4$/);
	t.regex(screen.lines[2], /^ +layer +size +path/);
	t.deepEqual(rowsOf(screen), [
		'>  A     1              /usr/lib/',
		'   ?     2 9.00 MB      /usr/lib/libbig.so',
		'   A     1              /usr/lib/libbig.so.1',
		'   A     1 20.0 kB      /usr/lib/libsmall.so',
	]);
	screen.press('ctrl-u').type('list');
	t.deepEqual(rowsOf(screen), ['>  A     1  500 kB gone /var/cache/list']);
	t.regex(screen.frame, / \/var\/cache\/list ─+ deleted by layer 2 · -rw-r--r-- · 0:0 · 1970-01-01 ─/);
	t.regex(screen.frame, / {4}2 R removed/);
});

test('a version that its own layer stored and stored again is shown as it was, not as what came after it', t => {
	const screen = new TestScreen('+ /twice 5000\n+ /twice 100', {}).press('f').type('fate:superseded');
	t.deepEqual(rowsOf(screen), ['>  A     1 5.00 kB      /twice']);
});

test('each letter moves to the best again, and arrows and pages move among what was found', t => {
	const screen = open().press('f').type('lib').press('down', 'down');
	t.regex(screen.lines[1], /3 of \d/);
	t.is(screen.press('pagedown').state.finder.row, screen.state.finder.result!.found.paths.length - 1);
	t.is(screen.press('pageup').state.finder.row, 0);
	t.is(screen.press('down').type('s').state.finder.row, 0);
});

test('Enter goes to the path in the layer that holds it, and Esc there comes back to the finder as it was', t => {
	const screen = open().press('3', 'f').type('li').press('down', 'enter');
	const {row} = screen.state.finder;
	t.is(row, 1);
	t.is(screen.state.field, undefined);
	t.is(screen.state.focus, 'files');
	t.is(screen.cursor, screen.overlay.tree.path(screen.state.finder.result!.found.paths[1]));
	screen.press('escape');
	t.is(screen.state.field?.text, 'li');
	t.is(screen.state.finder.row, row);
	t.is(screen.state.layer, 1);
	screen.press('escape');
	t.is(screen.state.field, undefined);
	t.is(screen.state.focus, 'details');
	t.deepEqual(screen.state.trail, []);
});

test('of a deleted path Enter goes to the layer that had it last', t => {
	const screen = open().press('G', 'f').type('passwd').press('enter');
	t.is(screen.cursor, '/etc/passwd');
	t.is(screen.state.layer, 1);
	t.is(screen.state.range, 'changes');
});

test('Enter goes to a path that a layer did not change where it is shown: in all up to it', t => {
	const screen = open().press('&').type('big').press('enter', 'f').type('small').press('enter');
	t.is(screen.cursor, '/usr/lib/libsmall.so');
	t.is(screen.state.filter, '');
});

test('what is wrong with a query is pointed at, and what was found before stays', t => {
	const screen = open().press('f').type('lib').dispatch({type: 'type', text: ' siz:3'});
	t.regex(screen.lines[1], /^ f lib siz:3▏/);
	t.regex(screen.lines[2], /^ {7}\^\^\^\^ there is no filter siz:.*size:/);
	t.is(screen.press('enter').state.field?.kind, 'find');
	t.regex(screen.frame, /\/usr\/lib\//);
	t.regex(open().press('f').type('layer:99').lines[2], /\^\^ there is no layer 99: the image has layers 1 to \d/);
	// At the right edge the words stand before the caret.
	const narrow = open({columns: 60}).press('f').type(`${'x'.repeat(30)} siz:3`);
	t.true(narrow.lines.every(line => stringWidth(line) <= 60));
	t.regex(narrow.lines[2], /\^\^\^\^/);
});

test('a query that finds nothing says so', t => {
	const screen = open().press('f').type('zzz');
	t.regex(screen.lines[1], / no match$/);
	t.regex(screen.frame, /No path of any layer matches\./);
	t.is(screen.press('enter', 'tab', 'down', 'pagedown').state.field?.kind, 'find');
});

test('why nothing could be searched is told whole where paths would stand, and not that none matches; beside what is found it is a line', t => {
	const problem = `It could not be searched: ${'the engine that has it is gone, and '.repeat(8)}that is all.`;
	const screen = open().press('f').type('zzz');
	const {work} = screen.state.finder;
	screen.dispatch({type: 'finder-work', work, problem});
	const text = screen.lines.slice(2).map(line => line.trim()).filter(line => line !== '').join(' ');
	t.true(text.startsWith(`${problem} No path is found that matches.`), text);
	t.false(screen.frame.includes('no match'));
	t.false(screen.frame.includes('No path of any layer'));
	const found = open().press('f').type('lib').dispatch({type: 'finder-work', work, problem});
	t.true(found.lines[2].includes('It could not be searched: the engine'), found.frame);
	t.true(found.frame.includes('/usr/lib/'));
});

test('of an image that is read in part the finder says where it looks', t => {
	const screen = open({ready: 1}).press('f');
	t.regex(screen.lines[1], / \d+ paths in the layers that are read$/);
	t.regex(screen.type('zzz').frame, /No path in the layers that are read matches\./);
	const nothing = open({ready: 0}).press('f').type('zzz');
	t.regex(nothing.frame, /No layer (?:is|was) read/);
	t.false(nothing.frame.includes('no match'), nothing.frame);
});

test('a sign alone asks nothing yet', t => {
	for (const sign of ['|', '!', '\'', '^', '!\'', '| !']) {
		const screen = open().press('f').type(sign);
		t.regex(screen.lines[1], / 13 paths in all layers$/, `“${sign}”`);
		t.regex(screen.frame, /size:>10MB/);
		t.notRegex(screen.frame, /matches\.|1 of/);
		// Enter waits for nothing, and it is no query to come back to.
		t.falsy(screen.press('enter', 'escape').state.finder.isAwaited);
		t.deepEqual(screen.state.finder.history, []);
	}

	t.regex(open().press('f').type('lib !').lines[1], / 1 of \d+$/);
});

test('an empty query tells what can be asked', t => {
	const screen = open().press('f');
	t.regex(screen.lines[1], / 13 paths in all layers$/);
	t.regex(screen.frame, /size:>10MB/);
	t.is(screen.press('enter').state.field?.kind, 'find');
	t.is(screen.press('escape').state.field, undefined);
});

test('Tab marks and goes on, shift-Tab marks and goes back; the marks are those of the files', t => {
	const screen = open().press('f').type('so$').press('tab', 'tab');
	t.is(screen.state.marks.size, 2);
	t.regex(screen.lines.at(-1)!, /^ 2 marked, 9\.02 MB {3}/);
	t.is(rowsOf(screen).filter(row => row.includes('✓')).length, 2);
	t.is(screen.press('shift-tab').state.marks.size, 1);
	screen.press('ctrl-u').type('var/cache').press('tab', 'ctrl-u').type('/usr/lib$').press('tab');
	t.deepEqual(
		selectTaken(screen.state).filter(one => one.kind === 'path').map(({path, at}) => `${screen.overlay.tree.path(path)} at ${at}`).slice(1),
		['/var/cache at 1', '/usr/lib at 3'],
	);
});

test('↑ from the first row goes to queries before, the last one first; Enter takes one up', t => {
	const screen = open().press('f').type('passwd').press('enter', 'f').type('small').press('enter', 'f');
	t.regex(screen.frame, /queries before.*1\/2/);
	t.regex(screen.frame, />.small/);
	t.regex(screen.frame, /size:>10MB/);
	screen.press('down', 'enter');
	t.is(screen.state.field?.text, 'passwd');
	t.is(screen.state.field?.caret, 6);
	t.is(rowsOf(screen).length, 1);
	screen.press('up');
	t.is(screen.state.finder.past, 0);
	// Esc goes back to what was typed, a letter goes on with it.
	t.is(screen.press('escape').state.finder.past, undefined);
	t.is(screen.state.field?.text, 'passwd');
	t.is(screen.press('up').type('x').state.field?.text, 'passwdx');
	t.is(screen.state.finder.past, undefined);
	// What was given up with something found is remembered too, and once only.
	screen.press('backspace', 'escape', 'f');
	t.deepEqual(screen.state.finder.history, ['passwd', 'small']);
});

test('where more is found than is asked for, more comes with the cursor', t => {
	const count = firstLimit + 500;
	const screen = new TestScreen(past(count)).press('f').type('file');
	t.regex(screen.lines[1], /1 of 1,500$/);
	t.is(screen.state.finder.result!.found.paths.length, firstLimit);
	for (let page = 0; page < 90; page++) {
		screen.press('pagedown');
	}

	t.regex(screen.lines[1], /1,500 of 1,500$/);
	t.is(screen.state.finder.result!.found.paths.length, count);
});

test('Enter that comes before the answer goes to the best of it once that comes; another key takes it back', t => {
	const answered = open().press('f').type('passwd').state;
	const {result} = answered.finder;
	// As it is while the query is still being answered.
	const waiting: State = {...answered, finder: {...answered.finder, result: {...result!, text: 'passw'}}};
	const entered = reduce(waiting, {type: 'accept'});
	t.true(entered.finder.isAwaited);
	t.is(entered.field?.kind, 'find');
	const there = reduce(entered, {type: 'finder-found', result: result!});
	t.is(there.field, undefined);
	t.is(there.focus, 'files');
	t.is(there.grown!.overlay.tree.path(there.cursor), '/etc/passwd');
	const typed = reduce(reduce(entered, {type: 'type', text: 'd'}), {type: 'erase', what: 'character'});
	t.is(reduce(typed, {type: 'finder-found', result: result!}).field?.kind, 'find');
});

test('what is found is marked in colour, and a deleted path red as a whole', t => {
	const screen = open({color: true}).press('f').type('small').press('down');
	t.regex(screen.press('ctrl-u').type('lib').frame, /\u001B\[1m\u001B\[4m\u001B\[35mlib|\u001B\[1;4;35mlib/);
	t.regex(screen.press('ctrl-u').type('lib*.so').frame, /\u001B\[35mlib(?:\u001B\[\d+m)+small(?:\u001B\[\d+m)*\u001B\[35m\.so/);
	t.regex(screen.press('ctrl-u').type('s').press('down', 'down').frame, /\u001B\[31m/);
});

test('what a regular expression matches is marked in colour', t => {
	const screen = open({color: true}).press('f').type('re:lib[bs]');
	const {overlay} = screen.state.grown!;
	const {tree} = overlay;
	const places = Array.from({length: tree.count}, (_, path) => /lib[bs]/.exec(tree.path(path)));
	const expressions = new Map([['lib[bs]', {
		matches: Uint8Array.from(places, place => place ? 1 : 0),
		start: Uint16Array.from(places, place => place?.index ?? 0),
		end: Uint16Array.from(places, place => place ? place.index + 4 : 0),
	}]]);
	const parsed = selectQuery(screen.state) as {query: Query};
	const found = runNow(findPaths(overlay, parsed.query, {expressions}, {limit: firstLimit}));
	t.is(found.total, 3);
	screen.dispatch({type: 'finder-found', result: {text: parsed.query.text, query: parsed.query, overlay, limit: firstLimit, found, expressions}});
	t.regex(screen.frame, /\/usr\/lib\/(?:\u001B\[[\d;]+m)*\u001B\[35mlibs(?:\u001B\[\d+m)+mall/);
});

test('names from the image are safe, and wide ones keep their columns', t => {
	const screen = new TestScreen(String.raw`+ /a\x1b[2J\x0ab\xff 5` + '\n+ /srv/名前/名前.txt 20').press('f').type('a');
	t.regex(screen.frame, /\/a\\x1b\[2J\\x0ab\\xff/);
	screen.press('ctrl-u').type('名');
	t.regex(screen.lines[1], /^ f 名▏/);
	t.is(rowsOf(screen).length, 2);
	for (const line of screen.lines) {
		t.true(stringWidth(line) <= 120, line);
	}
});

test('no frame of the finder is wider or higher than the terminal', t => {
	for (const [columns, rows] of [[40, 10], [60, 20], [80, 24], [99, 12], [120, 40], [200, 60]]) {
		for (const options of [{columns, rows}, {columns, rows, color: true}, {columns, rows, ascii: true}]) {
			for (const keys of ['', 'lib', 'x siz:1', `${'名'.repeat(columns)} foo:`, 'passwd', 'e']) {
				const screen = open(options).press('f').type(keys);
				for (const shown of [screen, screen.press('tab'), screen.press('escape', 'f')]) {
					t.is(shown.lines.length, rows, `${columns} ${rows} ${keys}`);
					t.true(shown.lines.every(line => stringWidth(line) <= columns), shown.frame);
					t.true(!options.ascii || /^[\n\u0020-\u007E]*$/.test(shown.frame.replaceAll(/[前名]/g, '..')), shown.frame);
				}
			}
		}
	}
});

test('the mouse: a click puts the cursor on a row, a second goes there, the wheel moves', t => {
	const screen = open().press('f').type('lib');
	screen.dispatch({type: 'press', x: 30, y: 4, at: 0});
	t.is(screen.state.finder.row, 1);
	screen.dispatch({type: 'wheel', x: 30, y: 4, by: -1});
	t.is(screen.state.finder.row, 0);
	t.is(screen.state.finder.past, undefined);
	screen.dispatch({type: 'press', x: 30, y: 4, at: 1000}, {type: 'press', x: 30, y: 4, at: 1100});
	t.is(screen.state.field, undefined);
	t.is(screen.state.focus, 'files');
});

test('the keys that act are told as far as there is room', t => {
	t.regex(open({columns: 120}).press('f').lines.at(-1)!, /^ Enter go there {2}Esc close {2}Tab mark {2}↑ queries before$/);
	t.regex(open({columns: 40}).press('f').lines.at(-1)!, /^ Enter go there {2}Esc close {2}Tab mark$/);
});

test('Home and End go to the ends of what is typed', t => {
	const screen = open().press('f').type('ib').press('home').type('l').press('end').type('s');
	t.is(screen.state.field?.text, 'libs');
});

test('before a layer is read the finder says so, and what is typed is searched as layers come', t => {
	const screen = open({ready: 0}).press('f');
	t.regex(screen.frame, /No layer is read yet\./);
	screen.type('lib');
	t.is(screen.state.field?.text, 'lib');
	t.regex(screen.frame, /No layer is read yet\./);
	t.regex(screen.dispatch({type: 'stopped'}).frame, /No layer was read\./);
	screen.dispatch({type: 'overlay-grew', grown: open().state.grown!});
	t.notRegex(screen.frame, /No layer/);
	t.is(screen.state.finder.text, 'lib');
});

test('the finder opens before the image is, too', t => {
	const store = createStore(initialState({reference: 'x.tar', columns: 120, rows: 30}));
	for (const key of ['f', 'q', '1']) {
		pressKey(store, key);
	}

	t.is(store.getState().field?.text, 'q1');
});
