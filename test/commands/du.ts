import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import type {Du} from '../../source/report/du.js';
import {schemas} from '../../source/report/schemas/index.js';
import {concat, end, entry} from '../helpers/archive/raw-tar.js';
import {buildImage, dockerArchive, writeTar} from '../helpers/build-image.js';
import {runCommand} from '../helpers/run-command.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';
import {schemaErrors, undescribedKeys} from '../helpers/validate-schema.js';

async function archive(t: ExecutionContext): Promise<string> {
	return writeTar(path.join(temporaryFolder(t), 'app.tar'), dockerArchive([await buildImage(`
		ADD rootfs.tar /
			usr/
			usr/lib/
			usr/lib/libc.so * 3000
			usr/lib/cache/big * 5000
			usr/bin/sh * 1000
			usr/bin/bash => usr/bin/sh
			bin -> usr/bin
			etc/a\u001B[2J|b/x = 12345
		RUN rm -r /usr/lib/cache
			usr/lib/.wh.cache
	`)]));
}

test('text: largest first, with share, files and a bar', async t => {
	const {exitCode, output, errors} = await runCommand(['du', await archive(t), '--depth', '2']);
	t.deepEqual([exitCode, errors], [0, '']);
	t.is(output, `
   size    share  files                        path
4.00 kB  100.0 %      4  ████████████████████  /
4.00 kB   99.9 %      3  ████████████████████  /usr
3.00 kB   74.9 %      1  ███████████████       /usr/lib
1.00 kB   25.0 %      2  █████                 /usr/bin
    5 B    0.1 %      1  ▏                     /etc
    5 B    0.1 %      1  ▏                     /etc/a\\x1b[2J|b
`.slice(1));
});

test('text: whole numbers, plain ASCII, an earlier layer', async t => {
	const {output} = await runCommand(['du', await archive(t), '/usr/lib', '--at', '1', '--bytes', '--ascii', '--color', 'always']);
	t.is(output, `
\u001B[2msize    share  files                        path\u001B[22m
8000  100.0 %      2  ####################  /usr/lib
5000   62.5 %      1  #############         /usr/lib/cache
`.slice(1));
});

test('JSON holds to its schema', async t => {
	const {output} = await runCommand(['du', await archive(t), 'usr', '--format', 'json', '--sort', 'path', '--depth', '0']);
	const du = JSON.parse(output) as Du;
	t.deepEqual(schemaErrors(schemas.du, du), []);
	t.deepEqual(undescribedKeys(schemas.du, du), []);
	t.like(du, {schema: 'freedive/du/1', at: 2, depth: 0});
	t.deepEqual(du.folders, [{path: '/usr', depth: 0, size: 4000, files: 3}]);
	t.deepEqual(schemaErrors(schemas.du, {...du, folders: [{...du.folders[0], size: -1}]}), ['$.folders[0].size is below 0']);
});

test('JSON: a path that is no UTF-8', async t => {
	const file = await writeTar(path.join(temporaryFolder(t), 'odd.tar'), dockerArchive([{
		...await buildImage(''), layers: [Buffer.from(concat(entry({name: Uint8Array.of(0x61, 0xFF), type: '5'}), end))],
	}]));
	const {output} = await runCommand(['du', file, String.raw`a\xff`, '--format', 'json']);
	t.deepEqual((JSON.parse(output) as Du).folders, [{path: String.raw`/a\xff`, pathBase64: Buffer.from([0x2F, 0x61, 0xFF]).toString('base64'), depth: 0, size: 0, files: 0}]);
});

test('CSV and Markdown: a row a folder, and names of the image mean nothing in them', async t => {
	const file = await archive(t);
	t.is((await runCommand(['du', file, '/etc', '--format', 'csv'])).output, 'path,depth,size,files\n/etc,0,5,1\n/etc/a\\x1b[2J|b,1,5,1\n');
	t.true((await runCommand(['du', file, '/etc', '--format', 'markdown'])).output.endsWith(`: \`/etc\` after layer 2

| size | share | files | path |
| ---: | ---: | ---: | --- |
| 5 B | 100.0 % | 1 | \`/etc\` |
| 5 B | 100.0 % | 1 | \`/etc/a\\x1b[2J\\|b\` |
`));
});

test('sorted and cut', async t => {
	const {output} = await runCommand(['du', await archive(t), '--depth', '9', '--sort', 'path', '--limit', '3', '--format', 'csv']);
	t.deepEqual(output.split('\n').map(line => line.split(',', 1)[0]), ['path', '/', '/etc', '/etc/a\\x1b[2J|b', '']);
});

test('what has no folders to show is told in one line', async t => {
	const file = await archive(t);
	for (const [words, sentence] of [
		[['/usr/lib/cache'], '/usr/lib/cache is not there after layer 2.'],
		[['/bin'], '/bin is a link to usr/bin, and holds nothing itself.'],
		[['/nowhere'], 'No layer names /nowhere.'],
		[['--sort', 'layer'], '--sort is size or path here, not layer: a folder is of many layers.'],
		[['--depth', '-1'], '--depth takes a whole number from 0, not -1.'],
		[['--at', '3'], 'There is no layer 3: the image has layers 1 to 2.'],
	] as const) {
		const {exitCode, output, errors} = await runCommand(['du', file, ...words]);
		t.deepEqual([exitCode, output], [2, '']);
		t.is(errors, `freedive: ${sentence}\n`);
	}
});
