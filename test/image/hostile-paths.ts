import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {buildImage, dockerArchive, finishLayout, json, readJson, writeFolder, type Files} from '../helpers/build-image.js';
import {failure, open, openFolder, openTar} from '../helpers/open.js';
import {tarOf} from '../helpers/tar-of.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

const built = buildImage(`
	RUN a
		a = 1
`);

/** `docker save`'s form, whose only layer is at this path. */
async function withLayerAt(layer: string): Promise<Files> {
	const files = dockerArchive([await built]);
	const [item] = readJson<object[]>(files, 'manifest.json');
	files.set('manifest.json', json([{...item, Layers: [layer]}]));
	return files;
}

for (const layer of ['../secret.tar', 'x/../../secret.tar', '/../secret.tar', './../secret.tar', 'out/secret.tar', 'link.tar', 'nul\0.tar', '..', '.', '', 'x'.repeat(5000)]) {
	test(`a layer at ${JSON.stringify(layer.slice(0, 40))} never leads out of the folder`, async t => {
		const root = temporaryFolder(t);
		fs.writeFileSync(path.join(root, 'secret.tar'), await tarOf([['secret', 'secret']]));
		const folder = writeFolder(path.join(root, 'app'), await withLayerAt(layer));
		fs.symlinkSync('..', path.join(folder, 'out'));
		fs.symlinkSync(path.join(root, 'secret.tar'), path.join(folder, 'link.tar'));
		const {layers} = await open(t, folder);
		t.is(layers[0].blob, undefined);
		t.is(layers[0].problem!.kind, 'missing');
	});

	test(`a layer at ${JSON.stringify(layer.slice(0, 40))} of a tar is nothing outside of it`, async t => {
		const files = await withLayerAt(layer);
		files.set('out', {link: '..'});
		files.set('link.tar', {link: '/etc/passwd'});
		const {layers} = await openTar(t, files);
		t.is(layers[0].blob, undefined);
		t.is(layers[0].problem!.kind, 'missing');
	});
}

test('links that lead out say so', async t => {
	const root = temporaryFolder(t);
	const folder = writeFolder(path.join(root, 'app'), await withLayerAt('link.tar'));
	fs.writeFileSync(path.join(root, 'secret.tar'), 'secret');
	fs.symlinkSync('../secret.tar', path.join(folder, 'link.tar'));
	t.regex((await open(t, folder)).layers[0].problem!.message, /its blob link\.tar is a link that leads out of \S+\/app\.$/);
});

test('documents that are links out of the folder are not read', async t => {
	const root = temporaryFolder(t);
	const folder = writeFolder(path.join(root, 'app'), dockerArchive([{...await built, tags: ['app:1.0']}]));
	fs.renameSync(path.join(folder, 'manifest.json'), path.join(root, 'manifest.json'));
	fs.symlinkSync('../manifest.json', path.join(folder, 'manifest.json'));
	const {tags, warnings} = await open(t, folder);
	t.deepEqual(tags, []);
	t.regex(warnings[0].message, /manifest\.json is a link that leads out of/);
	t.true(warnings[0].incomplete);
});

test('a fifo in the place of a blob does not hold anyone', async t => {
	const folder = writeFolder(path.join(temporaryFolder(t), 'app'), await withLayerAt('fifo'));
	execFileSync('mkfifo', [path.join(folder, 'fifo')]);
	t.regex((await open(t, folder)).layers[0].problem!.message, /is no file in/);
});

test('a digest that is none', async t => {
	const files: Files = new Map();
	for (const digest of ['../../etc/passwd', 'sha256:../../../etc/passwd', 'sha256:', '', 'sha256', '../x:00', 'constructor:toString']) {
		finishLayout(files, [{digest, size: 5}]);
		const message = await failure(openFolder(t, files));
		t.regex(message, /^app: the manifest .* (?:is no digest|is not in \S*app)\.$/);
	}
});

test('links inside a tar: absolute ones start at its root, `..` stops there, hard links are followed', async t => {
	const image = await built;
	const archive = await tarOf([
		['config.json', image.config],
		['deep/folder/real.tar', image.layers[0]],
		['shortcut', {link: '/deep/folder'}],
		['absolute.tar', {link: '/deep/folder/real.tar'}],
		['above.tar', {link: '../../../deep/folder/real.tar'}],
		['through.tar', {link: 'shortcut/../folder/./real.tar'}],
		['hard.tar', {header: {type: 'link', linkname: 'deep/folder/real.tar'}}],
		['manifest.json', json([{Config: 'config.json', Layers: ['absolute.tar', 'above.tar', 'through.tar', 'hard.tar', 'shortcut/real.tar', 'deep//folder/./real.tar']}])],
	]);
	const file = path.join(temporaryFolder(t), 'app.tar');
	fs.writeFileSync(file, archive);
	const {layers} = await open(t, file);
	t.deepEqual(layers.map(({problem}) => problem?.message), Array.from({length: 6}, () => undefined));
	t.deepEqual(layers.map(({storedSize}) => storedSize), Array.from({length: 6}, () => image.layers[0].length));
});

test('of two entries with one name the last wins', async t => {
	const image = await built;
	const file = path.join(temporaryFolder(t), 'app.tar');
	fs.writeFileSync(file, await tarOf([
		['manifest.json', '[]'], ['config.json', image.config], ['layer.tar', image.layers[0]], ['manifest.json', json([{Config: 'config.json', Layers: ['layer.tar']}])],
	]));
	t.is((await open(t, file)).layers.length, 1);
});
