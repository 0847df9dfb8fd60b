import zlib from 'node:zlib';
import test, {type ExecutionContext} from 'ava';
import {concat, end, entry, pax} from '../helpers/archive/raw-tar.js';
import {selectTaken} from '../../source/ui/marks.js';
import {reduceViewer} from '../../source/ui/reduce-viewer.js';
import type {State} from '../../source/ui/state.js';
import {frame as zstdFrame} from '../helpers/archive/zstd-frames.js';
import {tarOf, type TarItem} from '../helpers/tar-of.js';
import {ViewScreen, type ViewedLayer, type ViewScreenOptions} from '../helpers/view-screen.js';

async function screenOf(t: ExecutionContext, layers: ReadonlyArray<Record<string, TarItem>>, options?: ViewScreenOptions): Promise<ViewScreen> {
	return ViewScreen.open(t, await Promise.all(layers.map(async (items, index): Promise<ViewedLayer> => ({blob: await tarOf(Object.entries(items)), instruction: `RUN step ${index + 1}`}))), options);
}

const numbered = (count: number) => Array.from({length: count}, (_, index) => `line ${index + 1}\n`).join('');

test('Enter on a file shows its lines with their numbers; Esc goes back to where it was opened', async t => {
	const screen = await screenOf(t, [{'hello.txt': 'one\n\ttabbed\u001B[31m\nlast'}]);
	screen.press('2', 'enter');
	t.deepEqual(screen.body, ['  1  one', '  2          tabbed\\x1b[31m', '  3  last']);
	t.regex(screen.lines[1], /^─\[\/hello\.txt\] \[text\] hex ─+ 1-3 of 3 {2}100 % ─$/);
	t.regex(screen.lines[2], /^ layer 1, added · 21 B/);
	screen.press('escape');
	t.is(screen.state.viewer, undefined);
	t.is(screen.state.focus, 'files');
});

test('what is longer than the screen is scrolled by rows and pages, and ends with a full screen', async t => {
	const screen = await screenOf(t, [{log: numbered(100)}]);
	screen.view('log');
	const first = () => screen.body[0].trim();
	const height = 12;
	t.is(screen.body.length, height);
	t.is(first(), '1  line 1');
	t.is(screen.press('j', 'j').body[0].trim(), '3  line 3');
	t.is(screen.press('k').body[0].trim(), '2  line 2');
	t.is(screen.press('pagedown').body[0].trim(), '13  line 13');
	t.is(screen.press('d').body[0].trim(), '19  line 19');
	t.is(screen.press('u', 'pageup').body[0].trim(), '2  line 2');
	t.is(screen.press('G').body[0].trim(), '89  line 89');
	t.is(screen.press('j').body[0].trim(), '89  line 89');
	t.is(screen.press('g', 'space').body[0].trim(), '12  line 12');
	screen.press(':').type('42').press('enter');
	t.is(first(), '42  line 42');
	screen.press(':').type('999').press('enter');
	t.is(first(), '89  line 89');
	screen.press(':').type('50%').press('enter');
	t.regex(first(), /^5[0-3] {2}line 5/);
	screen.press(':').type('half').press('enter');
	t.regex(screen.bottom, /Type the number of a line/);
	t.regex(screen.lines[1], /of 100 {2}\d+ %/);
});

test('a search goes to the first match, n and N to the others, with their count', async t => {
	const screen = await screenOf(t, [{log: numbered(300)}]);
	screen.view('log').press('/').type('line 2');
	await screen.until(frame => frame.includes('1 of 111'));
	t.is(screen.body[0].trim(), '1  line 1');
	t.regex(screen.body[1], /^ +2> line 2$/);
	screen.press('enter', 'n');
	await screen.until(frame => frame.includes('2 of 111'));
	t.true(screen.body.some(line => line.endsWith('20> line 20')));
	screen.press('N', 'N');
	await screen.until(frame => frame.includes('111 of 111'));
	t.true(screen.body.some(line => line.endsWith('299> line 299')));
	screen.press('n');
	await screen.until(frame => frame.includes(' 1 of 111'));
	screen.press('/').type('nowhere');
	await screen.until(frame => frame.includes('no match'));
	t.notRegex(screen.bottom, /can be read/);
	screen.press('escape');
	t.regex(screen.bottom, /^ \/line 2 {2}/);
	t.is(screen.press('escape').state.viewer?.search, undefined);
	t.not(screen.state.viewer, undefined);
});

