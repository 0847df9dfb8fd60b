import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import type {Packages} from '../../source/report/packages.js';
import {schemas} from '../../source/report/schemas/index.js';
import {
	buildImage,
	dockerArchive,
	ociLayout,
	writeTar,
	type BuiltImage,
} from '../helpers/build-image.js';
import {dpkgPackage, lines} from '../helpers/package-layers.js';
import {runCommand} from '../helpers/run-command.js';
import {tarOf} from '../helpers/tar-of.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';
import {schemaErrors, undescribedKeys} from '../helpers/validate-schema.js';

async function built(): Promise<BuiltImage> {
	return {
		...await buildImage('ADD rootfs.tar /\n  a\nRUN apt-get purge old\n  b'),
		layers: [
			await tarOf([
				['var/lib/dpkg/status', dpkgPackage('tool', '1.0') + dpkgPackage('old\u001B[2J|', '2:3-1')],
				['var/lib/dpkg/info/tool.list', lines('/usr/bin/tool')],
				['var/lib/dpkg/info/old\u001B[2J|.list', lines('/usr/lib/old.so')],
				['usr/bin/tool', Buffer.alloc(1500)],
				['usr/lib/old.so', Buffer.alloc(4000)],
				['srv/node_modules/x/package.json', '{'],
				['srv/own', 'own'],
			]),
			await tarOf([
				['usr/lib/.wh.old.so', ''],
				['var/lib/dpkg/status', dpkgPackage('tool', '1.0')],
				['var/lib/dpkg/info/.wh.old\u001B[2J|.list', ''],
			]),
		],
	};
}

async function archive(t: ExecutionContext): Promise<string> {
	return writeTar(path.join(temporaryFolder(t), 'app.tar'), dockerArchive([await built()]));
}

test('text: a line a package, a note where one was removed, and what nobody owns', async t => {
	const file = await archive(t);
	const {exitCode, output, errors} = await runCommand(['packages', file]);
	t.is(exitCode, 0);
	t.is(output.replace(file, 'app.tar'), String.raw`
app.tar  linux/amd64  3 packages  1.50 kB of 1.59 kB owned (94.1 %)

   size   wasted  package      version  kind    layer
    0 B  4.00 kB  old\x1b[2J|  2:3-1    dpkg        1
                  removed by layer 2; its bytes are still there: layer 1
1.50 kB           tool         1.0      dpkg        1
    1 B           x                     npm         1
   94 B    176 B  unowned: 3 files that no package owns
`.slice(1));
	t.is(errors, `freedive: ${file}, layer 1, /srv/node_modules/x/package.json: it is no JSON: its package is named by its folder\n`);
});

test('text: whole numbers, some of them, in another order, on a narrow line', async t => {
	const {output} = await runCommand(['packages', await archive(t), '--bytes', '--limit', '1', '--sort', 'layer', '--quiet', '--color', 'always']);
	t.deepEqual(output.split('\n').slice(3), [
		String.raw`   0    4000  old\x1b[2J|  2:3-1    dpkg        1`,
		'              \u001B[33mremoved by layer 2; its bytes are still there: layer 1\u001B[39m',
		'1501          \u001B[2m2 more packages\u001B[22m',
		'  94     176  \u001B[2munowned: 3 files that no package owns\u001B[22m',
		'',
	]);
});

test('a database that can\'t be read: a warning, and exit code 2, of files with their packages too', async t => {
	const image = {...await buildImage('ADD rootfs.tar /\n  a'), layers: [await tarOf([['var/lib/dpkg/status', 'no database'], ['a', 'a']])]};
	const file = await writeTar(path.join(temporaryFolder(t), 'app.tar'), dockerArchive([image]));
	for (const words of [['packages', file], ['files', file, '--columns', 'package,path']]) {
		const {exitCode, errors} = await runCommand(words);
		t.is(exitCode, 2);
		t.is(errors, `freedive: ${file}, layer 1, /var/lib/dpkg/status: it is no database of dpkg: there is no package in it\n`);
	}
});

