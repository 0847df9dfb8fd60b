import test from 'ava';
import {imageFile, openFreedive, openProgram, program} from '../helpers/open-terminal.js';

const ready = (text: string) => text.includes('% live');

/** All that comes by itself is there, the audit last: what is drawn anew then looks the same. */
const settled = (text: string) => ready(text) && /audit \w+|\bFAIL\b|\bpass\b/.test(text.split('\n', 1)[0]);

test('opens an image, walks it, follows the size of the window, and quits', async t => {
	const terminal = openFreedive(t, [await imageFile(t)], {columns: 120, rows: 30});
	await terminal.until(text => ready(text) && /> 1 .* ADD rootfs/.test(text));
	t.regex(terminal.text, /3 layers {2}1\.80 MB .* 900 kB waste/);

	terminal.type('j');
	await terminal.until(text => text.includes('changes of layer 2') && text.includes('> 2 '));
	terminal.type('\r*');
	await terminal.until(text => /m -rw-r--r-- +900 kB .*libbig\.so/.test(text));

	terminal.resize(80, 24);
	await terminal.until(text => text.split('\n', 2)[1].indexOf('┬') === 32 && text.includes('libbig.so'));
	terminal.resize(60, 20);
	await terminal.until(text => !text.includes('1 Layers') && text.includes('2 Files'));
	terminal.resize(30, 8);
	await terminal.until(text => text.includes('freedive needs 40 columns'));
	terminal.resize(140, 40);
	await terminal.until(text => settled(text) && text.includes('1 Layers') && text.includes('2 Files') && text.includes('libbig.so') && text.includes('type '));
	await terminal.quiet();
	const afterResizing = terminal.text;
	// Nothing of the other sizes may be left: help and back draws every cell anew.
	terminal.type('?');
	await terminal.until(text => text.includes('Keys'));
	terminal.type('\u001B');
	await terminal.until(text => text.includes('2 Files'));
	await terminal.quiet();
	t.is(terminal.text, afterResizing);

	terminal.type('q');
	t.deepEqual(await terminal.exited, {exitCode: 0, signal: 0});
});

test('begins at the layer and path that --open names', async t => {
	const terminal = openFreedive(t, [await imageFile(t), '--open', '2:/usr/lib/libsmall.so']);
	await terminal.until(text => ready(text) && text.includes('all up to layer 2') && /> +-rw-r--r-- .*libsmall\.so/.test(text));
	t.regex(terminal.text, /libsmall/);
	terminal.type('q');
	await terminal.exited;
});

test('the mouse selects, opens and scrolls; --no-mouse leaves it to the terminal', async t => {
	const file = await imageFile(t);
	const terminal = openFreedive(t, [file]);
	await terminal.until(ready);
	terminal.type('\u001B[<0;5;6M\u001B[<0;5;6m');
	await terminal.until(text => text.includes('> 3 '));
	terminal.type('\u001B[<0;5;4M\u001B[<0;5;4m');
	await terminal.until(text => text.includes('> 1 ') && text.includes('changes of layer 1'));
	terminal.type('\u001B[<0;90;4M\u001B[<0;90;4m\u001B[<0;90;4M\u001B[<0;90;4m');
	await terminal.until(text => text.includes('▾ usr'));
	terminal.type('q');
	await terminal.exited;
	t.true(terminal.output.includes('\u001B[?1006h'));

	const without = openFreedive(t, [file, '--no-mouse']);
	await without.until(ready);
	without.type('q');
	await without.exited;
	t.false(without.output.includes('\u001B[?1000h'));
});

test('ctrl-l draws the whole screen anew, and so does r', async t => {
	const terminal = openFreedive(t, [await imageFile(t)]);
	await terminal.until(text => settled(text) && /> 1 .* ADD rootfs/.test(text));
	await terminal.quiet();
	const {text} = terminal;
	for (const key of ['\u000C', 'r', '/\u000C\u001B']) {
		// As another program does that writes to the same terminal.
		await new Promise<void>(resolve => {
			terminal.screen.write('\u001B[3;1Hspilt\r\n\u001B[2Kspilt', resolve);
		});
		t.true(terminal.text.includes('spilt'));
		terminal.type(key);
		await terminal.until(now => now === text);
	}

	terminal.type('j');
	await terminal.until(text => text.includes('> 2 ') && !text.includes('> 1 '));
	terminal.type('q');
	t.is((await terminal.exited).exitCode, 0);
});

test('NO_COLOR sends no colour and no attribute; the cursor shows all the same', async t => {
	const terminal = openFreedive(t, [await imageFile(t)], {environment: {NO_COLOR: '1'}});
	await terminal.until(ready);
	terminal.type('j\r*j');
	await terminal.until(text => />.*▾ lib/.test(text) && text.includes('─[2 Files] '));
	terminal.type('q');
	await terminal.exited;

	t.notRegex(terminal.output, /\u001B\[[\d;]*m/);
});

test('where the locale has no Unicode, ASCII is drawn', async t => {
	const terminal = openFreedive(t, [await imageFile(t)], {environment: {LC_ALL: 'C'}});
	await terminal.until(ready);
	t.regex(terminal.text, /^[\n\u0020-\u007E]*$/);
	terminal.type('q');
	await terminal.exited;
});

test('without an argument there is the demo, which says so', async t => {
	// Without an engine that may have images, and in a folder without any.
	const terminal = openFreedive(t, [], {environment: {PATH: '/nowhere'}});
	await terminal.until(ready);
	t.regex(terminal.text, /^ the demo image {2}open your own: freedive IMAGE\.tar/);
	terminal.type('q');
	await terminal.exited;
});

test('an image from standard input is walked with the keys of the terminal', async t => {
	const terminal = openProgram(t, ['sh', '-c', `cat "$1" | "$2" "${program}" -`, 'sh', await imageFile(t), process.execPath]);
	await terminal.until(ready);
	t.regex(terminal.text, /^ standard input /);
	terminal.type('j');
	await terminal.until(text => text.includes('> 2 '));
	terminal.type('q');
	t.is((await terminal.exited).exitCode, 0);
});