test('the arrows go from match to match while one types, and help is there as everywhere', async t => {
	const screen = await screenOf(t, [{log: numbered(300)}]);
	screen.view('log').press('/').type('line 5');
	await screen.until(frame => frame.includes('1 of 11'));
	screen.press('down');
	await screen.until(frame => frame.includes('2 of 11'));
	screen.press('up');
	await screen.until(frame => frame.includes('1 of 11'));
	screen.press('escape', '?', 'down');
	t.is(screen.state.helpRow, 1);
	screen.press('escape').press('?').type('what this version changed').press('enter');
	t.regex(screen.bottom, /There is no other version of it to compare with/);
	t.not(screen.state.viewer, undefined);
	screen.press('?').type('the waste').press('escape');
	t.is(screen.lines[1].slice(0, 8), '─[/log] ');
});

test('long lines are cut and scrolled to the side, or wrapped; a match beyond the edge is brought into sight', async t => {
	const screen = await screenOf(t, [{long: `${'x'.repeat(300)}needle${'y'.repeat(100)}\nshort\n`}], {columns: 60});
	screen.view('long');
	t.is(screen.body[0], `  1  ${'x'.repeat(54)}…`);
	screen.press('right', 'right');
	t.is(screen.state.viewer!.left, 16);
	screen.press('left', 'left', 'left');
	t.is(screen.state.viewer!.left, 0);
	screen.press('/').type('needle').press('enter');
	await screen.until(frame => frame.includes('1 of 1'));
	t.true(screen.body[0].includes('needle'));
	screen.press('w');
	t.is(screen.body[0], `  1> ${'x'.repeat(55)}`.replace('>', ' '));
	t.is(screen.body.length, 9);
	t.true(screen.body.join('').replaceAll(/\s/g, '').includes('needle'));
	t.is(screen.body.at(-1)!.trim(), '2  short');
});

test('wide characters take two columns, and are never cut in half', async t => {
	const screen = await screenOf(t, [{names: `${'名前'.repeat(20)}\n😀e\u0301\n`}], {columns: 40});
	screen.view('names');
	t.is(screen.body[0], `  1  ${'名前'.repeat(8)}名…`);
	t.is(screen.body[1], '  2  😀e\u0301');
	screen.press('w');
	t.deepEqual(screen.body.slice(0, 3), [`  1  ${'名前'.repeat(8)}名`, `     前${'名前'.repeat(8)}`, `     ${'名前'.repeat(3)}`]);
});

test('bytes are shown in hexadecimal; a search finds them there as well', async t => {
	const screen = await screenOf(t, [{'data.bin': Buffer.concat([Buffer.from('\u007FXYZ\0\u0001abc'), Buffer.alloc(20)])}]);
	screen.view('data.bin');
	await screen.until(frame => frame.includes('[hex]'));
	t.is(screen.body[0], '00000000  7f 58 59 5a 00 01 61 62  63 00 00 00 00 00 00 00  ·XYZ··abc·······');
	t.is(screen.body[1], '00000010  00 00 00 00 00 00 00 00  00 00 00 00 00           ·············');
	screen.press('/').type('\\x01a').press('enter');
	await screen.until(frame => frame.includes('1 of 1'));
	t.true(screen.body[0].startsWith('00000000>'));
});

test('encodings are read: UTF-16 with a mark, and Latin-1', async t => {
	const screen = await screenOf(t, [{'utf16.txt': Buffer.from('\uFEFFgrün\nhello\n', 'utf16le'), 'latin.txt': Buffer.from('café, grün und schön\n', 'latin1')}]);
	t.is(screen.view('utf16.txt').body.join('|'), '  1  grün|  2  hello');
	screen.press('/').type('ello');
	await screen.until(frame => frame.includes('1 of 1'));
	screen.press('enter', 'escape', 'escape');
	t.is(screen.view('latin.txt').body[0], '  1  café, grün und schön');
});

