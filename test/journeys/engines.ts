import fs from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {ends, fakeEngines, has, isDown, isRunning, lacks, stubborn, type FakeEngine} from '../helpers/fake-engines.js';
import {imageFile, openFreedive} from '../helpers/open-terminal.js';
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

test('Esc gives up what an engine saves', async t => {
	const file = path.join(temporaryFolder(t), 'pids');
	const terminal = await openNamed(t, 'story:1', {docker: {inspect: has(5_000_000), save: `head -c 700000 /dev/zero; ${stubborn(file)}`}});
	await terminal.until(text => text.includes('700 kB of 5.00 MB'));
	terminal.type('\u001B');
	await terminal.until(text => text.includes('Opening was stopped.'));
	t.true(fs.existsSync(file));
	t.true(await ends(file));
});
