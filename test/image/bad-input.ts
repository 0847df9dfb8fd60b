import fs from 'node:fs';
import path from 'node:path';
import {gzipSync} from 'node:zlib';
import test from 'ava';
import {buildImage, dockerArchive, dockerDir, json, readJson, layerChain, ociLayout, type Files} from '../helpers/build-image.js';
import {failure, open, openFolder, openTar} from '../helpers/open.js';
import {tarOf} from '../helpers/tar-of.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

const built = buildImage(`
	RUN a
		a = 1
	RUN b
		b = 2
`, {tags: ['app:1.0']});

const file = (content: string | Uint8Array, name = 'app.tar') => async (t: Parameters<typeof temporaryFolder>[0]) => {
	const target = path.join(temporaryFolder(t), name);
	fs.writeFileSync(target, content);
	return failure(open(t, target));
};

test('a file that is not there', async t => {
	t.is(await failure(open(t, path.join(temporaryFolder(t), 'app.tar'))), 'app.tar is not there.');
});

test('a folder that is no image', async t => {
	t.is(await failure(openFolder(t, new Map([['readme', Buffer.from('')]]))), 'app is no image: it holds neither index.json nor manifest.json.');
});

test('an empty file', async t => {
	t.is(await file('')(t), 'app.tar is empty.');
});

test('random bytes', async t => {
	t.is(await file(Buffer.from('no image at all '.repeat(100)))(t), 'app.tar is no image: it is neither a tar archive nor compressed with gzip, zstd, xz or bzip2.');
	t.is(await file('short')(t), 'app.tar is no image: it is neither a tar archive nor compressed with gzip, zstd, xz or bzip2.');
});

test('an empty tar', async t => {
	t.is(await file(Buffer.alloc(10_240))(t), 'app.tar is a tar archive that holds nothing.');
});

test('a gzip file that breaks off before anything, or holds no tar', async t => {
	t.is(await file(gzipSync('hello'))(t), 'app.tar is no image: what is compressed in it is neither a tar archive nor compressed with gzip, zstd, xz or bzip2.');
	t.is(await file(gzipSync(''))(t), 'app.tar is empty when inflated.');
	t.is(await file(gzipSync('hello').subarray(0, 12))(t), 'app.tar: the gzip data is cut off, before there is an image.');
});

test('a device', async t => {
	t.is(await failure(open(t, '/dev/null')), '/dev/null is a device or socket: freedive opens files and folders, and streams from standard input.');
});

test('a name that is neither file nor folder', async t => {
	t.is(await failure(open(t, 'no-such:1.0')), '"no-such:1.0" is no file and no folder that holds an image, and of the engines that may have an image of that name none is installed: docker, podman and nerdctl.');
	const several = path.join(temporaryFolder(t), 'several.tar');
	fs.writeFileSync(several, '');
	t.is(await failure(open(t, `${several}:shop/small:1`)), 'several.tar:shop/small:1 is not there. several.tar is a file here: to open an image in it, write freedive several.tar --image shop/small:1.');
	// Of a path of the working folder it is no name either, and no engine is asked.
	t.is(await failure(open(t, 'package.json:shop/small:1')), '"package.json:shop/small:1" is no file, and no name of an image. package.json is a file here: to open an image in it, write freedive package.json --image shop/small:1.');
	t.regex(await failure(open(t, 'package.json:1')), /none is installed: .*\. package\.json is a file here: to open an image in it, write freedive package\.json --image 1\.$/);
	t.is(await failure(open(t, 'no such')), '"no such" is no file and no folder that holds an image, nor a name that an image can have.');
	t.is(await failure(open(t, 'podman://app')), 'podman is not installed: no folder of PATH holds its program.');
	t.regex(await failure(open(t, 'registry://App')), /is no name of an image: it has capital letters/);
});

const says = test.macro({
	async exec(t, manifest: string, sentence: string) {
		const files = dockerArchive([await built]);
		files.set('manifest.json', Buffer.from(manifest));
		t.is(await failure(openTar(t, files)), sentence);
	},
	title: (_, manifest: string) => `manifest.json is ${manifest.slice(0, 60)}`,
});