test('a file of one language has its colours', async t => {
	const screen = await screenOf(t, [{'a.py': '# note\ndef f():\n    return "x"\n'}], {color: true});
	screen.view('a.py');
	await screen.until(frame => frame.includes('\u001B[35mdef'));
	t.true(screen.frame.includes('\u001B[32m"x"'));
});

test('JSON is shown as it is, and formatted', async t => {
	const screen = await screenOf(t, [{'a.json': '{"a":[1,2]}'}]);
	screen.view('a.json');
	await screen.until(frame => frame.includes('formatted'));
	t.is(screen.body[0], '  1  {"a":[1,2]}');
	screen.press(']');
	t.regex(screen.lines[1], /\[formatted\]/);
	t.true(screen.body.length > 1);
	t.regex(screen.press('[').lines[1], /\[text\]/);
});

test('what an archive lists is shown first, and searched', async t => {
	const inner = await tarOf([['one.txt', '1'], ['two.txt', '22']]);
	const screen = await screenOf(t, [{'a.tar': inner}]);
	screen.view('a.tar');
	await screen.until(frame => frame.includes('[facts]'));
	t.true(screen.frame.includes('two.txt'));
	screen.press('/').type('two').press('enter');
	t.regex(screen.bottom, /1 of 1/);
});

test('an empty file, and what has no content, are told in a sentence', async t => {
	const screen = await screenOf(t, [{empty: '', folder: {header: {type: 'directory'}}, pipe: {header: {type: 'fifo'}}, nowhere: {link: 'gone'}, round: {link: 'round'}}]);
	t.deepEqual(screen.view('empty').body.map(line => line.trim()), ['It is empty.']);
	screen.press('escape');
	for (const [path, sentence] of Object.entries({
		folder: '/folder is a folder: Enter opens it.', pipe: '/pipe is a fifo: it has no content.',
		nowhere: '/nowhere is a link that leads nowhere: /gone is not there.', round: '/round is a link that leads nowhere: /round leads round in a circle.',
	})) {
		t.is(screen.view(path).bottom.trim(), sentence);
		t.is(screen.state.viewer, undefined);
	}
});

test('links are followed inside the image, and the title says so', async t => {
	const screen = await screenOf(t, [{'usr/bin/dash': 'shell', bin: {link: 'usr/bin'}, 'usr/bin/sh': {link: '/../../bin/dash'}}]);
	screen.view('usr/bin/sh');
	t.is(screen.body[0], '  1  shell');
	t.regex(screen.lines[1], /\[\/usr\/bin\/sh → \/usr\/bin\/dash\]/);
});

const versions: ReadonlyArray<Record<string, TarItem>> = [{conf: 'a = 1\nb = 2\n'}, {conf: 'a = 1\nb = 3\n', other: 'x'}, {'.wh.conf': ''}];

test('the version of a layer is shown, deleted ones too; { and } go to the others, and c tells what one changed', async t => {
	const screen = await screenOf(t, versions);
	screen.view('conf', 3);
	t.is(screen.body[1], '  2  b = 3');
	t.regex(screen.lines[2], /^ version 2 of 2, layer 2, modified, removed by layer 3 · 12 B.*RUN step 2/);
	t.is(screen.press('{').body[1], '  2  b = 2');
	t.regex(screen.lines[2], /^ version 1 of 2, layer 1, added, overwritten by layer 2 · .*RUN step 1/);
	t.is(screen.press('{').bottom.trim(), 'This is the first version of it.');
	t.is(screen.press('c').bottom.trim(), 'This is the first version of it: there is none before.');
	screen.press('}', 'c');
	await screen.until(frame => frame.includes('+b = 3'));
	t.deepEqual(screen.body.map(line => line.trim()), [
		'1 line added, 1 line removed.', '--- /conf (layer 1)', '+++ /conf (layer 2)', '@@ -1,2 +1,2 @@', 'a = 1', '-b = 2', '+b = 3',
	]);
	t.is(screen.press('c').body[1], '  2  b = 3');
	t.is(screen.press('}').bottom.trim(), 'This is the last version of it.');
});

