import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import test from 'ava';
import {
	buildImage,
	docker25Archive,
	dockerArchive,
	dockerDir,
	hex,
	json,
	readJson,
	layerChain,
	ociLayout,
	sha256,
	writeTar,
	type BuiltImage,
	type Files,
} from '../helpers/build-image.js';
import {failure, open, openFolder, openTar, plainBytes} from '../helpers/open.js';
import {tarOf} from '../helpers/tar-of.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';
import type {ImageForm} from '../../source/image/image.js';

const small = buildImage(`
	ADD rootfs.tar /
		etc/
		etc/motd = hello
		bin/sh -> busybox
	ENV A=1
	RUN rm /etc/motd
		etc/.wh.motd
`, {tags: ['small:1.0']});

const opens = test.macro({
	async exec(t, form: ImageForm, files: (image: BuiltImage) => Files, how: typeof openTar, compressions: string) {
		const built = await small;
		const image = await how(t, files(built));
		t.is(image.form, form);
		t.is(image.platform, 'linux/amd64');
		t.is(image.created, '2026-01-02T03:04:05Z');
		t.deepEqual(image.config.cmd, ['sh']);
		t.deepEqual(image.layers.map(({diffId}) => diffId), built.diffIds);
		t.deepEqual(image.layers.map(({compression}) => compression), [compressions, compressions] as never);
		t.deepEqual(image.history.map(({instruction, layer}) => [instruction, layer]), [['ADD rootfs.tar /', 1], ['ENV A=1', undefined], ['RUN rm /etc/motd', 2]]);
		t.is(image.layers[1].history, image.history[2]);
		t.deepEqual(image.warnings, []);
		for (const [index, layer] of image.layers.entries()) {
			t.deepEqual(await plainBytes(layer), built.layers[index]);
			t.is(layer.number, index + 1);
			t.is(layer.storedSize, layer.blob!.size);
		}
	},
	title: title => title!,
});

test('docker save of 1.10 to 24', opens, 'docker-archive', image => dockerArchive([image]), openTar, 'none');
test('the same with gzip layers', opens, 'docker-archive', image => dockerArchive([image], 'gzip'), openTar, 'gzip');
test('the same unpacked', opens, 'docker-archive', image => dockerArchive([image]), openFolder, 'none');
test('docker save since 25', opens, 'docker-archive', image => docker25Archive([image]), openTar, 'none');
test('an OCI archive', opens, 'oci-archive', image => ociLayout([image]), openTar, 'gzip');
test('an OCI archive with zstd layers', opens, 'oci-archive', image => ociLayout([image], 'zstd'), openTar, 'zstd');
test('an OCI layout', opens, 'oci-layout', image => ociLayout([image]), openFolder, 'gzip');
test('skopeo\'s dir', opens, 'docker-dir', image => dockerDir(image), openFolder, 'none');
test('skopeo\'s dir in a tar', opens, 'docker-dir', image => dockerDir(image, 'zstd'), openTar, 'zstd');
test('names that begin with ./', opens, 'docker-archive', image => prefixed(dockerArchive([image]), './'), openTar, 'none');
test('names that begin with /', opens, 'oci-archive', image => prefixed(ociLayout([image]), '/'), openTar, 'gzip');

function prefixed(files: Files, prefix: string): Files {
	return new Map([...files].map(([name, bytes]) => [prefix + name, bytes]));
}

test('docker save before 1.10: a chain of layers, and repositories', async t => {
	const built = await small;
	const image = await openTar(t, layerChain(built));
	t.is(image.form, 'docker-archive');
	t.deepEqual(image.tags, ['small:1.0']);
	t.deepEqual(image.layers.map(({diffId}) => diffId), [undefined, undefined]);
	t.deepEqual(image.history.map(({createdBy, instruction, layer}) => [createdBy, instruction, layer]), [
		['/bin/sh -c ADD rootfs.tar /', 'RUN ADD rootfs.tar /', 1],
		['/bin/sh -c RUN rm /etc/motd', 'RUN RUN rm /etc/motd', 2],
	]);
	t.is(image.platform, 'linux/amd64');
	t.deepEqual(image.config.env, ['PATH=/bin']);
	t.deepEqual(await plainBytes(image.layers[1]), built.layers[1]);
	t.deepEqual(image.warnings, []);
});

