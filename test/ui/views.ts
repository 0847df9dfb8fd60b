import test from 'ava';
import stringWidth from 'string-width';
import {fate} from '../../source/tree/fate.js';
import type {Package, PackageList} from '../../source/tree/packages.js';
import type {Waste, WasteCause} from '../../source/tree/waste.js';
import {selectMapCells} from '../../source/ui/views/map.js';
import {imageViewNames as viewNames, type ImageViewName} from '../../source/ui/views/view-names.js';
import {screenStory} from '../helpers/screen-story.js';
import {TestScreen, type TestScreenOptions} from '../helpers/test-screen.js';

const open = (options?: TestScreenOptions) => new TestScreen(screenStory, options);
const keys: Readonly<Record<ImageViewName, string>> = {waste: 'w', duplicates: 'D', packages: 'p', story: 'L', build: 'b', map: 'm', audit: 'F'};

/** The right side of the screen, from its heading to the line above the hints. */
const right = (screen: TestScreen) => screen.lines.slice(1, -1).map(line => line.replace(/^.*?[│┤┬]/, '').trimEnd());

/** The lines that begin with a mark or a blank, of a list. */
const rowsOf = (screen: TestScreen) => {
	const lines = right(screen).slice(2);
	const end = lines.findIndex(line => line.startsWith('──'));
	return lines.slice(0, end === -1 ? lines.length : end).filter(line => line !== '');
};

test('each view comes by its key, and goes by the same or by Esc, back to the pane that had the keys', t => {
	t.deepEqual(Object.keys(keys).sort(), [...viewNames].sort());
	for (const view of viewNames) {
		for (const [from, leave] of [['1', keys[view]], ['2', keys[view]], ['2', 'escape'], ['3', 'escape']]) {
			const screen = open().press(from);
			const {focus} = screen.state;
			screen.press(keys[view]);
			t.is(screen.state.focus, view);
			t.regex(screen.frame, new RegExp(String.raw`─\[${keys[view]} `));
			screen.press(leave);
			t.is(screen.state.focus, focus, `${view} ${from} ${leave}`);
			t.is(screen.state.rightView, 'files');
		}
	}
});

test('a view stays when the keys go to another pane, and gets them back by its key', t => {
	const screen = open().press('b', '1', 'j');
	t.is(screen.state.rightView, 'build');
	t.is(screen.state.layer, 2);
	t.is(screen.press('b').state.focus, 'build');
	t.is(screen.press('tab').state.focus, 'details');
	t.is(screen.press('shift-tab').state.focus, 'build');
	t.is(screen.press('2').state.rightView, 'files');
});

test('[ and ] go through all that can stand on the right', t => {
	const screen = open().press('2');
	const seen = ['files', 'image', ...viewNames, 'files'];
	t.deepEqual(seen.slice(1).map(() => screen.press(']').state.focus), seen.slice(1));
	t.deepEqual(seen.toReversed().slice(1).map(() => screen.press('[').state.focus), seen.toReversed().slice(1));
});

test('the Dockerfile has each instruction with what it stores, wastes and causes, and those without a layer', t => {
	const instructions = ['ADD rootfs.tar /', 'RUN chown 1000 /usr/lib/libbig.so && rm -r /etc/passwd /var/cache', 'COPY names /srv'];
	const history = [
		...instructions.slice(0, 2).map((instruction, index) => ({instruction, layer: index + 1, emptyLayer: false})),
		{instruction: 'ENV A=1', emptyLayer: true},
		{instruction: instructions[2], layer: 3, emptyLayer: false},
	].map(entry => ({createdBy: '', buildArguments: [], ...entry}));
	const screen = open({instructions, image: {history}}).press('b');
	t.deepEqual(rowsOf(screen), [
		'>  1 ▒▒▒▒▒▒ 9.52 MB 9.50 MB         ADD rootfs.tar /',
		'   2 █████▋ 9.00 MB         9.50 MB RUN chown 1000 /usr/lib/libbig…',
		'                                    ENV A=1',
		'   3 ▏         20 B                 COPY names /srv',
	]);
	t.regex(screen.press('j').frame, /layer 2 stores 9\.00 MB, makes 9\.50 MB of other layers invisible/);
	t.regex(screen.press('s', 's', 's').frame, /what causes most waste first/);
	t.true(rowsOf(screen)[0].includes('RUN chown'));
	// The cursor stays with its row in another order.
	t.true(rowsOf(screen)[0].startsWith('>'));
	t.is(screen.press('/').type('env').press('enter').state.views.build.cursor, 2);
	t.is(screen.press('enter').state.focus, 'build');
	t.is(screen.press('escape', 'G', 'enter').state.focus, 'files');
});

