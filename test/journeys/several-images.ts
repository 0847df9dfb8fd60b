import path from 'node:path';
import test from 'ava';
import {openFreedive} from '../helpers/open-terminal.js';
import {threeImages} from '../helpers/several-stories.js';

test('from a list of three to what differs between two, and what differs in a file, and all the way back', async t => {
	const references = await threeImages(t);
	const terminal = openFreedive(t, [...references, path.join(path.dirname(references[2]), 'gone.tar')], {columns: 140, rows: 30});
	await terminal.until(text => text.includes('4 images') && text.includes('without repetition') && /4 +failed .*gone\.tar/.test(text) && /3 +11 B/.test(text));

	terminal.type('j\r');
	await terminal.until(text => text.includes('1 Layers') && text.includes('% live') && /^ \S+b\.tar/.test(text));
	terminal.type('\u001B');
	await terminal.until(text => text.includes('4 images') && /> +2 /.test(text));

	terminal.type('c');
	await terminal.until(text => /^ A \S+a\.tar .*B \S+b\.tar/.test(text) && text.includes('B is 22.0 kB larger') && text.includes('left-pad 1.0.0 → 1.3.0'));
	terminal.type('/package.json\r\r');
	await terminal.until(text => text.includes('-{"name":"left-pad","version":"1.0.0"}') && text.includes('+{"name":"left-pad","version":"1.3.0"}'));
	terminal.type('\u001B');
	await terminal.until(text => text.includes('2 Differences') && />.*package\.json/.test(text));
	terminal.type('i');
	await terminal.until(text => text.includes('without times and owners') && !text.includes('app.conf'));
	terminal.resize(70, 20);
	await terminal.until(text => text.includes('2 Differences') && !text.includes('1 Both'));
	terminal.type('\t');
	await terminal.until(text => text.includes('1 Both') && !text.includes('2 Differences'));
	terminal.resize(140, 30);
	terminal.type('\t');
	// The search is told where the cursor is among what it searches. Before that two Esc would come in one piece, which is another key.
	await terminal.until(text => text.includes('1 Both') && text.includes('2 Differences') && text.includes('/package.json  1 of 1'));
	// The first takes the search away, the second leads out.
	terminal.type('\u001B');
	await terminal.until(text => !text.includes('/package.json  '));
	terminal.type('\u001B');
	await terminal.until(text => text.includes('4 images') && text.includes('Images'));
	terminal.type('q');
	t.is((await terminal.exited).exitCode, 0);
});

test('two that are the same but for their form are told to be, and q leaves with 0; where one can\'t be opened, 2', async t => {
	const [a] = await threeImages(t);
	const terminal = openFreedive(t, [a, a], {columns: 100, rows: 24});
	await terminal.until(text => text.includes('Identical') && text.includes('The files are the same.'));
	terminal.type('q');
	t.is((await terminal.exited).exitCode, 0);

	const broken = openFreedive(t, [a, `${a}.gone.tar`]);
	t.is((await broken.exited).exitCode, 2);
	t.regex(broken.output, /gone\.tar is not there/);
});
