import test from 'ava';
import stringWidth from 'string-width';
import {screenStory} from '../helpers/screen-story.js';
import {TestScreen, type TestScreenOptions} from '../helpers/test-screen.js';

const open = (options?: TestScreenOptions) => new TestScreen(screenStory, options);

const states: ReadonlyArray<readonly string[]> = [
	[], ['2'], ['2', '*', 'j', 'j'], ['3'], ['3', ']'], ['i'], ['a', '*'], ['j', '2', '*'], ['G', '*'], ['?'], ['?', 'x', 'y'],
	['/'], ['2', '/', 'l', 'i'], ['&', 'b', 'i', 'g'], ['&', 'z', 'enter'], ['+'], ['2', '+'], ['s', 's'], ['A', 'M', 'R'], ['U'],
	['b'], ['b', 's', 'G'], ['b', '/', 'R', 'U', 'N'], ['m'], ['a', 'm', 'enter'], ['m', 's'], ['m', '+'], ['G', '2', '*', 'j', 'L'], ['2', 'G', 'L', 's', '+'],
	['x'], ['x', 'ctrl-u'], ['2', '*', 'j', 'x', 'a', 'b', 'c'], ['2', '*', 't', 'j', 't', 'x', 'end'], ['f'], ['f', 'b', 'i', 'g'],
];

test('no frame is wider or higher than the terminal, whatever is on it', t => {
	for (const [columns, rows] of [[20, 5], [40, 10], [46, 10], [52, 12], [60, 20], [70, 20], [79, 24], [80, 24], [81, 12], [99, 30], [100, 30], [120, 40], [200, 60], [300, 20]]) {
		for (const keys of states) {
			const {lines} = open({columns, rows}).press(...keys);
			t.is(lines.length, rows, `${columns}×${rows} ${keys.join(' ')}`);
			for (const line of lines) {
				t.true(stringWidth(line) <= columns, `${columns}×${rows} ${keys.join(' ')}: ${line}`);
			}
		}
	}
});

test('without colours no escape sequence is sent, and the cursor and the focus still show', t => {
	for (const keys of states) {
		const {frame} = open().press(...keys);
		t.false(frame.includes('\u001B'));
	}

	t.regex(open().frame, /─\[1 Layers\]─[\s\S]*\n> 1 /);
	t.regex(open().press('2').frame, /─\[2 Files\] /);
});

