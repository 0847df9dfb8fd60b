import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test from 'ava';
import {imageFile, openProgram, program} from '../helpers/open-terminal.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

/** A shell's word that stands for itself. */
const quoted = (word: string) => `'${word}'`;

/** The program without an image, in a folder of its own, with no engine installed. */
function openIn(t: Parameters<typeof openProgram>[0], folder: string, cache: string): ReturnType<typeof openProgram> {
	return openProgram(t, ['/bin/sh', '-c', `cd ${quoted(folder)} && exec ${quoted(process.execPath)} ${quoted(program)}`], {columns: 120, rows: 30, environment: {XDG_CACHE_HOME: cache, PATH: '/nowhere'}});
}

test('without an image one is chosen from those in the folder and those opened lately; where there is none, it is the demo', async t => {
	const file = await imageFile(t);
	const cache = path.join(temporaryFolder(t), 'cache');
	const empty = temporaryFolder(t);
	const demo = openIn(t, empty, cache);
	await demo.until(text => text.includes('the demo image') && text.includes('1 Layers'));
	demo.type('q');
	t.is((await demo.exited).exitCode, 0);
	t.false(fs.existsSync(path.join(cache, 'freedive/recent.json')), 'the demo is nothing to remember');

	const first = openIn(t, path.dirname(file), cache);
	await first.until(text => text.includes('which image?') && />story\.tar +docker-archive/.test(text));
	first.type('sto\r');
	await first.until(text => /^ story\.tar {2}linux\/amd64/.test(text) && text.includes('% live'));
	first.type('\u001B');
	await first.until(text => text.includes('which image?') && text.includes('open sto') && text.includes('1 opened lately'));
	first.type('\u001B');
	await first.until(text => text.includes('type to find an image'));
	first.type('quay.io/team/app');
	await first.until(text => text.includes('open quay.io/team/app') && text.includes('ctrl-c quit'));
	first.type('\u0003');
	t.is((await first.exited).exitCode, 130);

	const second = openIn(t, empty, cache);
	await second.until(text => text.includes('which image?') && /story\.tar +docker-archive .* now$/m.test(text));
	second.type('\r');
	await second.until(text => /story\.tar {2}linux\/amd64/.test(text) && text.includes('% live'));
	second.type('O');
	await second.until(text => text.includes('another image'));
	second.type('the demo\r');
	await second.until(text => text.includes('the demo image') && text.includes('1 Layers'));
	second.type('\u0003');
	t.is((await second.exited).exitCode, 130);

	const third = openIn(t, empty, cache);
	await third.until(text => text.includes('which image?') && text.includes('Esc quit'));
	third.type('\u001B');
	t.is((await third.exited).exitCode, 0);
	t.is(fs.statSync(path.join(cache, 'freedive')).mode & 0o777, 0o700);
	t.is(fs.statSync(path.join(cache, 'freedive/recent.json')).mode & 0o777, 0o600);
});
