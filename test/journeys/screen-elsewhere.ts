import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {imageFile, openFreedive} from '../helpers/open-terminal.js';
import type {RealTerminal} from '../helpers/real-terminal.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';
import {modesLeft} from '../helpers/terminal-modes.js';

/** A program that says what it was given, and waits for a line. */
function fakeProgram(t: ExecutionContext, log: string): string {
	const file = path.join(temporaryFolder(t), 'fake-pager');
	fs.writeFileSync(file, `#!/bin/sh\necho "THE PAGER HAS $# FILE" "$(basename "$1")" "$(cat "$1")"\nstat -c '%a %n' "$1" "$(dirname "$1")" > ${log}\nread -r line\necho "typed $line" >> ${log}\n`, {mode: 0o755});
	return file;
}

async function openPasswd(t: ExecutionContext, environment: Record<string, string>): Promise<{terminal: RealTerminal; copies: string}> {
	const copies = temporaryFolder(t);
	const terminal = openFreedive(t, [await imageFile(t)], {environment: {TMPDIR: copies, PAGER: undefined, EDITOR: undefined, VISUAL: undefined, ...environment}});
	await terminal.until(text => text.includes('% live'), 60);
	// The last layer removed it: its version before is looked at.
	terminal.type('G2');
	await terminal.until(text => /> R .*etc/.test(text) || text.includes('etc'), 60);
	terminal.type('*/passwd\rv');
	await terminal.until(text => text.includes('4 B, text') && text.includes('root'), 60);
	return {terminal, copies};
}

test('o gives the terminal to the pager, with a private copy that is gone afterwards, and the screen comes back as it was', async t => {
	const log = path.join(temporaryFolder(t), 'log');
	const {terminal, copies} = await openPasswd(t, {PAGER: fakeProgram(t, log)});
	const before = terminal.text;
	terminal.type('o');
	await terminal.until(text => text.includes('THE PAGER HAS 1 FILE passwd root'), 60);
	t.is(fs.readdirSync(copies).length, 1);
	terminal.type('some keys\r');
	await terminal.until(text => text === before, 60);
	const said = fs.readFileSync(log, 'utf8');
	t.regex(said, /^400 .*\/freedive-\w+\/passwd\n700 .*\/freedive-\w+\ntyped some keys\n$/);
	t.deepEqual(fs.readdirSync(copies), []);
	// Keys go to the screen again, none of them twice.
	terminal.type('\u001B');
	await terminal.until(text => text.includes('2 Files'), 60);
	terminal.type('q');
	t.is((await terminal.exited).exitCode, 0);
});

test('ctrl-c in the pager is the pager\'s, and the screen stays', async t => {
	const log = path.join(temporaryFolder(t), 'log');
	const {terminal, copies} = await openPasswd(t, {PAGER: fakeProgram(t, log)});
	terminal.type('o');
	await terminal.until(text => text.includes('THE PAGER HAS'), 60);
	terminal.type('\u0003');
	await terminal.until(text => text.includes('[text]'), 60);
	await terminal.quiet(200);
	t.true(terminal.text.includes('[text]'));
	t.deepEqual(fs.readdirSync(copies), []);
	terminal.type('q');
	t.is((await terminal.exited).exitCode, 0);
});

test('an editor that is not there is told in a sentence; what one changes is told to be a copy', async t => {
	const {terminal, copies} = await openPasswd(t, {EDITOR: 'no-such-editor --wait'});
	terminal.type('e');
	await terminal.until(text => text.includes('no-such-editor is not there: set EDITOR to a program that is installed.'), 60);
	t.deepEqual(fs.readdirSync(copies), []);
	terminal.type('q');
	await terminal.exited;

	const failing = await openPasswd(t, {EDITOR: 'exit 3; :'});
	failing.terminal.type('e');
	await failing.terminal.until(text => text.includes('ended with exit code 3.'), 60);

	const changing = path.join(temporaryFolder(t), 'editor');
	fs.writeFileSync(changing, '#!/bin/sh\nchmod u+w "$2"\necho changed > "$2"\n', {mode: 0o755});
	const other = await openPasswd(t, {EDITOR: 'no', VISUAL: `${changing} --flag`});
	other.terminal.type('e');
	await other.terminal.until(text => text.includes('That was a copy, and it is gone'), 60);
	t.deepEqual(fs.readdirSync(other.copies), []);
});

const onLinux = fs.existsSync('/proc/self/task') ? test : test.skip;

onLinux('a terminal that goes away while the pager has it leaves no copy behind', async t => {
	const log = path.join(temporaryFolder(t), 'log');
	const {terminal, copies} = await openPasswd(t, {PAGER: fakeProgram(t, log)});
	terminal.type('o');
	await terminal.until(text => text.includes('THE PAGER HAS'), 60);
	// As the system does to all that runs in it.
	process.kill(-terminal.pid, 'SIGHUP');
	await terminal.exited;
	t.deepEqual(fs.readdirSync(copies), []);
});

for (const key of ['o', 'e']) {
	for (const [signal, exitCode] of Object.entries({SIGTERM: 143, SIGHUP: 129})) {
		onLinux(`${signal} while ${key} has opened another program leaves with ${exitCode}, and the terminal as it was`, async t => {
			const log = path.join(temporaryFolder(t), 'log');
			const file = fakeProgram(t, log);
			const {terminal, copies} = await openPasswd(t, {PAGER: file, EDITOR: file});
			terminal.type(key);
			await terminal.until(text => text.includes('THE PAGER HAS'), 60);
			process.kill(terminal.pid, signal);
			terminal.type('a line\r');
			t.is((await terminal.exited).exitCode, exitCode);
			await terminal.quiet();
			t.deepEqual(modesLeft(terminal.output), []);
			t.deepEqual(fs.readdirSync(copies), []);
		});
	}
}