test('a plain file system is an image of one layer', async t => {
	const built = await small;
	const file = path.join(temporaryFolder(t), 'rootfs.tar');
	fs.writeFileSync(file, built.layers[0]);
	const image = await open(t, file);
	t.is(image.form, 'rootfs');
	t.is(image.layers.length, 1);
	t.is(image.layers[0].storedSize, built.layers[0].length);
	t.deepEqual(await plainBytes(image.layers[0]), built.layers[0]);
	t.deepEqual([image.platform, image.history, image.tags, image.digest], ['', [], [], undefined] as never);
});

test('a file system with a file named repositories, as Alpine\'s etc/apk, is one still', async t => {
	const image = await openTar(t, new Map([['repositories', Buffer.from('https://example.org')], ['etc/motd', Buffer.from('hello')]]));
	t.is(image.form, 'rootfs');
});

test('a file system with a manifest.json of its own is opened when it is called one', async t => {
	const files: Files = new Map([['manifest.json', json({name: 'an app'})], ['etc/motd', Buffer.from('hello')]]);
	const file = await writeTar(path.join(temporaryFolder(t), 'app.tar'), files);
	t.regex(await failure(open(t, file)), /^app\.tar: manifest\.json is no manifest of an image.*rootfs:/);
	t.is((await open(t, `rootfs:${file}`)).form, 'rootfs');
});

const compresses: Record<string, (bytes: Buffer) => Buffer> = {
	gzip: bytes => zlib.gzipSync(bytes),
	zstd: bytes => zlib.zstdCompressSync(bytes),
	xz: bytes => execFileSync('xz', ['-c'], {input: bytes}),
	bzip2: bytes => execFileSync('bzip2', ['-c'], {input: bytes}),
	'gzip twice': bytes => zlib.gzipSync(zlib.gzipSync(bytes)),
};

for (const [name, compress] of Object.entries(compresses)) {
	test(`an outer file in ${name}, whatever its suffix says`, async t => {
		const built = await small;
		const folder = temporaryFolder(t);
		const file = path.join(folder, 'app.tar');
		fs.writeFileSync(file, compress(await tarOf(dockerArchive([built]))));
		const spool = path.join(folder, 'spool');
		fs.mkdirSync(spool);
		const labels = new Set<string>();
		const image = await open(t, file, {temporaryFolder: spool, onProgress({label, total}) {
			labels.add(`${label} ${total !== undefined}`);
		}});
		t.is(image.form, 'docker-archive');
		t.deepEqual(image.layers.map(({diffId}) => diffId), built.diffIds);
		t.deepEqual(await plainBytes(image.layers[0]), built.layers[0]);
		t.deepEqual([...labels], [`inflating ${file} true`]);
		t.deepEqual(fs.readdirSync(spool), []);
	});
}

test('a tar whose first name begins as bzip2 does is a tar', async t => {
	const image = await openTar(t, new Map([['BZh91AY&SY', Buffer.from('x')]]));
	t.is(image.form, 'rootfs');
});

test('the digest of the image is its manifest\'s where the form has one', async t => {
	const built = await small;
	const files = dockerDir(built);
	t.is((await openFolder(t, files)).digest, sha256(files.get('manifest.json') as Buffer));
	const layout = ociLayout([built]);
	type Index = {manifests: Array<{digest: string}>};
	t.is((await openTar(t, layout)).digest, readJson<Index>(layout, 'index.json').manifests[0].digest);
	const archive = docker25Archive([built]);
	t.is((await openTar(t, archive)).digest, readJson<Index>(archive, 'index.json').manifests[0].digest);
	t.is((await openTar(t, dockerArchive([built]))).digest, undefined);
});