test('colours are the sixteen of the terminal', t => {
	for (const keys of states) {
		for (const [, codes] of open({color: true}).press(...keys).frame.matchAll(/\u001B\[([\d;]*)m/g)) {
			t.true(codes.split(';').every(code => /^(?:[01247]|22|24|27|3[0-79]|4[0-79]|9[0-7]|10[0-7])$/.test(code)), codes);
		}
	}
});

test('in ASCII nothing else is drawn', t => {
	for (const keys of states) {
		t.regex(open({ascii: true}).press(...keys).frame.replaceAll('名前', '..'), /^[\n\u0020-\u007E]*$/);
	}
});

test('one layer\'s changes, as they look', t => {
	t.deepEqual(open({columns: 120, rows: 24}).press('j', '2', '*').lines.slice(0, 12), [
		' story.tar  linux/amd64  3 layers  18.5 MB                                9.50 MB waste  ████▉       9.02 MB  49 % live',
		'─ 1 Layers ─────────────────────────────────────────┬─[2 Files] changes of layer 2 · largest first ─────────────── 1/8 ─',
		'  #           size  stored   waste instruction      │   mode          size of folder  name                         waste',
		'  1 ▒▒▒▒▒▒ 9.52 MB 10.2 kB 9.50 MB RUN step 1       │>  drwxr-xr-x 9.00 MB ██████████ ▾ usr                    ↓ 9.00 MB',
		'> 2 █████▋ 9.00 MB 10.2 kB         RUN step 2       │   drwxr-xr-x 9.00 MB ██████████  ▾ lib                   ↓ 9.00 MB',
		'  3 ▏         20 B 10.2 kB         RUN step 3       │ ? -rw-r--r-- 9.00 MB ██████████     libbig.so            ↓ 9.00 MB',
		'─ 3 Details  layer 2 ───────────────────────────────┤   drwxr-xr-x     0 B            ▾ etc                    ↓ 1.00 kB',
		' RUN step 2                                         │ R -rw-r--r-- 1.00 kB               passwd                ↓ 1.00 kB',
		'                                                    │   drwxr-xr-x     0 B            ▾ var                     ↓ 500 kB',
		' size       9.00 MB in 3 entries                    │ R drwxr-xr-x  500 kB             ▾ cache                  ↓ 500 kB',
		' stored     10.2 kB                                 │ R -rw-r--r--  500 kB ██████████     list                  ↓ 500 kB',
		' waste      none: all of it is seen                 │',
	]);
});

test('wide names keep their columns', t => {
	const {lines} = open({columns: 120, rows: 24}).press('G', '2', '*');
	t.true(lines[4].endsWith('│ A -rw-r--r--    20 B ██████████    名前.txt'), lines[4]);
	t.true(lines[5].endsWith('│ A -rw-r--r--    20 B               linked ⇒ /srv/名前.t…'), lines[5]);
});

test('names that would move the terminal are shown and not sent', t => {
	const screen = new TestScreen('+ /a\u001B[2Jb\u0007\u202E 10\nl /link -> \u001B]0;x\u0007', {instructions: ['RUN \u001B[31mred\u001B[0m\n\ttwo'], image: {reference: 'x\u001B[2Jy.tar'}});
	for (const keys of [[], ['2'], ['3', ']'], ['i'], ['2', '/', '\u001B[2J', '\u009B', 'a']]) {
		t.notRegex(screen.press(...keys).frame, /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E]/);
		screen.press('escape', 'escape', '1');
	}

	t.regex(screen.press('2').frame, /a\\x1b\[2Jb\\x07\\xe2\\x80\\xae/);
});

test('a line break in a name is shown, and breaks no line', t => {
	const {frame} = new TestScreen('+ /x\\x0ay 10').press('3', ']');
	t.regex(frame, /\n \/x\\x0ay /);
	t.notRegex(frame, /\n y /);
});

test('too small a terminal says what it takes, and works again when it grew', t => {
	const screen = open({columns: 30, rows: 8});
	t.regex(screen.frame.replaceAll('\n', ' '), /needs 40 columns and +10 rows; here are 30 and 8/);
	t.regex(screen.dispatch({type: 'resized', columns: 120, rows: 40}).frame, /1 Layers/);
	t.is(open({columns: 30, rows: 8}).press('q').state.exitCode, 0);
});

test('resizing keeps the cursor in sight', t => {
	const many = Array.from({length: 100}, (_, index) => `+ /file${String(index).padStart(3, '0')} ${200 - index}`).join('\n');
	const screen = new TestScreen(many, {rows: 60}).press('2', 'pagedown');
	t.is(screen.cursor, '/file054');
	for (const rows of [40, 20, 12, 50]) {
		t.regex(screen.dispatch({type: 'resized', columns: 100, rows}).frame, /\n.*>A .*file054/);
	}
});

test('an error takes the screen in three sentences', t => {
	const {frame} = open().dispatch({type: 'failed', failure: {what: 'x.tar can\'t be opened.', why: 'It is cut off.', remedy: 'Save it again.'}});
	t.regex(frame, /x\.tar can't be opened\.\n\n {2}It is cut off\.\n\n {2}Save it again\.\n\n {2}q quit/);
});

test('an error in one layer is marked there, and the rest stays usable', t => {
	const screen = open();
	const layers = new Map(screen.state.layers);
	layers.set(2, {step: 'read', bytes: 1, total: 1, warnings: ['the gzip data is cut off'], isBroken: true});
	screen.dispatch({type: 'layers-progress', layers, at: 1}).press('j');
	t.regex(screen.frame, /> 2 .* ! RUN step 2/);
	t.regex(screen.frame, /\n the gzip data is cut off/);
	t.is(screen.press('j', '2').cursor, '/srv');
});

test('what hides a file stays below the files however long its path is', t => {
	const folder = '/opt/a-long-name/of-many-folders/that-lie/within-one-another';
	const picture = `+ ${folder}/file 5000\n--\n- ${folder}/file\n`;
	for (const columns of [80, 90, 100, 140]) {
		const screen = new TestScreen(picture, {columns, rows: 24}).press('2', '*', 'G');
		t.is(screen.cursor, `${folder}/file`);
		t.regex(screen.lines.at(-2)!, /another\/file ─+ layer 2 hides it /, String(columns));
	}

	const hider = new TestScreen(picture, {columns: 80, rows: 24}).press('j', '2', '*', 'G');
	t.regex(hider.lines.at(-2)!, /another\/file ─+ hides 5\.00 kB below /);
});