test('Enter on an instruction goes to the layer that it made', t => {
	const screen = open().press('b', 'G', 'enter');
	t.is(screen.state.layer, 3);
	t.is(screen.state.focus, 'files');
	t.is(screen.state.range, 'changes');
	t.is(screen.press('escape').state.focus, 'build');
	t.is(screen.press('escape').state.focus, 'layers');
});

test('Esc goes back the way that Enter and the story led, to the layer that was shown before', t => {
	const screen = withWaste().press('j', 'w');
	const {layer} = screen.state;
	screen.press('enter');
	t.is(screen.state.focus, 'files');
	t.not(screen.state.layer, layer);
	const path = screen.cursor;
	t.is(screen.press('L').state.focus, 'story');
	t.is(screen.press('escape').state.focus, 'files');
	t.is(screen.cursor, path);
	t.is(screen.press('escape').state.focus, 'waste');
	t.is(screen.state.layer, layer);
	t.is(screen.press('escape').state.focus, 'layers');
	// Another way in is another way out.
	screen.press('w', 'enter', 'D', 'escape');
	t.is(screen.state.rightView, 'files');
	t.deepEqual(screen.state.trail, []);
});

test('a path\'s story: who stored it, who stored it again, who removed it; Enter goes to it in that layer', t => {
	const screen = open().press('2', '*', 'j', 'j');
	t.is(screen.cursor, '/usr/lib/libbig.so');
	screen.press('L');
	t.regex(screen.lines[1], /─\[L Story\] \/usr\/lib\/libbig\.so /);
	t.deepEqual(rowsOf(screen).map(row => row.replaceAll(/ +/g, ' ')), [
		'> 1 A added 9.00 MB unknown by 2 RUN step 1',
		' 2 ? owner 9.00 MB live RUN step 2',
	]);
	t.true(rowsOf(screen.press('s'))[0].includes('RUN step 2'));
	screen.press('g', 'enter');
	t.is(screen.state.layer, 2);
	t.is(screen.cursor, '/usr/lib/libbig.so');
	t.is(screen.state.focus, 'files');
});

test('a place is shown although what happened there was hidden', t => {
	const screen = open().press('j', '2', '*', 'G');
	t.is(screen.cursor, '/var/cache/list');
	screen.press('L', '1', 'R');
	t.false(screen.rows.includes('/var/cache/list'));
	screen.press('tab', 'G', 'enter');
	t.is(screen.cursor, '/var/cache/list');
	t.regex(screen.frame, />R .* list/);
});