test('JSON holds to its schema, and adds up to the image', async t => {
	const {output} = await runCommand(['packages', await archive(t), '--format', 'json', '--limit', '2', '--quiet']);
	const packages = JSON.parse(output) as Packages;
	t.deepEqual(schemaErrors(schemas.packages, packages), []);
	t.deepEqual(undescribedKeys(schemas.packages, packages), []);
	t.deepEqual(packages.packages[0], {
		name: 'old\u001B[2J|', version: '2:3-1', kind: 'dpkg', layer: 1, removedIn: 2, bytes: 0, files: 0, wasted: 4000, wastedFiles: 1, wastedLayers: [1], path: '/var/lib/dpkg/status',
	});
	t.like(packages.packages[1], {name: 'tool', removedIn: null, bytes: 1500, wastedLayers: []});
	t.like(packages.others, {packages: 1, bytes: 1});
	t.is(packages.warnings.length, 1);
	const {bytes} = JSON.parse((await runCommand(['summary', await archive(t), '--format', 'json'])).output) as {bytes: {live: number; wasted: number}};
	t.like(packages.bytes, {live: bytes.live, wasted: bytes.wasted});
	const sum = (key: 'bytes' | 'wasted') => packages.packages.reduce((total, one) => total + one[key], packages.others[key] + packages.unowned[key]);
	t.deepEqual([sum('bytes'), sum('wasted')], [bytes.live, bytes.wasted]);
});

test('compressed layers give the same', async t => {
	const file = await archive(t);
	const gzip = await writeTar(path.join(temporaryFolder(t), 'app.tar'), ociLayout([await built()], 'gzip'));
	const csv = async (image: string) => (await runCommand(['packages', image, '--format', 'csv'])).output;
	t.is(await csv(gzip), await csv(file));
});

test('CSV and Markdown: a row a package, what nobody owns last, and names of the image mean nothing in them', async t => {
	const file = await archive(t);
	t.is((await runCommand(['packages', file, '--format', 'csv'])).output, String.raw`
name,version,kind,layer,removed_in,bytes,files,wasted,wasted_files,wasted_layers,path
old\x1b[2J|,2:3-1,dpkg,1,2,0,0,4000,1,1,/var/lib/dpkg/status
tool,1.0,dpkg,1,,1500,1,0,0,,/var/lib/dpkg/status
x,,npm,1,,1,1,0,0,,/srv/node_modules/x/package.json
,,unowned,,,94,3,176,2,,
`.slice(1));
	t.true((await runCommand(['packages', file, '--format', 'markdown'])).output.endsWith(String.raw`
| size | wasted | package | version | kind | layer | |
| ---: | ---: | --- | --- | --- | ---: | --- |
| 0 B | 4.00 kB | ${'`'}old\x1b[2J\|${'`'} | ${'`'}2:3-1${'`'} | dpkg | 1 | removed by layer 2; its bytes are still there: layer 1 |
| 1.50 kB |  | ${'`'}tool${'`'} | ${'`'}1.0${'`'} | dpkg | 1 |  |
| 1 B |  | ${'`'}x${'`'} |  | npm | 1 |  |
| 94 B | 176 B | | | | | unowned: 3 files that no package owns |
`));
});

test('files: the column package', async t => {
	const file = await archive(t);
	const {output, errors} = await runCommand(['files', file, '/usr', '/srv', '--columns', 'path,package', '--all-layers', '--format', 'csv']);
	t.is(output, String.raw`
path,package
/usr/bin/tool,tool
/usr/lib/old.so,old\x1b[2J|
/srv/node_modules/x/package.json,x
/srv/own,
/usr/lib/old.so,old\x1b[2J|
`.slice(1));
	t.regex(errors, /it is no JSON/);
	const document: unknown = JSON.parse((await runCommand(['files', file, '--columns', 'path,package', '--format', 'json'])).output);
	t.deepEqual(schemaErrors(schemas.files, document), []);
	t.deepEqual(undescribedKeys(schemas.files, document), []);
	t.is((await runCommand(['files', file, '--columns', 'path'])).errors, '');
});

test('an image without packages says so', async t => {
	const file = await writeTar(path.join(temporaryFolder(t), 'app.tar'), dockerArchive([await buildImage('COPY . .\n  a = x')]));
	const {exitCode, output} = await runCommand(['packages', file]);
	t.is(exitCode, 0);
	t.is(output.replace(file, 'app.tar'), `
app.tar  linux/amd64  no packages: nothing that dpkg, apk, rpm, Python, npm, Ruby or Go left  0 B of 1 B owned (0.0 %)

 1 B          unowned: 1 file that no package owns
`.slice(1));
});

test('usage: packages have no one path', async t => {
	t.deepEqual(await runCommand(['packages', await archive(t), '--sort', 'path']), {exitCode: 2, output: '', errors: 'freedive: --sort is size or layer here, not path: a package has many.\n'});
});
