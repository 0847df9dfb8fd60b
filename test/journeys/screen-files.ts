import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {pathToFileURL} from 'node:url';
import test, {type ExecutionContext} from 'ava';
import {openProgram, program} from '../helpers/open-terminal.js';
import type {RealTerminal} from '../helpers/real-terminal.js';
import {twoBuilds} from '../helpers/several-stories.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

const watch = pathToFileURL(path.resolve(import.meta.dirname, '../helpers/watch-descriptors.ts')).href;

/** Opens images on the screen, and then tells each time that a file was closed which was closed already. */
async function closedTwice(t: ExecutionContext, folder: string, references: readonly string[], journey: (terminal: RealTerminal) => Promise<void>): Promise<string> {
	const log = path.join(temporaryFolder(t), 'closed-twice');
	fs.writeFileSync(log, '');
	const terminal = openProgram(t, ['/bin/sh', '-c', 'cd "$1" && shift && exec "$@"', 'sh', folder, process.execPath, '--import', watch, program, ...references], {environment: {PATH: '/nowhere', DESCRIPTOR_LOG: log}});
	await journey(terminal);
	terminal.type('q');
	t.is((await terminal.exited).exitCode, 0);
	return fs.readFileSync(log, 'utf8');
}

test('the file of an image is closed once', async t => {
	const [a] = await twoBuilds(t);
	t.is(await closedTwice(t, path.dirname(a), [a], async terminal => {
		await terminal.until(text => text.includes('% live'));
	}), '');
});

test('those of two that are compared are, where one of them has the screen at the end', async t => {
	const both = await twoBuilds(t);
	t.is(await closedTwice(t, path.dirname(both[0]), both, async terminal => {
		await terminal.until(text => text.includes('2 Differences') && text.includes('left-pad 1.0.0'));
		terminal.type('a');
		await terminal.until(text => text.includes('% live'));
	}), '');
});

test('that of an image which another took the place of is', async t => {
	const [a] = await twoBuilds(t);
	t.is(await closedTwice(t, path.dirname(a), [a], async terminal => {
		await terminal.until(text => text.includes('% live'));
		terminal.type('O');
		await terminal.until(text => text.includes('another image') && text.includes('b.tar'));
		terminal.type('b.tar\r');
		await terminal.until(text => text.startsWith(' b.tar ') && text.includes('% live'));
	}), '');
});
