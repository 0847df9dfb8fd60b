import test from 'ava';
import {screenStory} from '../helpers/screen-story.js';
import {TestScreen} from '../helpers/test-screen.js';

const open = (options?: ConstructorParameters<typeof TestScreen>[1]) => new TestScreen(screenStory, options);

test('begins at the base layer, with the largest folder first', t => {
	const screen = open();
	t.is(screen.state.focus, 'layers');
	t.is(screen.state.layer, 1);
	t.deepEqual(screen.rows, ['/usr', '/var', '/etc']);
	t.is(screen.cursor, '/usr');
});

test('moves through layers, and stays at the ends', t => {
	const screen = open();
	t.is(screen.press('j').state.layer, 2);
	t.is(screen.press('down', 'down', 'down').state.layer, 3);
	t.is(screen.press('g').state.layer, 1);
	t.is(screen.press('G').state.layer, 3);
	t.is(screen.press('k', 'up', 'up', 'up').state.layer, 1);
});

test('Enter on a layer goes to its files, Esc back', t => {
	const screen = open();
	t.is(screen.press('enter').state.focus, 'files');
	t.is(screen.press('escape').state.focus, 'layers');
	t.is(screen.press('escape').state.exitCode, undefined);
});

const inLib = ['/usr/lib/libbig.so', '/usr/lib/libsmall.so', '/usr/lib/libbig.so.1'];

test('opens and closes folders, and walks out of them; with a folder opens the one that is all there is in it', t => {
	const screen = open().press('2', 'right');
	t.deepEqual(screen.rows, ['/usr', '/usr/lib', ...inLib, '/var', '/etc']);
	t.is(screen.press('l').cursor, '/usr/lib');
	t.is(screen.press('l').cursor, '/usr/lib/libbig.so');
	t.is(screen.press('right').cursor, '/usr/lib/libbig.so');
	t.is(screen.press('h').cursor, '/usr/lib');
	t.deepEqual(screen.press('h').rows, ['/usr', '/usr/lib', '/var', '/etc']);
	t.is(screen.press('h').cursor, '/usr');
	t.deepEqual(screen.press('space').rows, ['/usr', '/var', '/etc']);
	t.deepEqual(screen.press('enter').rows, ['/usr', '/usr/lib', ...inLib, '/var', '/etc']);
});

test('opens everything at once, and closes everything; the cursor goes to the folder that hides it', t => {
	const screen = open().press('2', '*');
	t.is(screen.rows.length, 10);
	t.is(screen.press('j', 'j', 'j').cursor, '/usr/lib/libsmall.so');
	t.deepEqual(screen.press('*').rows, ['/usr', '/var', '/etc']);
	t.is(screen.cursor, '/usr');
	screen.press('*');
	t.is(screen.cursor, '/usr/lib/libsmall.so');
});

test('cursor and open folders belong to paths and survive a change of layer', t => {
	const screen = open().press('2', 'l', 'j', 'j');
	t.is(screen.cursor, '/usr/lib/libbig.so');
	screen.press('1', 'j');
	t.deepEqual(screen.rows, ['/usr', '/usr/lib', '/usr/lib/libbig.so', '/etc', '/var']);
	t.is(screen.cursor, '/usr/lib/libbig.so');
	screen.press('j');
	t.deepEqual(screen.rows, ['/srv']);
	t.is(screen.press('g').cursor, '/usr/lib/libbig.so');
});

test('a shows everything up to the layer', t => {
	const screen = open().press('G', 'a');
	t.deepEqual(screen.rows, ['/usr', '/srv', '/etc', '/var']);
	t.deepEqual(screen.press('a').rows, ['/srv']);
});

test('A M R U show and hide, for each range apart', t => {
	const screen = open().press('j', '2', '*');
	t.deepEqual(screen.rows, ['/usr', '/usr/lib', '/usr/lib/libbig.so', '/etc', '/etc/passwd', '/var', '/var/cache', '/var/cache/list']);
	t.deepEqual(screen.press('R').rows, ['/usr', '/usr/lib', '/usr/lib/libbig.so']);
	t.deepEqual(screen.press('M').rows, []);
	t.true(screen.press('U').rows.includes('/usr/lib/libsmall.so'));
	t.true(screen.press('a', '*', 'U').rows.every(path => !path.endsWith('libsmall.so')));
});

test('s cycles the order', t => {
	const screen = open().press('2', '*');
	const namesInLib = () => screen.rows.filter(path => path.startsWith('/usr/lib/')).map(path => path.slice(9));
	t.deepEqual(namesInLib(), ['libbig.so', 'libsmall.so', 'libbig.so.1']);
	screen.press('s');
	t.deepEqual(namesInLib(), ['libbig.so', 'libbig.so.1', 'libsmall.so']);
	t.is(screen.press('s').state.sort, 'waste');
	t.deepEqual(screen.rows.filter(path => path.lastIndexOf('/') === 0), ['/usr', '/var', '/etc']);
	t.is(screen.press('s').state.sort, 'size');
});