test('what differs only in its attributes is told so, and what was stored again as it was', async t => {
	const file = (mode: number, uid: number) => ({header: {mode, uid}, content: 'same'});
	const screen = await screenOf(t, [{f: file(0o644, 0)}, {f: file(0o4755, 7)}, {f: file(0o4755, 7), g: 'x'}]);
	screen.view('f', 2).press('c');
	await screen.until(frame => frame.includes('The content is the same.'));
	t.regex(screen.frame, /mode +0644 +4755/);
	t.regex(screen.frame, /owner +0:0 +7:0/);
	screen.press('}');
	await screen.until(frame => frame.includes('it was only stored again'));
});

test('of binaries what they say of themselves is compared', async t => {
	const screen = await screenOf(t, [{'a.tar': await tarOf([['one', '1']])}, {'a.tar': await tarOf([['one', '1'], ['two', '22']])}], {rows: 30});
	screen.view('a.tar').press('c');
	await screen.until(frame => frame.includes('The content differs.'));
	t.true(screen.frame.includes('two'));
	t.regex(screen.frame, /2\.\d+ kB became|Both have/);
});

for (const [compression, compress] of Object.entries({gzip: zlib.gzipSync, zstd: zstdFrame})) {
	test(`in a layer of ${compression} it is inflated as far as it is looked at, to its end and for a search`, async t => {
		const log = numbered(200_000);
		const tar = await tarOf([['before', Buffer.alloc(2_000_000, 'x')], ['log', log]]);
		const screen = await ViewScreen.open(t, [{blob: compress(tar), compression: compression as 'gzip' | 'zstd'}]);
		screen.view('log');
		await screen.until(frame => frame.includes('  line 1'));
		t.true(screen.state.viewer!.opened!.bytes!.available < 1_500_000);
		screen.press('G');
		await screen.until(frame => frame.includes('line 200000'));
		// Lines are counted in slices, once they are shown.
		await screen.until(frame => frame.includes('199,989-200,000 of 200,000  100 %'));
		screen.press('g', '/').type('line 99999');
		await screen.until(frame => frame.includes('1 of 1'));
		screen.press('enter', ':').type('150000').press('enter');
		await screen.until(frame => frame.includes('line 150000'));
		t.is(screen.body[0].trim(), '150000  line 150000');
	});
}

test('Esc gives up what is on its way, and keeps what is there', async t => {
	const tar = await tarOf([['log', numbered(900_000)]]);
	const screen = await ViewScreen.open(t, [{blob: zlib.gzipSync(tar), compression: 'gzip'}]);
	screen.view('log');
	await screen.until(frame => frame.includes('  line 1'));
	screen.press('G');
	t.is(screen.state.viewer!.goal?.kind, 'end');
	screen.press('escape');
	t.is(screen.state.viewer!.goal, undefined);
	await new Promise(resolve => {
		setTimeout(resolve, 100);
	});
	t.false(screen.state.viewer!.opened!.bytes!.isWhole);
	t.is(screen.body[0].trim(), '1  line 1');
});

test('a file that is nearly all hole is looked at in bounds, to its end', async t => {
	const size = 2 ** 43;
	const tar = concat(pax({'GNU.sparse.map': `0,6,${size - 5},5`, 'GNU.sparse.size': String(size), 'GNU.sparse.name': 'sparse'}), entry({}, 'start\nend!\n'), end);
	for (const [compression, blob] of Object.entries({none: tar, zstd: zstdFrame(tar)})) {
		const screen = await ViewScreen.open(t, [{blob, compression: compression as 'none' | 'zstd'}]);
		screen.view('sparse');
		await screen.until(frame => frame.includes('[hex]') || frame.includes('[text]'));
		screen.press('G');
		await screen.until(frame => frame.includes('end!'));
		screen.press('/').type('start');
		await screen.until(frame => frame.includes('1 of 1'));
		screen.press('enter');
		t.true(screen.body.some(line => line.includes('start')));
	}
});

test('one line of many megabytes is shown in pieces', async t => {
	const screen = await screenOf(t, [{'min.js': `${'abcdefghij'.repeat(2_000_000)}END\n`}]);
	const started = performance.now();
	screen.view('min.js').press('w', 'G');
	t.true(screen.body.at(-1)!.endsWith('END'));
	screen.press('k', 'pageup', 'g', 'w', 'G');
	t.true(performance.now() - started < 2000);
});

