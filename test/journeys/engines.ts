import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {setTimeout as delay} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import {ends, fakeEngines, has, hasImage, isDown, isRunning, lacks, stubborn, type FakeEngine} from '../helpers/fake-engines.js';
import {imageFile, openFreedive, program, storyImage} from '../helpers/open-terminal.js';
import type {RealTerminal} from '../helpers/real-terminal.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

async function openNamed(t: ExecutionContext, reference: string, engines: {docker?: FakeEngine; podman?: FakeEngine}): Promise<RealTerminal> {
	const {environment} = fakeEngines(t, engines);
	return openFreedive(t, [reference], {environment: {...environment}});
}

test('the title says which engine answered to a bare name', async t => {
	const saved = {inspect: has(), save: `cat '${await imageFile(t)}'`};
	const named = await openNamed(t, 'story:1', {docker: {inspect: lacks.docker}, podman: saved});
	await named.until(text => text.includes('% live'));
	t.regex(named.text, /story:1 {2}from podman/);
	const forced = await openNamed(t, 'podman://story:1', {podman: saved});
	await forced.until(text => text.includes('% live'));
	t.regex(forced.text, /podman:\/\/story:1 {2}linux\/amd64/);
});

test('--all-local lists what engines have, were it but two', async t => {
	const row = (digit: string, tag: string) => JSON.stringify({ID: `sha256:${digit.repeat(64)}`, Repository: 'story', Tag: tag, Size: '5kB'});
	const {environment} = fakeEngines(t, {docker: {ls: `printf '%s\\n' '${row('a', '1')}' '${row('b', '2')}'`, inspect: has(), save: `cat '${await imageFile(t)}'`}});
	const terminal = openFreedive(t, ['--all-local'], {environment: {...environment}});
	await terminal.until(text => /1 .*docker:\/\/story:1/.test(text) && /2 .*docker:\/\/story:2/.test(text) && text.includes('2 images') && text.includes('without repetition'));
	terminal.type('q');
	t.is((await terminal.exited).exitCode, 0);
});

test('an engine that can\'t be asked is told without a screen', async t => {
	const terminal = await openNamed(t, 'docker://story:1', {docker: {inspect: isDown.docker}});
	await terminal.until(text => text.includes('docker is not running'));
	// Long ones may have brought the screen up before.
	terminal.type('q');
	t.is((await terminal.exited).exitCode, 2);
});

for (const [key, input, exitCode] of [['q', 'q', 0], ['ctrl-c', '\u0003', 130]] as const) {
	test(`${key} leaves while an engine saves, and leaves none behind`, async t => {
		const file = path.join(temporaryFolder(t), 'pids');
		const terminal = await openNamed(t, 'story:1', {docker: {inspect: has(5_000_000), save: `head -c 700000 /dev/zero; ${stubborn(file)}`}});
		await terminal.until(text => text.includes('700 kB of 5.00 MB'));
		t.true(isRunning(file));
		terminal.type(input);
		t.is((await terminal.exited).exitCode, exitCode);
		t.true(await ends(file));
	});
}

test('the second time the screen is there without anything saved, and a file that is looked at is saved for once', async t => {
	const archive = await imageFile(t);
	const folder = temporaryFolder(t);
	const [pids, goes] = [path.join(folder, 'pids'), path.join(folder, 'goes')];
	// The second time it stops on the way, for ever; then it goes on when it is told.
	const save = `case $(grep -c ' save ' "$0.calls") in
1) cat '${archive}' ;;
2) head -c 700000 '${archive}'; ${stubborn(pids)} ;;
*) head -c 700000 '${archive}'; while [ ! -e '${goes}' ]; do sleep 0.05; done; tail -c +700001 '${archive}' ;;
esac`;
	const image = hasImage(await storyImage());
	const programs = fakeEngines(t, {docker: {inspect: `echo '${image}'`, save: `echo ' save ' >> "$0.calls"; ${save}`}});
	const options = {environment: {...programs.environment, XDG_CACHE_HOME: path.join(folder, 'cache')}};
	const saves = () => programs.calls().filter(call => call.includes(' save ')).length;
	const settled = (text: string) => text.includes('% live') && /audit \w+|\bFAIL\b|\bpass\b/.test(text.split('\n', 1)[0]);
	const first = openFreedive(t, ['story:1'], options);
	await first.until(settled);
	// What was asked of contents is written soon after.
	for (let tries = 0; tries < 200 && fs.globSync(path.join(folder, 'cache/freedive/images/saved/*-answers')).every(file => !fs.readFileSync(file).includes('file-facts')); tries++) {
		await delay(50);
	}

	first.type('q');
	t.is((await first.exited).exitCode, 0);
	t.is(saves(), 1);

	const second = openFreedive(t, ['story:1', '--open', '1:/usr/lib/libsmall.so'], options);
	await second.until(text => settled(text) && />A -rw-r--r-- .*libsmall\.so/.test(text));
	t.is(saves(), 1);
	second.type('v');
	await second.until(text => text.includes('saving 700 kB of'));
	t.true(isRunning(pids));
	second.type('\u001B');
	await second.until(text => settled(text) && text.includes('2 Files'));
	t.true(await ends(pids));
	second.type('v');
	await second.until(text => text.includes('saving 700 kB of'));
	fs.writeFileSync(goes, '');
	await second.until(text => text.includes('libsmall.sousr/lib'));
	second.type('\u001B');
	await second.until(text => text.includes('2 Files'));
	second.type('jv');
	await second.quiet();
	second.type('q');
	t.is((await second.exited).exitCode, 0);
	t.is(saves(), 3);
});