test('tags', async t => {
	const built = await small;
	t.deepEqual((await openTar(t, dockerArchive([built]))).tags, ['small:1.0']);
	t.deepEqual((await openTar(t, docker25Archive([built]))).tags, ['small:1.0']);
	t.deepEqual((await openTar(t, ociLayout([built]))).tags, ['small:1.0']);
	t.deepEqual((await openTar(t, dockerArchive([{...built, tags: []}]))).tags, []);
	t.deepEqual((await openTar(t, dockerArchive([{...built, tags: ['a:1', 'b:2']}]))).tags, ['a:1', 'b:2']);
});

test('digests of layers: told by a descriptor, by a name, or the diff_id of a plain one', async t => {
	const built = await small;
	const archive = dockerArchive([built]);
	t.deepEqual((await openTar(t, archive)).layers.map(({digest}) => digest), built.diffIds);
	t.deepEqual((await openTar(t, dockerArchive([built], 'gzip'))).layers.map(({digest}) => digest), [undefined, undefined]);
	const gzip = zlib.gzipSync(built.layers[0]);
	const digest = sha256(gzip);
	const crane: Files = new Map<string, Uint8Array>([
		[sha256(built.config), built.config],
		[`${hex(digest)}.tar.gz`, gzip],
		['manifest.json', json([{Config: sha256(built.config), RepoTags: null, Layers: [`${hex(digest)}.tar.gz`]}])],
	]);
	const image = await openTar(t, crane);
	t.is(image.layers[0].digest, digest);
	t.is(image.layers[0].diffId, built.diffIds[0]);
	t.is(image.layers[0].compression, 'gzip');
});

test('the suffix .tar.gz of a plain layer lies', async t => {
	const built = await small;
	const name = `${hex(built.diffIds[0])}.tar.gz`;
	const image = await openTar(t, new Map<string, Uint8Array>([
		['config.json', built.config], [name, built.layers[0]], ['manifest.json', json([{Config: 'config.json', Layers: [name, name]}])],
	]));
	t.deepEqual(image.layers.map(({compression}) => compression), ['none', 'none']);
});

test('annotations of index and manifest', async t => {
	const layout = ociLayout([await small]);
	t.like((await openTar(t, layout)).annotations, {'org.opencontainers.image.ref.name': 'small:1.0'});
});

test('config: what outputs show of it', async t => {
	const built = await buildImage('CMD x', {config: {
		config: {
			User: '1000', Env: ['A=1', 5], Entrypoint: ['/bin/x'], Cmd: null, WorkingDir: '/srv', ExposedPorts: {'80/tcp': {}, '443/tcp': {}},
			Volumes: {'/data': {}}, Labels: {a: 'b', n: 1}, Healthcheck: {Test: ['CMD', 'true']},
		},
	}});
	t.deepEqual((await openTar(t, ociLayout([built]))).config, {
		user: '1000', env: ['A=1'], entrypoint: ['/bin/x'], cmd: null, workingDir: '/srv', exposedPorts: ['443/tcp', '80/tcp'],
		volumes: ['/data'], labels: {a: 'b'}, healthcheck: ['CMD', 'true'],
	});
});

test('an image of no layers', async t => {
	const built = await buildImage('CMD ["true"]');
	for (const files of [dockerArchive([built]), ociLayout([built]), docker25Archive([built]), dockerDir(built)]) {
		const image = await openTar(t, files);
		t.deepEqual(image.layers, []);
		t.deepEqual(image.warnings, []);
		t.is(image.history.length, 1);
	}
});

test('ten thousand layers', async t => {
	const layer = await tarOf([['x', 'x']]);
	const diffId = sha256(layer);
	const count = 10_000;
	const config = json({
		architecture: 'amd64', os: 'linux',
		rootfs: {type: 'layers', diff_ids: Array.from({length: count}, () => diffId)},
		history: Array.from({length: count}, (_, index) => ({created_by: `/bin/sh -c echo ${index}; ${'#'.repeat(300)}`})),
	});
	const started = performance.now();
	const image = await openTar(t, dockerArchive([{config, layers: Array.from({length: count}, () => layer), diffIds: [], tags: [], os: '', architecture: ''}]));
	t.is(image.layers.length, count);
	t.is(image.layers[count - 1].history!.createdBy.slice(0, 23), '/bin/sh -c echo 9999; #');
	t.deepEqual(image.warnings, []);
	t.true(performance.now() - started < 20_000);
});