test(says, '[]', 'app.tar: manifest.json is an empty list: it names no image.');
test(says, 'null', 'app.tar: manifest.json is no list of images, as docker save writes it, and no manifest.');
test(says, '5', 'app.tar: manifest.json is no list of images, as docker save writes it, and no manifest.');
test(says, '', 'app.tar: manifest.json is empty.');
test(says, '{', 'app.tar: manifest.json is no valid JSON.');
test(says, '[1]', 'app.tar: manifest.json has the wrong shape: [0] is a number, where an object should be.');
test(says, '[null]', 'app.tar: manifest.json has the wrong shape: [0] is null, where an object should be.');
test(says, '[{}]', 'app.tar: manifest.json has the wrong shape: [0].Config is missing.');
test(says, '[{"Config":"x","Layers":"y"}]', 'app.tar: manifest.json has the wrong shape: [0].Layers is text, where a list should be.');
test(says, '[{"Config":"x","Layers":[["y"]]}]', 'app.tar: manifest.json has the wrong shape: [0].Layers[0] is a list, where text should be.');
test(says, '{"config":{},"layers":5}', 'app.tar: the manifest sha256:555e9f68af4b27df09af62bac77ed7a2d1c3af08d65b0c18cea317287bdfb6ed has the wrong shape: config.digest is missing.');
test(says, `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'app.tar: manifest.json has the wrong shape: [0].Config is missing.');

test('manifests of schema 1', async t => {
	const files = dockerDir(await built);
	files.set('manifest.json', json({schemaVersion: 1, fsLayers: [], history: []}));
	t.regex(await failure(openFolder(t, files)), /^app: the manifest sha256:\w+ is of Docker's schema 1/);
});

test('lists that are null, and documents that lack what can be lacked', async t => {
	const image = await built;
	const files = dockerArchive([image]);
	const [item] = readJson<Array<{Config: string}>>(files, 'manifest.json');
	files.set('manifest.json', json([{...item, RepoTags: null, Layers: null}]));
	const opened = await openTar(t, files);
	t.deepEqual([opened.tags, opened.layers], [[], []]);
	files.set('manifest.json', json([item]));
	files.set(item.Config, json({rootfs: null, history: null, config: null, created: null, os: 5}));
	const bare = await openTar(t, files);
	t.is(bare.layers.length, 2);
	t.deepEqual([bare.platform, bare.created, bare.history], ['', undefined, []] as never);
	t.deepEqual(bare.warnings, []);
});

test('a config that is missing or broken leaves the layers', async t => {
	for (const form of [dockerArchive, ociLayout]) {
		for (const [config, complaint] of [[undefined, /the config \S+ is not in \S*app\.tar/], ['{', /is no valid JSON/], ['[', /is no valid JSON/], ['5', /wrong shape/]] as const) {
			const image = await built;
			const files = form([image]);
			const path = [...files.keys()].find(name => files.get(name) === image.config)!;
			if (config === undefined) {
				files.delete(path);
			} else {
				files.set(path, Buffer.from(config));
			}

			const opened = await openTar(t, files);
			t.is(opened.layers.length, 2);
			t.true(opened.layers.every(({blob}) => blob));
			t.true(opened.warnings.some(({message, incomplete}) => incomplete && complaint.test(message)), opened.warnings.map(({message}) => message).join('\n'));
		}
	}
});

test('a document beyond all bounds is not read', async t => {
	const files: Files = new Map([['manifest.json', Buffer.alloc((32 << 20) + 1, ' ')]]);
	t.is(await failure(openTar(t, files)), 'app.tar: manifest.json has 33.6 MB: freedive reads no document beyond 33.6 MB.');
});

test('a scheme that does not fit', async t => {
	const folder = temporaryFolder(t);
	const archive = path.join(folder, 'app.tar');
	fs.writeFileSync(archive, await tarOf(dockerArchive([await built])));
	t.is(await failure(open(t, `oci-archive:${archive}`)), 'app.tar is no oci-archive: index.json is not in app.tar.');
	t.regex(await failure(open(t, `dir:${archive}`)), /manifest\.json is that of docker save/);
	t.regex(await failure(open(t, `rootfs:${folder}`)), /is a folder: a file system is opened from a tar of it/);
	t.is((await open(t, `docker-archive:${archive}:app:1.0`)).layers.length, 2);
	t.is((await open(t, `docker-archive://${archive}`)).layers.length, 2);
	t.regex(await failure(open(t, `docker-archive:${archive}:app:2.0`)), /holds no image "app:2\.0"/);
	fs.writeFileSync(archive, await tarOf(ociLayout([await built])));
	t.is((await open(t, `oci:${archive}`)).form, 'oci-archive');
	t.is(await failure(open(t, `docker-archive:${archive}`)), 'app.tar is no docker-archive: manifest.json is not in app.tar.');
});

test('a chain of layers that is broken, or leads in a circle', async t => {
	const files = layerChain(await built);
	const ids = [...files.keys()].filter(name => name.endsWith('/json')).map(name => name.slice(0, -5));
	const lacking = new Map(files);
	lacking.delete(`${ids[0]}/json`);
	lacking.delete(`${ids[0]}/layer.tar`);
	const image = await openTar(t, lacking);
	t.is(image.layers.length, 1);
	t.true(image.warnings[0].incomplete);
	t.regex(image.warnings[0].message, new RegExp(`the layer ${ids[0]}, on which the others lie, is not there`));
	const circle = new Map(files);
	circle.set(`${ids[0]}/json`, json({parent: ids[1]}));
	const round = await openTar(t, circle);
	t.is(round.layers.length, 2);
	t.regex(round.warnings[0].message, /lead in a circle/);
});

test('a file that may not be read', async t => {
	const target = path.join(temporaryFolder(t), 'app.tar');
	fs.writeFileSync(target, 'x', {mode: 0});
	// Root may read everything.
	t.is(await failure(open(t, target)), process.getuid?.() === 0
		? 'app.tar is no image: it is neither a tar archive nor compressed with gzip, zstd, xz or bzip2.'
		: 'app.tar can\'t be read: permission denied.');
});
