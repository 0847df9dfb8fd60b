import fs from 'node:fs';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import {imageFile, openFreedive, openProgram, program} from '../helpers/open-terminal.js';
import type {RealTerminal} from '../helpers/real-terminal.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';
import {modesLeft} from '../helpers/terminal-modes.js';

const ready = (text: string) => text.includes('% live');

/** Tells the exit code, and whether the settings of the terminal's line are what they were before. */
const around = 'before=$(stty -g); echo $$; "$@"; code=$?; [ "$before" = "$(stty -g)" ] && echo "as before, $code"';

/** Opens an image, leaves it in some way, and sees that the terminal is as it was. */
async function leaves(
	t: ExecutionContext, how: (terminal: RealTerminal) => unknown, exitCode: number, environment: Record<string, string> = {},
): Promise<string> {
	const terminal = openProgram(t, ['bash', '-c', around, 'bash', process.execPath, program, await imageFile(t)], {environment});
	await terminal.until(ready);
	await how(terminal);
	await terminal.until(text => text.includes(`as before, ${exitCode}`));
	t.deepEqual(modesLeft(terminal.output), []);
	t.notRegex(terminal.text, /1 Layers/);
	return terminal.text;
}

/** The process that a shell waits for. */
function childOf(pid: number): number {
	return Number(fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').at(-1));
}

const onLinux = fs.existsSync('/proc/self/task') ? test : test.skip;

test('q leaves with 0', async t => {
	await leaves(t, terminal => {
		terminal.type('q');
	}, 0);
});

test('ctrl-c leaves with 130, from a text field too', async t => {
	await leaves(t, async terminal => {
		terminal.type('/lib');
		await terminal.until(text => text.includes('/lib'));
		terminal.type('\u0003');
	}, 130);
});

for (const [signal, exitCode] of Object.entries({SIGTERM: 143, SIGHUP: 129, SIGINT: 130, SIGQUIT: 131, SIGABRT: 134})) {
	onLinux(`${signal} leaves with ${exitCode}`, async t => {
		await leaves(t, terminal => {
			process.kill(childOf(terminal.pid), signal);
		}, exitCode);
	});
}

for (const [kind, code] of Object.entries({error: 'throw(new(Error)(`it_broke`))', 'rejected promise': 'Promise.reject(new(Error)(`it_broke`))'})) {
	onLinux(`an ${kind} that nobody caught leaves with 2 and is told`.replace('an r', 'a r'), async t => {
		const text = await leaves(t, terminal => {
			process.kill(childOf(terminal.pid), 'SIGUSR2');
		}, 2, {NODE_OPTIONS: `--import=data:text/javascript,process.on(\`SIGUSR2\`,()=>{${code}})`});
		t.regex(text, /freedive: it_broke \(unexpected; FREEDIVE_DEBUG=1 shows where\)/);
	});
}

test('ctrl-z gives the terminal to the shell, and fg comes back', async t => {
	const terminal = openProgram(t, ['bash', '--norc', '--noprofile', '-i'], {environment: {PS1: 'shell> '}});
	await terminal.until(text => text.includes('shell> '));
	terminal.type(`${process.execPath} ${program} ${await imageFile(t)}\r`);
	await terminal.until(ready);
	terminal.type('j');
	await terminal.until(text => text.includes('> 2 '));

	terminal.type('\u001A');
	await terminal.until(text => text.includes('Stopped') && text.trimEnd().endsWith('shell>'));
	t.deepEqual(modesLeft(terminal.output).filter(mode => mode !== '2004 on'), []);
	terminal.type('echo typed $((40 + 2))\r');
	await terminal.until(text => text.includes('typed 42'));

	terminal.resize(100, 30);
	terminal.type('fg\r');
	await terminal.until(text => text.includes('1 Layers') && text.includes('> 2 ') && !text.includes('shell>'));
	t.is(terminal.lines[1].indexOf('┬'), 44);
	terminal.type('k');
	await terminal.until(text => text.includes('> 1 '));
	terminal.type('\u001B[<0;5;6M');
	await terminal.until(text => text.includes('> 3 '));
	terminal.type('q');
	await terminal.until(text => text.trimEnd().endsWith('shell>'));
	terminal.type('exit\r');
	await terminal.exited;
});

for (const signal of ['TERM', 'HUP']) {
	test(`kill -${signal} ends what ctrl-z stopped, and leaves the terminal to the shell`, async t => {
		const terminal = openProgram(t, ['bash', '--norc', '--noprofile', '-i'], {environment: {PS1: 'shell> '}});
		await terminal.until(text => text.includes('shell> '));
		terminal.type(`${process.execPath} ${program} ${await imageFile(t)}\r`);
		await terminal.until(ready);
		terminal.type('\u001A');
		await terminal.until(text => text.includes('Stopped') && text.trimEnd().endsWith('shell>'));
		terminal.type(`clear; kill -${signal} %1; while jobs %1 > /dev/null 2>&1; do sleep 0.1; done; echo ended $((40 + 2))\r`);
		await terminal.until(text => text.includes('ended 42'));
		t.deepEqual(modesLeft(terminal.output).filter(mode => mode !== '2004 on'), []);
		terminal.type('exit\r');
		await terminal.exited;
	});
}

onLinux('a terminal that goes away ends the program', async t => {
	const terminal = openFreedive(t, [await imageFile(t)]);
	await terminal.until(ready);
	terminal.close();
	t.is((await terminal.exited).exitCode, 129);
});

test('what can\'t be opened is told without a screen, with 2', async t => {
	const terminal = openFreedive(t, [path.join(temporaryFolder(t), 'none.tar')]);
	t.is((await terminal.exited).exitCode, 2);
	await terminal.quiet();
	t.regex(terminal.text, /^freedive: .*none\.tar/);
	t.deepEqual(modesLeft(terminal.output), []);
	t.false(terminal.output.includes('\u001B[?1049h'));
});

test('standard input that is slow to come shows its progress; Esc stops it, q leaves', async t => {
	const file = await imageFile(t);
	const terminal = openProgram(t, ['sh', '-c', `(head -c 700000 "$1"; sleep 60) | "$2" "${program}" -`, 'sh', file, process.execPath]);
	await terminal.until(text => text.includes('Opening standard input') && text.includes('700 kB'));
	terminal.type('\u001B');
	await terminal.until(text => text.includes('standard input was not opened.'));
	terminal.type('q');
	await delay(1000);
	t.deepEqual(modesLeft(terminal.output), []);
});

test('opening standard input that Esc stopped goes on with c', async t => {
	const file = await imageFile(t);
	const terminal = openProgram(t, ['sh', '-c', `(head -c 700000 "$1"; sleep 4; tail -c +700001 "$1") | "$2" "${program}" -; echo "code $?"`, 'sh', file, process.execPath]);
	await terminal.until(text => text.includes('Opening standard input') && text.includes('700 kB'));
	terminal.type('\u001B');
	await terminal.until(text => text.includes('standard input was not opened.') && text.includes('c go on'));
	terminal.type('c');
	await terminal.until(ready);
	terminal.type('q');
	await terminal.until(text => text.includes('code 0'));
	t.deepEqual(modesLeft(terminal.output), []);
});

test('standard input that is no image takes the screen, and is told again when it is gone', async t => {
	const terminal = openProgram(t, ['sh', '-c', `(sleep 2; echo this is no image) | "$1" "${program}" -; echo "code $?"`, 'sh', process.execPath]);
	await terminal.until(text => text.includes('standard input can\'t be opened.'));
	terminal.type('q');
	await terminal.until(text => text.includes('code 2'));
	t.regex(terminal.text, /^freedive: /);
	t.deepEqual(modesLeft(terminal.output), []);
});

test('a layer that is cut off is marked, and the rest can be walked', async t => {
	const file = await imageFile(t);
	const cut = path.join(temporaryFolder(t), 'cut.tar');
	fs.writeFileSync(cut, fs.readFileSync(file).subarray(0, 1_200_000));
	const terminal = openFreedive(t, [cut]);
	await terminal.until(text => ready(text) && /cut\.tar .* incomplete: i tells/.test(text) && /\n {2}2 .* ! ?\(no instruct/.test(text));
	terminal.type('ji');
	await terminal.until(text => text.includes('Warnings') && / cut (?:off|short)/.test(text));
	terminal.type('i1k\r');
	await terminal.until(text => text.includes('> 1 ') && />A .*usr/.test(text));
	terminal.type('q');
	t.is((await terminal.exited).exitCode, 0);
});