test('the map shows the parts of a folder, and is walked', t => {
	const screen = open({rows: 30}).press('a', 'm');
	t.regex(screen.lines[1], /─\[m Map\] \/ {2}9\.52 MB in all up to layer 1 ─+ by folder ─/);
	t.regex(screen.frame, /│>usr\//);
	screen.press('enter');
	t.regex(screen.lines[1], /\/usr {2}9\.02 MB/);
	screen.press('enter');
	t.regex(screen.frame, /│>libbig\.so/);
	t.regex(screen.frame, /▒▒▒▒/);
	t.regex(screen.press('backspace').frame, /│>lib\//);
	t.regex(screen.press('h').frame, /│>usr\//);
	t.regex(screen.press('h').lines[1], /Map\] \/ /);
	screen.press('l');
	t.regex(screen.frame, /│>etc\//);
	t.regex(screen.press('k').frame, /│>var\//);
	screen.press('g', 'enter', 'enter', 'g', 'enter');
	t.is(screen.state.focus, 'files');
	t.is(screen.cursor, '/usr/lib/libbig.so');
});

test('a folder on the map shows what is in it, as far as there is room, down to the files', t => {
	const screen = open({columns: 200, rows: 60}).press('a', 'm');
	t.deepEqual(['usr/', 'lib/', 'libbig.so', 'var/', 'etc/'].filter(name => !screen.frame.includes(name)), []);

	// What is in the folder is not walked, but gone into.
	t.deepEqual(['j', 'l', 'k', 'h', 'h'].map(key => screen.press(key).state.mapFolder), [0, 0, 0, 0, 0]);
});

test('on the map the parts of a folder add up, those that are too small together too, and what is wasted of them is hatched', t => {
	const files = (folder: string, count: number, size: number) => Array.from({length: count}, (_, index) => `+ ${folder}/f${index} ${size}`).join('\n');
	// One that is too small alone, and two that find no room.
	const screen = new TestScreen('+ /cache/big 1000000\n+ /cache/a 9000\n+ /cache/b 8000\n+ /cache/c 10\n--\n- /cache/a\n- /cache/b\n- /cache/c', {columns: 100, rows: 20});
	screen.press('2', 'm', 'enter');
	const cells = selectMapCells(screen.state);
	t.is(cells.reduce((sum, {size}) => sum + size, 0), 1_017_010);
	const rest = cells.at(-1)!;
	t.is(rest.name, '3 smaller');
	t.is(rest.waste, 17_010);
	t.regex(screen.frame, /▒/);

	const small = new TestScreen(`${files('/many', 300, 10)}\n--\n- /many/f1`, {columns: 100, rows: 20}).press('m', 'enter');
	t.deepEqual(selectMapCells(small.state).map(({name, size}) => [name, size]), [['300 parts', 3000]]);
	t.regex(small.frame, /300 parts.*▒/s);
});

test('the map by layer leads into the layer', t => {
	const screen = open().press('m', 's');
	t.regex(screen.frame, />1 RUN step 1/);
	t.regex(screen.lines[1], /all layers: 18\.5 MB/);
	screen.press('enter');
	t.is(screen.state.layer, 1);
	t.is(screen.state.focus, 'map');
	t.regex(screen.frame, /│>usr\//);
	t.is(screen.press('space').cursor, '/usr');
	t.is(screen.state.focus, 'files');
});

test('a map of nothing says so', t => {
	const screen = new TestScreen('d /a\n--\n- /nowhere').press('m');
	t.regex(screen.frame, /No bytes are stored here\./);
	t.is(screen.press('j', 'k', 'l', 'enter', 'backspace', 'G', 's', 'h').state.focus, 'map');
});

test('in a view a search goes from row to row, and Esc gives the cursor back', t => {
	const screen = open().press('b', '/').type('step 3');
	t.is(screen.state.views.build.cursor, 2);
	t.regex(screen.lines.at(-1)!, /1 of 1/);
	t.is(screen.press('escape').state.views.build.cursor, undefined);
	screen.press('/').type('run').press('enter', 'n', 'n', 'n');
	t.is(screen.state.views.build.cursor, 0);
	t.is(screen.press('N').state.views.build.cursor, 2);
	t.is(screen.press('escape').state.rightView, 'build');
	t.is(screen.press('escape').state.rightView, 'files');
});

test('a click selects a row or a part, and two go there', t => {
	const screen = open().press('b');
	const press = (x: number, y: number, at: number) => screen.dispatch({type: 'press', x, y, at});
	t.is(press(80, 5, 0).state.views.build.cursor, 2);
	press(80, 4, 1000);
	t.is(press(80, 4, 1100).state.layer, 2);
	screen.press('1', 'g', 'm');
	press(60, 10, 5000);
	t.regex(press(60, 10, 5100).lines[1], /Map\] \/usr /);
	t.is(screen.dispatch({type: 'wheel', x: 60, y: 10, by: 1}).state.rightView, 'map');
});

test('the story of a row in a view is that of its path', t => {
	const screen = open().press('a', 'm', 'enter', 'L');
	t.regex(screen.lines[1], /L Story\] \/usr\/lib /);
});

const pathOf = (screen: TestScreen, path: string) => screen.overlay.tree.find(new TextEncoder().encode(path));

function withDuplicates(options?: TestScreenOptions): TestScreen {
	const screen = open(options);
	const set = (digest: string, size: number, ...paths: string[]) => ({
		digest, size, duplicateBytes: size * (paths.length - 1), paths: paths.map(path => pathOf(screen, path)),
	});
	const result = [set('sha256:aa', 9_000_000, 'usr/lib/libbig.so', 'srv/名前.txt'), set('sha256:bb', 20_000, 'usr/lib/libsmall.so', 'usr/lib/libbig.so', 'srv/名前.txt')];
	return screen.dispatch({type: 'found', name: 'duplicates', finding: {overlay: screen.overlay, result}});
}

test('duplicates are sets that open; Enter goes to a copy in the layer that stores it', t => {
	const screen = withDuplicates().press('D');
	t.regex(screen.lines[1], /D Duplicates\] 9\.04 MB in 2 sets · most bytes first ─+ 1\/2 ─/);
	t.deepEqual(rowsOf(screen), [
		'>9.00 MB      2 9.00 MB ▸ /usr/lib/libbig.so',
		' 40.0 kB      3 20.0 kB ▸ /usr/lib/libsmall.so',
	]);
	t.regex(rowsOf(screen.press('l'))[2], /^ {28}\/srv\/名前\.txt$/);
	screen.press('j', 'j');
	t.regex(screen.frame, /stored by layer 3/);
	t.is(screen.press('h').state.views.duplicates.cursor, 'sha256:aa');
	t.is(rowsOf(screen.press('h')).length, 2);
	t.is(rowsOf(screen.press('space', 's')).at(0), ' 40.0 kB      3 20.0 kB ▸ /usr/lib/libsmall.so');
	screen.press('G', 'L');
	t.regex(screen.lines[1], /L Story\] \/srv\/名前\.txt /);
	screen.press('D', 'enter');
	t.is(screen.cursor, '/srv/名前.txt');
	t.is(screen.state.layer, 3);
});

test('what is looked for tells how far it is, and what was not found that there is none', t => {
	const screen = open().press('D');
	t.regex(screen.frame, /contents of files that were stored again/);
	const {overlay} = screen;
	screen.dispatch({type: 'overlay-grew', grown: {overlay, ready: 3, isComplete: true, isProven: true}});
	t.regex(screen.frame, /Comparing the contents of files of the same size …/);
	screen.dispatch({type: 'found', name: 'duplicates', finding: {overlay, share: 0.405}});
	t.regex(screen.frame, /the same size … 40 %/);
	t.is(screen.press('j', 'G', 'enter', 'l', 'space', 's', '/', 'x', 'escape').state.focus, 'duplicates');
	screen.dispatch({type: 'found', name: 'duplicates', finding: {overlay, result: []}});
	t.regex(screen.frame, /No file of 4 KiB or more is there twice\./);
});

function withWaste(options?: TestScreenOptions): TestScreen {
	const screen = open(options);
	const entry = (path: string) => screen.overlay.transitions.stateAfter(pathOf(screen, path), 1);
	const waste = (id: string, cause: WasteCause, path: string, bytes: number, hiddenBy: number, ...contents: string[]): Waste => ({
		id, cause, bytes, files: contents.length, path: pathOf(screen, path), layers: [1], hiddenBy: [hiddenBy],
		what: `layer ${hiddenBy} did it to ${path}`, remedy: 'in the RUN of layer 1, do not \u001B[2J it',
		parts: [{layer: 1, hiddenBy, fate: fate.removed, bytes, files: contents.length}],
		contents: Int32Array.from(contents.map(content => entry(content))),
	});
	const result = [
		waste('chown-2', 'chown', 'usr/lib', 9_000_000, 2, 'usr/lib/libbig.so'),
		waste('package-cache-2', 'package-cache', 'var/cache', 500_000, 2, 'var/cache/list'),
		waste('removed-2', 'removed', 'etc/passwd', 1000, 2, 'etc/passwd'),
	];
	return screen.dispatch({type: 'found', name: 'waste', finding: {overlay: screen.overlay, result}});
}

test('waste is told worst first, with what to write instead; Enter goes to where it is stored', t => {
	const screen = withWaste().press('w');
	t.regex(screen.lines[1], /w Waste\] 9\.50 MB in 3 groups · worst first ─+ 1\/3 ─/);
	t.deepEqual(rowsOf(screen), [
		'>[ ] 9.00 MB 1→2     owner changed   /usr/lib',
		' [ ]  500 kB 1→2     package cache   /var/cache',
		' [ ] 1.00 kB 1→2     removed         /etc/passwd',
	]);
	t.regex(screen.frame, /Layer 2 did it to usr\/lib\./);
	t.regex(screen.frame, /In the RUN of layer 1, do not \\x1b\[2J it\./);
	t.regex(screen.frame, /\n.*│ {3}1 RUN step 1\n.*│ {3}2 RUN step 2/);
	screen.press('j', 'enter');
	t.is(screen.cursor, '/var/cache');
	t.is(screen.state.layer, 1);
	t.is(screen.press('w').state.views.waste.cursor, 'package-cache-2');
});

test('what is ticked is taken as mended, and the heading tells the size then', t => {
	const screen = withWaste().press('w', 't');
	t.regex(screen.lines[1], /w Waste\] with 1 fix: 9\.52 MB instead of 18\.5 MB ─/);
	t.true(rowsOf(screen)[0].startsWith('>[x]'));
	t.regex(screen.press('j', 't').lines[1], /with 2 fixes: 9\.02 MB instead of 18\.5 MB/);
	t.regex(screen.press('t').lines[1], /with 1 fix: 9\.52 MB/);
	t.regex(screen.press('escape', 'w').lines[1], /with 1 fix: 9\.52 MB/);
	t.regex(screen.press('T').lines[1], /9\.50 MB in 3 groups/);
	// Elsewhere T takes the marks away that are seen there, and what is mended stays mended.
	t.is(screen.press('t', '2', 't', 'T').state.marks.size, 0);
	t.is(screen.state.views.waste.ticks.size, 1);
});

