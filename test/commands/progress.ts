import {setTimeout as sleep} from 'node:timers/promises';
import test from 'ava';
import {Progress} from '../../source/commands/progress.js';
import {Collector} from '../helpers/run-command.js';

test('what is being waited for, in words', t => {
	const progress = new Progress(undefined, 'opening app.tar');
	t.is(progress.sentence, 'opening app.tar');
	progress.update({label: 'reading standard input', bytes: 12_300_000});
	t.is(progress.sentence, 'reading standard input, 12.3 MB so far');
	progress.update({label: 'reading layers', bytes: 1000, total: 2_000_000});
	t.is(progress.sentence, 'reading layers, 1.00 kB of 2.00 MB');
	progress.end();
});

test('quick work shows nothing', t => {
	const terminal = new Collector(80);
	const progress = new Progress(terminal, 'opening');
	progress.update({label: 'reading', bytes: 1});
	progress.end();
	t.is(terminal.text, '');
});

test('slow work shows a line that fits, safe, and takes it away', async t => {
	const terminal = new Collector(20);
	const progress = new Progress(terminal, 'opening');
	await sleep(320);
	progress.update({label: 'reading \u001B[2J and much more', bytes: 1});
	progress.update({label: 'too soon', bytes: 1});
	progress.end();
	progress.end();
	t.is(terminal.text, '\r\u001B[Kreading \\x1b[2J and\r\u001B[K');
});
