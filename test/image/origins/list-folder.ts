import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {spawnSync} from 'node:child_process';
import zlib from 'node:zlib';
import test from 'ava';
import {openImage} from '../../../source/image/open-image.js';
import {listFolder} from '../../../source/image/origins/list-folder.js';
import {buildImage, dockerArchive, dockerDir, layerChain, ociLayout, writeFolder, writeTar} from '../../helpers/build-image.js';
import {temporaryFolder} from '../../helpers/temporary-folder.js';

const story = 'ADD rootfs.tar /\n\tetc/passwd = root\n';

test('all that real tools wrote is found, and told as opening it tells', async t => {
	const folder = path.resolve(import.meta.dirname, '../../fixtures');
	const found = await listFolder(folder);
	t.true(found.length >= 12);
	for (const {reference, path: whole, form} of found) {
		const choices = {image: /several|umoci\.tar/.test(reference) ? '1' : undefined};
		const {image, close} = await openImage(whole, {temporaryFolder: temporaryFolder(t), hostPlatform: 'linux/amd64', ...choices});
		close();
		t.is(form ?? image.form, image.form, `${reference} is another form`);
	}

	for (const name of ['skopeo-oci', 'skopeo-dir', 'docker-buildkit.tar.gz', 'docker-classic.tar', 'crane.tar', 'umoci.tar']) {
		t.true(found.some(({reference}) => reference === name), `${name} is not found`);
	}
});

test('each form is told by its first bytes, whatever it is called; the newest comes first', async t => {
	const folder = temporaryFolder(t);
	const image = await buildImage(story);
	const oci = await writeTar(path.join(folder, 'oci.bin'), ociLayout([image]));
	await writeTar(path.join(folder, 'docker'), dockerArchive([image]));
	await writeTar(path.join(folder, 'chain.tar'), layerChain(image));
	writeFolder(path.join(folder, 'layout'), ociLayout([image]));
	writeFolder(path.join(folder, 'dir'), dockerDir(image));
	fs.writeFileSync(path.join(folder, 'dir/version'), 'Directory Transport Version: 1.1\n');
	fs.writeFileSync(path.join(folder, 'packed.gz'), zlib.gzipSync(fs.readFileSync(oci)));
	fs.writeFileSync(path.join(folder, 'packed.zst'), zlib.zstdCompressSync(fs.readFileSync(oci)));
	fs.writeFileSync(path.join(folder, 'rootfs.tar'), image.layers[0]);
	fs.writeFileSync(path.join(folder, 'tight.tar.xz'), Buffer.concat([Buffer.from([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]), Buffer.alloc(600)]));
	fs.utimesSync(path.join(folder, 'docker'), 2e9, 2e9);
	const found = await listFolder(folder);
	t.is(found[0].reference, 'docker');
	t.deepEqual(Object.fromEntries(found.map(({reference, form, compression}) => [reference, [form, compression]])), {
		'chain.tar': ['docker-archive', 'none'],
		dir: ['docker-dir', 'none'],
		docker: ['docker-archive', 'none'],
		layout: ['oci-layout', 'none'],
		'oci.bin': ['oci-archive', 'none'],
		'packed.gz': [undefined, 'gzip'],
		'packed.zst': [undefined, 'zstd'],
		'rootfs.tar': ['rootfs', 'none'],
		'tight.tar.xz': [undefined, 'xz'],
	});
	t.is(found.find(({reference}) => reference === 'oci.bin')?.size, fs.statSync(oci).size);
	t.true(found.find(({reference}) => reference === 'layout')!.size > 500);
	t.deepEqual((await listFolder(path.join(folder, 'layout'))).map(({reference}) => reference), ['.']);
});

test('what is no image is left out: texts, other tars, folders with a manifest.json of their own, pipes, what is gone', async t => {
	const folder = temporaryFolder(t);
	fs.writeFileSync(path.join(folder, 'notes.tar'), 'no tar at all\n'.repeat(100));
	fs.writeFileSync(path.join(folder, 'small.tar'), '');
	fs.writeFileSync(path.join(folder, 'zeros.tar'), Buffer.alloc(10_240));
	fs.writeFileSync(path.join(folder, 'broken.tar.gz'), Buffer.concat([Buffer.from([0x1F, 0x8B]), Buffer.alloc(1000, 7)]));
	fs.writeFileSync(path.join(folder, 'data.xz'), Buffer.concat([Buffer.from([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]), Buffer.alloc(600)]));
	fs.writeFileSync(path.join(folder, 'bomb.gz'), zlib.gzipSync(Buffer.alloc(64 << 20)));
	await writeTar(path.join(folder, 'source.tar'), new Map([['project/manifest.json', Buffer.from('{}')], ['project/readme.md', Buffer.from('x')]]));
	await writeTar(path.join(folder, 'web.tar'), new Map([['manifest.json', Buffer.from('{}')], ['index.html', Buffer.from('x')]]));
	writeFolder(path.join(folder, 'site'), new Map([['manifest.json', Buffer.from('{}')], ['index.json', Buffer.from('{}')]]));
	fs.symlinkSync('nowhere', path.join(folder, 'lost.tar'));
	if (process.platform === 'linux') {
		spawnSync('mkfifo', [path.join(folder, 'pipe.tar')]);
	}

	t.deepEqual(await listFolder(folder), []);
	t.deepEqual(await listFolder(path.join(folder, 'gone')), []);
	t.deepEqual(await listFolder(path.join(folder, 'notes.tar')), []);
});

test('a name that could be taken for something else is opened as the file that it is', async t => {
	const folder = temporaryFolder(t);
	const image = await buildImage(story);
	for (const name of ['-', '-x', '~', 'oci:layout', 'demo:', 'with space.tar']) {
		await writeTar(path.join(folder, name), dockerArchive([image]));
	}

	const found = await listFolder(folder);
	t.deepEqual(found.map(({reference}) => reference).sort(), ['./-', './-x', './demo:', './oci:layout', './~', 'with space.tar']);
});

test('of a folder with very many names so many are looked at, and no more', async t => {
	const folder = temporaryFolder(t);
	const image = await writeTar(path.join(temporaryFolder(t), 'image.tar'), dockerArchive([await buildImage(story)]));
	for (let index = 0; index < 2500; index++) {
		fs.linkSync(image, path.join(folder, `${index}.tar`));
	}

	t.is((await listFolder(folder)).length, 2000);
	const stopped = new AbortController();
	stopped.abort();
	t.deepEqual(await listFolder(folder, {signal: stopped.signal}), []);
});