test('panes by number, by Tab, and alone on the screen', t => {
	const screen = open();
	t.is(screen.press('tab').state.focus, 'files');
	t.is(screen.press('tab').state.focus, 'details');
	t.is(screen.press('tab').state.focus, 'layers');
	t.is(screen.press('shift-tab').state.focus, 'details');
	t.is(screen.press('4').state.focus, 'image');
	t.is(screen.press('tab').state.focus, 'details');
	t.is(screen.press('2').state.rightView, 'files');
	t.true(screen.press('+').state.isZoomed);
	t.false(screen.press('_').state.isZoomed);
	t.false(screen.press('+', 'escape').state.isZoomed);
});

test('i shows the image and goes back, [ and ] change the view', t => {
	const screen = open().press('i');
	t.is(screen.state.rightView, 'image');
	t.is(screen.press('i').state.rightView, 'files');
	t.is(screen.press('2', ']').state.rightView, 'image');
	t.is(screen.press('[').state.focus, 'files');
	t.is(screen.press('3', ']').state.detailsView, 'file');
	t.is(screen.press('[').state.detailsView, 'layer');
});

test('from the image\'s details Esc and i lead back to the pane that had the keys', t => {
	for (const [key, pane] of [['1', 'layers'], ['2', 'files'], ['3', 'details']]) {
		for (const back of ['escape', 'i']) {
			const screen = open().press(key, 'i');
			t.is(screen.state.focus, 'image');
			t.like(screen.press(back).state, {focus: pane, rightView: 'files'});
		}
	}

	t.is(open().press('1', 'i', '3', 'escape').state.focus, 'details');
});

test('a title tells a key only where it acts', t => {
	const screen = open();
	t.notRegex(screen.frame, /\] for/);
	t.regex(screen.press('3').frame, /3 Details\] layer 1 · \] for the file/);
	t.regex(screen.press(']').frame, /3 Details\] file · \] for the layer/);
	t.notRegex(screen.press('/').frame, /\] for/);
	t.regex(screen.press('escape', '4').frame, /4 Image\] \[ for the files/);
	t.notRegex(screen.press('3').frame, /\[ for the files/);
});

test('the details are those of the file under the cursor, once they are asked for', t => {
	const screen = open().press('2', '*', 'j', 'j', '3', ']');
	t.is(screen.cursor, '/usr/lib/libbig.so');
	t.is(screen.state.detailsView, 'file');
	t.regex(screen.frame, /9\.00 MB no longer seen: layer 2/);
});

test('quits with 0, by ctrl-c with 130', t => {
	t.is(open().press('q').state.exitCode, 0);
	t.is(open().press('ctrl-c').state.exitCode, 130);
	t.is(open().press('/', 'ctrl-c').state.exitCode, 130);
	t.is(open().press('/', 'q').state.exitCode, undefined);
});

test('v on what is no file says where to look', t => {
	for (const keys of [['v'], ['b', 'v']]) {
		const screen = open().press(...keys);
		t.regex(screen.lines.at(-1)!, /^ A layer is no file: Enter goes to its files, where v looks into one\./);
		t.is(screen.state.viewer, undefined);
		t.notRegex(screen.press('down').lines.at(-1)!, /v view/);
	}
});

test('help filters by typing and does what is selected, in the pane where it holds', t => {
	const screen = open().press('?').type('all folders');
	t.regex(screen.frame, /\n in the files\n> open and close +\* +opens or closes all folders\n/);
	t.regex(screen.lines.at(-1)!, /Enter do it {2}Esc close/);
	t.regex(open().press('/').lines.at(-1)!, /Enter keep {2}Esc cancel/);
	screen.press('enter');
	t.is(screen.state.field, undefined);
	t.is(screen.state.focus, 'files');
	t.is(screen.rows.length, 10);
	t.is(screen.press('?', 'escape').state.field, undefined);
	// Rows of several lines, and headings, come into sight as a whole.
	const narrow = open({columns: 60, rows: 14}).press('?');
	for (let page = 0; page < 20; page++) {
		t.regex(narrow.press('pagedown').frame, /\n> /);
	}

	t.regex(narrow.press(...Array.from({length: 200}, () => 'up')).frame, /\n in the layers\n> /);
	t.is(screen.press('?').type('quit').press('enter').state.exitCode, 0);
});

test('an image of no layers, and one whose layers change nothing', t => {
	const empty = new TestScreen('', {image: {layers: [], history: []}, ready: 0});
	t.regex(empty.press('j', 'k', '2', 'j', '*', 'a', 's', '/').frame, /The image has no layers/);
	const nothing = new TestScreen('d /a\n--\n- /nowhere');
	t.regex(nothing.press('j').frame, /Layer 2 changes no file\./);
	t.is(nothing.press('2', 'j', 'l', 'h', 'space', '*', 'n').cursor, '');
});