test('what is cut off is shown as far as it goes, and told', async t => {
	const tar = await tarOf([['log', numbered(20_000)]]);
	const whole = await ViewScreen.open(t, [{blob: tar.subarray(0, 5000)}]);
	whole.view('log').press('G');
	t.regex(whole.frame, /Its content is cut off: only 4\.49 kB are there\./);
});

test('names and contents of the image never reach the terminal as they are', async t => {
	const screen = await screenOf(t, [{'evil\u001B]0;x\u0007': '\u001B]0;owned\u0007\u202Etxt\n'}], {ascii: true});
	const path = screen.overlay.tree.find(Buffer.from('evil\u001B]0;x\u0007'));
	screen.store.dispatch({type: 'view', path, layer: 1});
	t.notRegex(screen.frame, /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E]/);
	t.true(screen.body[0].includes('\\x1b]0;owned\\x07\\xe2\\x80\\xaetxt'));
	t.true(screen.lines[1].includes('evil\\x1b]0;x\\x07'));
});

test('a layer that can\'t be read is told', async t => {
	const broken = zlib.gzipSync(await tarOf([['a', numbered(100_000)]]));
	const screen = await ViewScreen.open(t, [{blob: broken.subarray(0, broken.length / 2), compression: 'gzip'}]);
	screen.view('a');
	await screen.until(frame => frame.includes('line 1'));
	screen.press('G');
	await screen.until(frame => frame.includes('Its content is cut off: only'));
	t.true(screen.body.at(-1)!.includes('cut off'));
	// Of the rest nobody knows what is in it.
	screen.press('/').type('line 99999');
	await screen.until(frame => frame.includes('no match in what can be read'));
});

test('two contents that are no versions of one are compared', async t => {
	const screen = await screenOf(t, [{a: 'one\ntwo\n', b: 'one\n2\n'}]);
	const {contents} = screen.state.grown!;
	const ref = (name: string, index: number) => ({contents: contents!, layer: 1, index, name});
	screen.store.dispatch({type: 'view-difference', a: ref('/a', 0), b: ref('/b', 1)});
	await screen.until(frame => frame.includes('+2'));
	t.regex(screen.lines[1], /\[\/a → \/b\]/);
	t.is(screen.press('{').bottom.trim(), 'These are two files, and not versions of one.');
});

test('a match far in a line of megabytes is brought into sight, and each row goes on where the one before ended', async t => {
	const line = Array.from({length: 300_000}, (_, index) => `w${index}`).join(' ').replace('w200000 ', 'NEEDLE ');
	const screen = await screenOf(t, [{'min.txt': `${line}\nshort\n`}], {columns: 60});
	screen.view('min.txt');
	const shown = () => screen.body.map(row => row.slice(9)).join('').replaceAll(/\s/g, '');
	t.true(line.replaceAll(' ', '').startsWith(shown()));
	screen.press('/').type('NEEDLE').press('enter');
	await screen.until(frame => frame.includes('1 of 1'));
	t.true(shown().includes('NEEDLE'));
	screen.press('w');
	t.true(shown().includes('NEEDLE'));
	screen.press('w');
	t.true(shown().includes('NEEDLE'));
});

test('w keeps the place: the match, or else what is seen first', async t => {
	const screen = await screenOf(t, [{long: `${numbered(30)}${'x'.repeat(3000)}needle${'y'.repeat(3000)}\n${numbered(30)}`}], {columns: 60});
	screen.view('long').press('/').type('needle').press('enter');
	await screen.until(frame => frame.includes('1 of 1'));
	for (let count = 0; count < 3; count++) {
		t.true(screen.press('w').body.some(row => row.includes('needle')), screen.frame);
	}

	screen.press('escape', ':').type('31').press('enter');
	await screen.until(() => screen.body[0].trimStart().startsWith('31'));
	screen.press('j', 'j', 'j', 'j', 'w');
	t.true(screen.body[0].trimStart().startsWith('31'));
	t.true(screen.state.viewer!.left > 100);
	screen.press('w');
	t.is(screen.state.viewer!.left, 0);
	t.true(screen.body[0].includes('xxx'));
});