test('an image that wastes nothing says so', t => {
	const screen = open().press('w');
	screen.dispatch({type: 'found', name: 'waste', finding: {overlay: screen.overlay, result: []}});
	t.regex(screen.frame, /Nothing is wasted: each byte that is stored can be seen\./);
});

test('no view is wider or higher than the terminal, in colour, without, and in ASCII', t => {
	for (const [columns, rows] of [[40, 10], [60, 20], [80, 24], [99, 12], [120, 40], [200, 60]]) {
		for (const options of [{columns, rows}, {columns, rows, color: true}, {columns, rows, ascii: true}]) {
			for (const screen of [withWaste(options).press('w', 't', 'j'), withWaste(options).press('w', '/', 'c'), withWaste(options).press('w', '+'), withDuplicates(options).press('D', 'l', 'j', 'j')]) {
				t.is(screen.lines.length, rows);
				t.true(screen.lines.every(line => stringWidth(line) <= columns));
				t.true(!options.ascii || /^[\n\u0020-\u007E]*$/.test(screen.frame.replaceAll(/名前?/g, '..')));
			}
		}
	}
});

test('packages with their bytes, and what none owns; one that was removed tells by whom', t => {
	const screen = open();
	const found = (name: string, path: string, bytes: number, wasted: number, removedIn: number): Package => ({
		kind: 'dpkg', name, version: '1.0', layer: 1, removedIn, path: pathOf(screen, path), bytes, files: 2, wasted, wastedFiles: wasted > 0 ? 1 : 0, wastedIn: wasted > 0 ? [1] : [],
	});
	const result: PackageList = {
		packages: [found('small\u001B[2J', 'usr/lib/libsmall.so', 20_000, 0, 0), found('big', 'usr/lib/libbig.so', 0, 9_000_000, 2)],
		ownerOf: new Int32Array(), unowned: {bytes: 20, files: 1, wasted: 501_000, wastedFiles: 2}, warnings: [],
	};
	screen.dispatch({type: 'found', name: 'packages', finding: {overlay: screen.overlay, result}}).press('p');
	t.regex(screen.lines[1], /p Packages\] 2 packages · largest first ─+ 1\/3 ─/);
	t.deepEqual(rowsOf(screen), [
		'>20.0 kB              2 dpkg   1      small\\x1b[2J 1.0',
		'    20 B  501 kB      1               (owned by no package)',
		'         9.00 MB      2 dpkg   1→2    big 1.0',
	]);
	screen.press('s');
	t.true(rowsOf(screen)[0].endsWith('big 1.0'));
	for (const order of ['by name', 'by the layer']) {
		t.true(screen.press('s').lines[1].includes(order));
		t.true(rowsOf(screen)[2].endsWith('(owned by no package)'));
	}

	screen.press('s', 's', 'g');
	t.regex(screen.frame, /9\.00 MB in 1 file no longer seen, stored by layer 1/);
	t.regex(screen.frame, /removed by layer 2: RUN step 2/);
	t.is(screen.press('enter').cursor, '/usr/lib/libbig.so');
	t.is(screen.press('p', 'j', 'enter').state.focus, 'packages');

	// The same as a map.
	screen.press('m', 's', 's');
	t.regex(screen.lines[1], /m Map\] 2 packages in all layers: 18\.5 MB ─+ by package ─/);
	t.regex(screen.frame, /│>big/);
	t.is(screen.press('enter').cursor, '/usr/lib/libbig.so');
	t.is(screen.press('m', 'G', 'enter', 'backspace').state.focus, 'map');
	screen.press('s', 'p');
	screen.dispatch({type: 'found', name: 'packages', finding: {overlay: screen.overlay, result: {...result, packages: []}}});
	t.regex(screen.frame, /No package database is in the image/);
});

