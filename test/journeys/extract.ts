import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test from 'ava';
import {buildImage, dockerArchive, writeTar} from '../helpers/build-image.js';
import {namesBelow} from '../helpers/list-folder.js';
import {imageFile, openFreedive, program} from '../helpers/open-terminal.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

test('the built program extracts in threads, and as a tar into a pipe', async t => {
	const folder = temporaryFolder(t);
	const lines = Array.from({length: 40}, (_, index) => `  d${index % 3}/f${index} * 2000000`);
	const image = await writeTar(path.join(folder, 'app.tar'), dockerArchive([await buildImage(['ADD', ...lines].join('\n'))]));
	const out = path.join(folder, 'out');
	const {status, stderr} = spawnSync(process.execPath, [program, 'extract', image, '/', '-o', out], {encoding: 'utf8'});
	t.is(status, 0, stderr);
	t.regex(stderr, /40 files, 3 folders \(80\.0 MB\) in /);
	t.true(fs.readFileSync(path.join(out, 'd1/f1')).equals(Buffer.alloc(2_000_000, 'd1/f1')));
	t.is(namesBelow(out).length, 43);
	const listed = spawnSync(process.execPath, [program, 'extract', image, '/d0', '-o', '-', '--quiet'], {maxBuffer: 1 << 28});
	t.is(listed.status, 0);
	t.is(listed.stdout.length % 512, 0);
	t.true(listed.stdout.length > 14 * 2_000_000);
});

test('on the screen x asks where to, and tells what came out', async t => {
	const out = path.join(temporaryFolder(t), 'out');
	const terminal = openFreedive(t, [await imageFile(t)], {columns: 120, rows: 30});
	await terminal.until(text => text.includes('% live'));
	terminal.type('x');
	await terminal.until(text => text.includes('layer 1, 902 kB, to: story-extracted'));
	terminal.type(`\u0015${out}\r`);
	await terminal.until(text => text.includes('Extracted 3 files'));
	t.deepEqual(namesBelow(out).filter(name => fs.statSync(path.join(out, name)).isFile()).sort(), ['etc/passwd', 'usr/lib/libbig.so', 'usr/lib/libsmall.so']);
	terminal.type('q');
	t.deepEqual(await terminal.exited, {exitCode: 0, signal: 0});
});