test('marks, copies and extraction are about the version that is shown', async t => {
	const screen = await screenOf(t, versions);
	screen.view('conf', 3).press('{', 't');
	t.regex(screen.lines[2], /✓ marked/);
	const path = screen.overlay.tree.find(Buffer.from('conf'));
	t.deepEqual([...screen.state.marks.values()], [{kind: 'path', path, at: 1}]);
	screen.press('}');
	t.notRegex(screen.lines[2], /marked/);
	t.deepEqual(selectTaken(screen.state), [{kind: 'path', path, at: 2}]);
	screen.press('x');
	t.regex(screen.bottom, /^ x {2}\/conf, 12 B, to:/);
	screen.press('escape', 'Y');
	t.is(screen.state.field?.kind, 'copy');
	t.true(screen.frame.includes('of /conf'));
	screen.press('escape', 'T');
	t.is(screen.state.marks.size, 0);
	t.not(screen.state.viewer, undefined);
	const {contents} = screen.state.grown!;
	screen.store.dispatch({type: 'view-difference', a: {contents: contents!, layer: 1, index: 0, name: '/a'}, b: {contents: contents!, layer: 2, index: 0, name: '/b'}});
	t.regex(screen.press('x').bottom, /These are two files/);
});

test('a program is offered for one file, and not for what differs between two', async t => {
	const screen = await screenOf(t, [{a: 'one\ntwo\n', b: 'one\n2\n'}], {columns: 200});
	t.regex(screen.view('a').bottom, /o pager {2}e editor/);
	const {contents} = screen.state.grown!;
	const ref = (name: string, index: number) => ({contents: contents!, layer: 1, index, name});
	screen.store.dispatch({type: 'view-difference', a: ref('/a', 0), b: ref('/b', 1)});
	await screen.until(frame => frame.includes('+2'));
	t.notRegex(screen.bottom, /pager|editor/);
});

test('w and : are offered where they do something, and : says what it takes', async t => {
	const screen = await screenOf(t, [{'a.tar': await tarOf([['one', '1']]), 'a.txt': numbered(40), 'b.bin': Buffer.alloc(9000)}], {columns: 160});
	screen.view('a.tar');
	await screen.until(frame => frame.includes('[facts]'));
	t.notRegex(screen.bottom, / w wrap| : go to/);
	t.regex(screen.press(':').bottom, /no lines to go to/);
	screen.view('b.bin');
	t.notRegex(screen.bottom, / w wrap/);
	t.false(screen.press('w').state.viewer!.wraps);
	t.regex(screen.press(':').bottom, /^ : byte \(8000 or 0x1f40\) or 50 %:/);
	screen.press('escape').view('a.txt');
	t.regex(screen.bottom, / : go to {2}w wrap/);
	t.regex(screen.press(':').bottom, /^ : line, byte \(0x1f40 or 8000b\) or 50 %: .*Enter go/);
	screen.type('71b').press('enter');
	t.is(screen.body[0].trim(), '11  line 11');
	// A wrong answer can be mended where it stands.
	t.regex(screen.press(':').type('999%').press('enter').bottom, /^ : 999%▏ +999% is more than there is: a share is 100% at most\.$/);
	t.regex(screen.press('backspace', 'backspace').bottom, /^ : line, .*: 99▏/);
	screen.type('%').press('enter');
	t.is(screen.state.field, undefined);
	t.regex(screen.press('/').bottom, /^ \/ text:/);
	t.notRegex(screen.press('escape').bottom, /n next/);
	screen.press('/').type('line').press('enter');
	t.regex(screen.bottom, /n next {2}N before/);
});

test('c goes back to the way before, { and } keep what changed, and ] comes to it', async t => {
	const screen = await screenOf(t, versions, {columns: 120});
	screen.view('conf', 3).press(']');
	t.regex(screen.lines[1], /text \[hex\] changes/);
	screen.press('c');
	await screen.until(frame => frame.includes('+b = 3'));
	t.regex(screen.bottom, /c back/);
	screen.press('{');
	t.regex(screen.lines[1], /text \[hex\] ─/);
	screen.press('}');
	await screen.until(frame => frame.includes('+b = 3'));
	t.regex(screen.press('c').lines[1], /\[hex\]/);
	t.regex(screen.bottom, /c changes/);
	screen.press(']');
	await screen.until(frame => frame.includes('+b = 3'));
	t.regex(screen.press(']').lines[1], /\[text\]/);
});