test('a key that would do nothing that is seen does nothing', t => {
	const screen = open().press('b');
	const {range, shown} = screen.state;
	screen.press('a', 'A', 'M', 'R', 'U');
	t.is(screen.state.range, range);
	t.is(screen.state.shown, shown);
	t.is(screen.press('m', 'a').state.range, 'all');
});

test('the base image\'s instructions are marked where its labels or annotations tell of it', t => {
	const instructions = ['ADD base.tar /', 'RUN apt', 'COPY . .'];
	const history = [
		{instruction: instructions[0], layer: 1}, {instruction: 'CMD ["bash"]'}, {instruction: instructions[1], layer: 2}, {instruction: instructions[2], layer: 3},
	].map(entry => ({createdBy: '', buildArguments: [], emptyLayer: !('layer' in entry), ...entry}));
	const annotations = {'org.opencontainers.image.base.name': 'docker.io/library/debian:12\u001B[2J'};
	const screen = open({columns: 200, instructions, image: {history, annotations}}).press('b');
	t.deepEqual(rowsOf(screen).map(row => row.includes('base ')), [true, true, false, false]);
	t.regex(screen.lines[1], /b Dockerfile\] as it was built · on docker\.io\/library\/debian:12\\x1b\[2J/);
	t.regex(screen.frame, /of the base image, as far as its history tells/);
});

