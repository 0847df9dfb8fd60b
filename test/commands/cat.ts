import fs from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {buildImage, dockerArchive, ociLayout, writeFolder, writeTar} from '../helpers/build-image.js';
import {concat, end, entry, pax} from '../helpers/archive/raw-tar.js';
import {Collector, runCommand} from '../helpers/run-command.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

const story = `
	ADD
	  etc/motd = first
	  usr/bin/dash = shell
	  usr/bin/sh -> /usr/bin/dash
	  bin -> usr/bin
	  loop -> loop
	  out -> ../../../etc/motd
	  h => etc/motd
	RUN edit
	  etc/motd = second
	RUN rm
	  etc/.wh.motd
`;

async function storyFile(t: ExecutionContext): Promise<string> {
	return writeTar(path.join(temporaryFolder(t), 'app.tar'), dockerArchive([await buildImage(story)]));
}

async function cat(image: string, ...parameters: string[]): Promise<{exitCode: number; output: string; errors: string}> {
	return runCommand(['cat', image, ...parameters]);
}

test('the bytes of files, one after another, by whatever links lead there', async t => {
	const image = await storyFile(t);
	t.deepEqual(await cat(image, '/bin/sh', 'h'), {exitCode: 0, output: 'shellfirst', errors: ''});
	t.is((await cat(image, '/out', '--at', '1')).output, 'first');
});

test('as a layer left it, or as it holds it', async t => {
	const image = await storyFile(t);
	t.is((await cat(image, '/etc/motd', '--at', '1')).output, 'first');
	t.is((await cat(image, '/etc/motd', '--at', '2')).output, 'second');
	t.is((await cat(image, '/etc/motd', '--layer', '2')).output, 'second');
	t.is((await cat(image, '/etc/motd', '--layer', '1..2')).output, 'second');
	t.regex((await cat(image, '/usr/bin/dash', '--layer', '2')).errors, /Layer 2 holds no \/usr\/bin\/dash: it is of layer 1\./);
	t.regex((await cat(image, '/etc/motd', '--layer', '3')).errors, /Layer 3 removes \/etc\/motd; layer 2 had it: --layer 2 takes it\./);
});

test('of several layers the last version that they hold, though one of them removes it', async t => {
	const image = await storyFile(t);
	t.deepEqual(await cat(image, '/etc/motd', '--layer', '1..3'), {exitCode: 0, output: 'second', errors: 'freedive: /etc/motd was removed by layer 3; this is what layer 2 holds\n'});
	t.deepEqual(await cat(image, '/etc/motd', '--layer', '..2'), {exitCode: 0, output: 'second', errors: ''});
	t.deepEqual(await cat(image, '/etc/motd', '--layer', '2..', '--quiet'), {exitCode: 0, output: 'second', errors: ''});
	t.regex((await cat(image, '/etc/motd', '--layer', '..')).errors, /names no layer/);
	t.regex((await cat(image, '/etc/motd', '--layer', '3..1')).errors, /is no range/);
});

for (const [parameters, sentence] of [
	[['/etc/motd'], /The final file system has no \/etc\/motd, but layer 2 does: --at 2 takes it from there\./],
	[['/usr/bin'], /\/usr\/bin is no file, but a directory\./],
	[['/bin/sh', '--no-follow', '/usr/bin/sh'], /\/usr\/bin\/sh is no file, but a symlink to \/usr\/bin\/dash\./],
	[['/out'], /\/out leads to \/etc\/motd, which is not there; after layer 2 it is: --at 2 takes it\.\n$/],
	[['/loop'], /\/loop leads in a circle/],
	[['/h', '/nothing'], /has no \/nothing\./],
] as const) {
	test(`refused, with nothing printed: ${parameters.join(' ')}`, async t => {
		const {exitCode, output, errors} = await cat(await storyFile(t), ...parameters);
		t.is(exitCode, 2);
		t.is(output, '');
		t.regex(errors, sentence);
	});
}

test('bytes are unchanged, holes of sparse files are zeros', async t => {
	const image = path.join(temporaryFolder(t), 'rootfs.tar');
	const bytes = Buffer.from(Array.from({length: 1000}, (_, index) => index % 256));
	fs.writeFileSync(image, concat(
		entry({name: 'bytes'}, bytes),
		pax({'GNU.sparse.major': '1', 'GNU.sparse.minor': '0', 'GNU.sparse.name': 'sparse', 'GNU.sparse.realsize': '200000'}),
		entry({}, concat(Buffer.from('1\n100000\n3\n'.padEnd(512, '\0')), Buffer.from('abc'))),
		end,
	));
	const output = new Collector();
	await runCommand(['cat', image, 'bytes', 'sparse'], {standardOutput: output});
	t.deepEqual(output.bytes, Buffer.concat([bytes, Buffer.alloc(100_000), Buffer.from('abc'), Buffer.alloc(99_997)]));
});

test('what is cut off is printed as far as it is there, and told', async t => {
	const folder = temporaryFolder(t);
	const image = path.join(folder, 'rootfs.tar');
	fs.writeFileSync(image, entry({name: 'a'}, Buffer.alloc(10_000, 'a')).subarray(0, 5000));
	const {exitCode, output, errors} = await cat(image, '/a');
	t.is(exitCode, 2);
	t.is(output.length, 5000 - 512);
	t.regex(errors, /cut off/);
});

test('of a compressed layer too', async t => {
	const image = writeFolder(path.join(temporaryFolder(t), 'layout'), ociLayout([await buildImage(story)], 'gzip'));
	t.is((await cat(image, '/bin/sh')).output, 'shell');
});