test('what changed in one long line is seen: of JSON in its formatted form, of other text from the first difference on', async t => {
	const json = (value: number) => JSON.stringify({items: Array.from({length: 20_000}, (_, index) => ({id: index, value: index === 12_345 ? value : index}))});
	const words = (word: string) => `${'same '.repeat(3000)}${word}${' end'.repeat(3000)}\n`;
	const screen = await screenOf(t, [{'a.json': json(1), 'a.txt': words('before')}, {'a.json': json(2), 'a.txt': words('NEEDLE')}], {color: true});
	const plain = () => screen.body.map(line => line.replaceAll(/\u001B\[[\d;]*m/g, ''));
	screen.view('a.json').press('c');
	await screen.until(frame => frame.includes('of the formatted JSON'));
	t.deepEqual(plain().filter(line => /^ [+-] /.test(line)).map(line => line.trim().replaceAll(/\s+/g, ' ')), ['- "value": 1', '+ "value": 2']);
	t.true(screen.frame.includes('\u001B[7m2\u001B[27m'));
	screen.press('escape').view('a.txt').press('c');
	await screen.until(frame => frame.includes('1 line added, 1 line removed.'));
	t.true(plain().some(line => line.startsWith(' -… same same') && line.includes(' before end end')));
	t.true(screen.body.some(line => line.includes('\u001B[7mNEEDLE\u001B[27m')), screen.frame);
});

test('a match that lies far in a line of what changed is brought into sight', async t => {
	const text = (word: string) => `${'same '.repeat(100)}${word} ${'more '.repeat(100)}NEEDLE\n`;
	const screen = await screenOf(t, [{a: text('x')}, {a: text('y')}], {columns: 80});
	screen.view('a').press('c');
	await screen.until(frame => frame.includes('1 line added'));
	screen.press('/').type('NEEDLE').press('enter');
	t.true(screen.body.some(line => line.includes('NEEDLE')), screen.frame);
	t.true(screen.press('w').body.some(line => line.includes('NEEDLE')), screen.frame);
});

test('in what changed a search goes to what it marks: a byte, as in the text', async t => {
	const screen = await screenOf(t, [{a: 'one\ntwo\n'}, {a: 'one\n\u001B[1mtwo\n'}]);
	screen.view('a').press('c');
	await screen.until(frame => frame.includes('1 line added'));
	screen.press('/').type('\\x1b').press('enter');
	t.regex(screen.bottom, /1 of 1/);
	t.true(screen.body.some(line => line.startsWith('>') && line.includes('\\x1b[1mtwo')), screen.frame);
	t.regex(screen.press('/').type('\\x1C').bottom, /no match/);
});

test('what stands for something else than text is shown as that: a static library whose first bytes are text', async t => {
	const library = `!<arch>\n${'b.o/'.padEnd(16)}${'1700000000'.padEnd(32)}${'3000'.padEnd(10)}\`\n${'x'.repeat(3000)}`;
	const screen = await screenOf(t, [{'lib.a': library, 'x.pem': '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n'}]);
	screen.view('lib.a');
	await screen.until(frame => frame.includes('[facts]'));
	t.regex(screen.frame, /b\.o +3\.00 kB {2}2023/);
	screen.press('escape').view('x.pem');
	await screen.until(frame => frame.includes('[facts]'));
});

test('in a comparison the side that has no such file is named', async t => {
	const a = await screenOf(t, [{both: '1'}]);
	const b = await screenOf(t, [{both: '2', new: '3'}]);
	const shown = {added: true, modified: true, removed: true, unmodified: false};
	const older = (path: string) => {
		b.view(path);
		const state: State = {...b.state, comparison: {a: a.state, b: b.state, isIgnoring: false, shown}};
		return reduceViewer(state, state.viewer!, {type: 'viewer-version', by: -1})?.notice?.text;
	};

	t.is(older('new'), 'A does not have it.');
	t.is(older('both'), 'There is no other version of it.');
});