test('the waste that is scattered over everything leads to the worst of it', t => {
	const screen = withWaste();
	const [first] = screen.state.findings.waste!.result!;
	screen.dispatch({type: 'found', name: 'waste', finding: {overlay: screen.overlay, result: [{...first, path: 0}]}});
	t.is(screen.press('w', 'enter').cursor, '/usr/lib/libbig.so');
	t.is(screen.state.range, 'changes');
});

test('an image without layers, one that is still read, one whose reading was stopped, and one that is not all there', t => {
	for (const view of viewNames) {
		const empty = new TestScreen('', {image: {layers: [], history: []}, ready: 0}).press(keys[view]);
		t.is(empty.press('j', 'k', 'G', 'enter', 'l', 'h', 's', '/', 'x', 'enter', 'n').state.focus, view);
		const reading = open({ready: 1}).press(keys[view], 'j', 'G', 's');
		t.is(reading.lines.length, 30);
		t.is(reading.dispatch({type: 'stopped'}).lines.length, 30);
	}

	t.regex(open({ready: 1}).press('w').frame, /The layers are still being read\./);
	t.regex(open({ready: 1}).press('D').dispatch({type: 'stopped'}).frame, /Reading was stopped: this takes all layers\./);
	const partial = open({image: {warnings: [{message: 'cut off', incomplete: true}]}});
	partial.dispatch({type: 'found', name: 'waste', finding: {overlay: partial.overlay, result: []}});
	t.regex(partial.press('w').frame, /Nothing is wasted of what could be read\./);
});