test('an engine that does not give again what it saved costs what needs it, and no more', async t => {
	const archive = await imageFile(t);
	const folder = temporaryFolder(t);
	const image = hasImage(await storyImage());
	const programs = fakeEngines(t, {docker: {inspect: `echo '${image}'`, save: `[ -e "$0.saved" ] && { echo 'Error: no such thing' >&2; exit 1; }; : > "$0.saved"; cat '${archive}'`}});
	const environment = {...programs.environment, XDG_CACHE_HOME: path.join(folder, 'cache')};
	execFileSync(process.execPath, [program, 'summary', 'story:1'], {env: {...process.env, ...environment}});
	const terminal = openFreedive(t, ['story:1', '--open', '1:/usr/lib/libsmall.so'], {environment});
	await terminal.until(text => text.includes('% live') && />A -rw-r--r-- .*libsmall\.so/.test(text));
	terminal.type('v');
	await terminal.until(text => text.includes('docker can\'t save story:1: no such thing'));
	terminal.type('\u001B');
	await terminal.until(text => text.includes('2 Files'));
	terminal.type('F');
	await terminal.until(text => text.includes('docker can\'t save story:1: no such thing') && !text.includes('libsmall.so'));
	terminal.type('q');
	t.is((await terminal.exited).exitCode, 0);
});

test('Esc gives up what an engine saves', async t => {
	const file = path.join(temporaryFolder(t), 'pids');
	const terminal = await openNamed(t, 'story:1', {docker: {inspect: has(5_000_000), save: `head -c 700000 /dev/zero; ${stubborn(file)}`}});
	await terminal.until(text => text.includes('700 kB of 5.00 MB'));
	terminal.type('\u001B');
	await terminal.until(text => text.includes('Opening was stopped.'));
	t.true(fs.existsSync(file));
	t.true(await ends(file));
});

/** A module for Node to load first, which writes down what closes a file that is closed; and the file in which it does. */
function notesOfClosing(t: ExecutionContext): {module: string; file: string} {
	const folder = temporaryFolder(t);
	const [module, file] = [path.join(folder, 'notes.mjs'), path.join(folder, 'notes')];
	fs.writeFileSync(module, `import fs from 'node:fs';
import {syncBuiltinESMExports} from 'node:module';
const {closeSync} = fs;
fs.closeSync = fd => {
	try {
		closeSync(fd);
	} catch (error) {
		fs.appendFileSync(${JSON.stringify(file)}, error.stack + '\\n');
		throw error;
	}
};
syncBuiltinESMExports();
`);
	return {module, file};
}

for (const [how, keys] of [['the image', ''], ['one that was opened from it', 'O']] as const) {
	test(`what an engine saved is closed once, and no file of another in its place: ${how} is left`, async t => {
		const {module, file} = notesOfClosing(t);
		const archive = await imageFile(t);
		const {environment} = fakeEngines(t, {docker: {inspect: has(), save: `cat '${archive}'`, ls: 'true'}});
		const terminal = openFreedive(t, ['docker://story:1'], {environment: {...environment, NODE_OPTIONS: `--import=${module}`}});
		await terminal.until(text => text.includes('% live'));
		if (keys !== '') {
			terminal.type(keys);
			await terminal.until(text => text.includes('another image'));
			terminal.type('docker://other:1\r');
			await terminal.until(text => /docker:\/\/other:1.*% live/.test(text));
		}

		terminal.type('q');
		t.is((await terminal.exited).exitCode, 0);
		t.is(fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '', '');
	});
}