test('& filters the files, and is neither offered nor done where something stands in their place', t => {
	for (const key of [...Object.values(keys), 'i']) {
		const screen = open({columns: 300}).press(key);
		const {focus} = screen.state;
		t.notRegex(screen.lines.at(-1)!, /& filter/);
		t.is(screen.press('&').state.focus, focus);
		t.is(screen.state.field, undefined);
		for (const pane of ['1', '3']) {
			t.notRegex(screen.press(pane).lines.at(-1)!, /& filter/);
			t.is(screen.press('&').state.field, undefined);
		}
	}

	const screen = open({columns: 300});
	t.regex(screen.lines.at(-1)!, /& filter/);
	t.is(screen.press('w', '?').type('&').press('enter').state.field?.kind, 'filter');
	t.is(screen.state.rightView, 'files');
});

test('only keys that do something in the pane in focus are offered', t => {
	const hints = (...pressed: string[]) => open({columns: 300}).press(...pressed).lines.at(-1)!;
	t.regex(hints('2'), /a changes or all {2}s sort/);
	t.regex(hints('b'), /Enter go there/);
	t.notRegex(hints('i'), / a changes or all| s sort/);
	t.notRegex(hints('3'), / a changes or all| s sort|& filter/);
	t.notRegex(hints('b', '1'), / a changes or all/);
	t.notRegex(hints('w'), /Enter go there|L story|t tick|T clear/);
	t.regex(hints('m'), /Enter into/);
	t.notRegex(hints('m'), /Backspace out/);
	t.regex(hints('m', 'enter'), /Backspace out/);
	const ticked = withWaste({columns: 300}).press('w');
	t.notRegex(ticked.lines.at(-1)!, /T unmark/);
	t.regex(ticked.press('t').lines.at(-1)!, /t mark {2}T unmark/);
	const history = ['ENV A=1', 'RUN step 1'].map((instruction, index) => ({
		createdBy: '', buildArguments: [], instruction, emptyLayer: index === 0, layer: index === 0 ? undefined : 1,
	}));
	const screen = open({columns: 300, image: {history}}).press('b');
	t.notRegex(screen.lines.at(-1)!, /Enter go there/);
	t.regex(screen.press('j').lines.at(-1)!, /Enter go there/);
});

test('while a list is still being made, keys do nothing in it', t => {
	for (const view of ['w', 'D', 'p']) {
		const screen = open({columns: 100}).press('2', 'j', view);
		const before = screen.state;
		screen.press('j', 'j', 'l', 'L', 'enter', 'G', 'space', 't', 'h');
		t.is(screen.state.focus, before.focus);
		t.is(screen.cursor, open().press('2', 'j').cursor);
		t.is(screen.state.views, before.views);
	}

	t.regex(open({columns: 160}).press('D', 'j', 'l', 'L').frame, /still being compared/);
});

test('a layer that could not be read is said to be so, and marked among the instructions', t => {
	const screen = new TestScreen('d /a\n--\n- /nowhere', {columns: 160}).press('j');
	const layers = new Map(screen.state.layers);
	layers.set(2, {step: 'read', bytes: 1, total: 1, warnings: ['the gzip data is cut off'], isBroken: true});
	screen.dispatch({type: 'layers-progress', layers, at: 1});
	t.regex(screen.frame, /│ {2}Layer 2 could not be read: the gzip data is cut off\./);
	t.notRegex(screen.frame, /changes no file/);
	t.regex(screen.press('m').frame, /Layer 2 could not be read/);
	t.regex(rowsOf(screen.press('b'))[1], / ! RUN step 2/);
	t.notRegex(rowsOf(screen)[0], /!/);
	t.regex(screen.press('j').frame, /│ Layer 2 could not be read: the gzip data is cut off\./);
});

test('an image whose layers are not known is not taken for one without layers', t => {
	const of = (warnings: Array<{message: string; incomplete: boolean}>) => new TestScreen('', {image: {layers: [], history: [], warnings}, ready: 0});
	const untold = of([{message: 'the manifest is cut off', incomplete: true}]);
	t.regex(untold.frame, /No layers could be found, so there are no files to show\./);
	t.regex(untold.frame, /i tells why\./);
	t.regex(of([]).frame, /The image has no layers, so it has no files\./);
	for (const screen of [untold, of([]), of([]).press('m'), of([]).press('2', 'a')]) {
		t.notRegex(screen.frame, /layer 1/);
	}
});

test('what to write instead can be read to its end on the smallest terminal', t => {
	const remedy = `in the RUN of layer 1, ${Array.from({length: 60}, (_, index) => `word${index}`).join(' ')}`;
	for (const [columns, rows] of [[40, 10], [60, 12], [80, 14]]) {
		const screen = withWaste({columns, rows}).press('w');
		const [first, ...others] = screen.state.findings.waste!.result!;
		screen.dispatch({type: 'found', name: 'waste', finding: {overlay: screen.overlay, result: [{...first, remedy}, ...others]}});
		// First of all what to write, and how to read on.
		t.regex(screen.frame, /In the RUN of layer 1/);
		t.regex(screen.frame, /─ \+ shows more ─/);
		t.is(rowsOf(screen).length, 3);
		let read = screen.press('+').frame;
		for (let page = 0; page < 12; page++) {
			read += screen.press('pagedown').frame;
		}

		t.deepEqual(Array.from({length: 60}, (_, index) => `word${index}`).filter(word => !read.includes(word)), []);
		t.regex(screen.frame, /2 RUN step 2/);
		t.is(screen.state.views.waste.cursor, undefined);
		const {frame} = screen;
		// Where there is more than a page, the wheel scrolls it too.
		t.is(screen.dispatch({type: 'wheel', x: 5, y: 5, by: -1}).frame === frame, columns === 80);
		// The next row begins at its start, and the way back is Esc.
		t.regex(screen.press('j').frame, /Layer 2 did it to var\/cache/);
		t.is(rowsOf(screen.press('escape')).length, 3);
	}
});

test('instructions below the waste are wrapped while there is room', t => {
	const long = `RUN ${'apt-get install '.repeat(12)}end`;
	const instructions = [long, 'RUN step 2', 'RUN step 3'];
	t.regex(withWaste({columns: 120, rows: 40, instructions}).press('w').frame, / end *\n.*│ {3}2 RUN step 2/);
	t.regex(withWaste({columns: 100, rows: 14, instructions}).press('w').frame, /install apt-get …\n.*│ {3}2 RUN step 2/);
});
