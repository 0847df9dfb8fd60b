import test from 'ava';
import {addBlob, addManifest, buildImage, dockerArchive, finishLayout, hex, json, readJson, ociLayout, sha256, type Files} from '../helpers/build-image.js';
import {openFolder, openTar} from '../helpers/open.js';

const built = buildImage(`
	RUN a
		a = 1
	RUN b
		b = 2
`);

/** An OCI layout of the image, its layers' descriptors changed. */
async function layout(change: (layers: Array<Record<string, unknown>>, files: Files) => void): Promise<Files> {
	const files: Files = new Map();
	const {digest} = addManifest(files, await built);
	const manifest = readJson<{layers: Array<Record<string, unknown>>}>(files, `blobs/sha256/${hex(digest)}`);
	files.delete(`blobs/sha256/${hex(digest)}`);
	change(manifest.layers, files);
	return finishLayout(files, [addBlob(files, json(manifest), 'application/vnd.oci.image.manifest.v1+json')]);
}

function blobOf(layer: Record<string, unknown>): string {
	return `blobs/sha256/${hex(layer.digest as string)}`;
}

test('a blob that the manifest names and the archive lacks', async t => {
	let digest = '';
	const files = await layout((layers, files) => {
		digest = layers[1].digest as string;
		files.delete(blobOf(layers[1]));
	});
	for (const [how, name] of [[openTar, 'app.tar'], [openFolder, 'app']] as const) {
		const {layers, warnings} = await how(t, files);
		t.is(layers[0].problem, undefined);
		t.is(layers[1].blob, undefined);
		t.is(layers[1].problem!.kind, 'missing');
		t.regex(layers[1].problem!.message, new RegExp(`^Layer 2 can't be read: its blob ${digest} is not in \\S*/${name}\\.$`));
		t.true(layers[1].storedSize > 0);
		t.is(layers[1].history!.instruction, 'RUN b');
		t.deepEqual(warnings, []);
	}
});

test('the same in docker save\'s form', async t => {
	const files = dockerArchive([await built]);
	const path = [...files.keys()].findLast(name => name.endsWith('layer.tar'))!;
	files.delete(path);
	const {layers} = await openTar(t, files);
	t.is(layers[1].problem!.kind, 'missing');
	t.true(layers[1].problem!.message.includes(path));
	t.is(layers[1].digest, undefined);
});

test('foreign layers say where they are, and are read where they lie here', async t => {
	const foreign = {mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip', urls: ['https://example.org/base']};
	const gone = await openTar(t, await layout((layers, files) => {
		files.delete(blobOf(layers[0]));
		Object.assign(layers[0], foreign);
	}));
	t.is(gone.layers[0].problem!.kind, 'foreign');
	t.regex(gone.layers[0].problem!.message, /^Layer 1 is foreign, stored elsewhere on purpose: its blob sha256:\w+ is not in .+; it is to be had from https:\/\/example\.org\/base\.$/);
	t.deepEqual(gone.layers[0].urls, ['https://example.org/base']);
	const here = await openTar(t, await layout(([layer]) => {
		Object.assign(layer, {...foreign, mediaType: 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip'});
	}));
	t.is(here.layers[0].problem, undefined);
});

test('a layer with urls that is not declared foreign is missing', async t => {
	const {layers} = await openTar(t, await layout((layers, files) => {
		files.delete(blobOf(layers[0]));
		layers[0].urls = ['https://example.org/base'];
	}));
	t.is(layers[0].problem!.kind, 'missing');
});

test('foreign layers of docker save are declared by their diff_id', async t => {
	const image = await built;
	const files = dockerArchive([image]);
	const items = readJson<Array<{Layers: string[]}>>(files, 'manifest.json');
	files.delete(items[0].Layers[0]);
	files.set('manifest.json', json([{...items[0], LayerSources: {
		[image.diffIds[0]]: {mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip', size: 5, digest: sha256(image.layers[0]), urls: ['https://example.org/x']},
	}}]));
	const {layers} = await openTar(t, files);
	t.is(layers[0].problem!.kind, 'foreign');
	t.deepEqual(layers[0].urls, ['https://example.org/x']);
});

test('an encrypted layer', async t => {
	const mediaType = 'application/vnd.oci.image.layer.v1.tar+gzip+encrypted';
	const {layers} = await openTar(t, await layout(([layer]) => {
		layer.mediaType = mediaType;
	}));
	t.deepEqual(layers[0].problem, {kind: 'encrypted', message: `Layer 1 is encrypted (${mediaType}): its content can't be read.`});
	t.is(layers[0].blob, undefined);
	t.true(layers[0].storedSize > 0);
});

test('a layer of another type that is no tar', async t => {
	const {layers} = await openTar(t, await layout((layers, files) => {
		layers.push(addBlob(files, Buffer.from('\0asm'), 'application/vnd.wasm.content.layer.v1+wasm'));
	}));
	t.is(layers[2].problem!.kind, 'unsupported');
	t.regex(layers[2].problem!.message, /^Layer 3 is no file system, but application\/vnd\.wasm\.content\.layer\.v1\+wasm: its blob is sha256:\w+\.$/);
});

test('a layer of an unknown type that is a tar is read', async t => {
	const {layers} = await openTar(t, await layout(([layer]) => {
		layer.mediaType = 'application/x-odd';
	}));
	t.is(layers[0].problem, undefined);
	t.is(layers[0].compression, 'gzip');
});

test('a size that is not the blob\'s', async t => {
	const {layers, warnings} = await openTar(t, await layout(([, layer]) => {
		layer.size = 12_345_678;
	}));
	t.is(warnings.length, 1);
	t.like(warnings[0], {layer: 2, incomplete: false});
	t.regex(warnings[0].message, /^Layer 2: its blob sha256:\w+ has \d+ bytes, where its descriptor says 12,345,678\.$/);
	t.is(layers[1].storedSize, layers[1].blob!.size);
});

test('more diff_ids than layers, and fewer', async t => {
	const image = await built;
	const {rootfs, ...config} = JSON.parse(image.config.toString()) as {rootfs: {diff_ids: string[]}};
	for (const diffIds of [rootfs.diff_ids.slice(1), [...rootfs.diff_ids, `sha256:${'0'.repeat(64)}`]]) {
		const opened = await openTar(t, ociLayout([{...image, config: json({...config, rootfs: {diff_ids: diffIds}})}]));
		t.is(opened.layers.length, 2);
		t.deepEqual(opened.layers.map(({diffId}) => diffId), [diffIds[0], diffIds[1]]);
		t.regex(opened.warnings[0].message, /^The config has [13] diff_ids? and the manifest 2 layers/);
	}
});

test('links of docker save, podman and skopeo are followed', async t => {
	const image = await built;
	const files = dockerArchive([image]);
	const paths = [...files.keys()].filter(name => name.endsWith('layer.tar'));
	// A layer that repeats: Docker links to the first.
	files.set(paths[1], {link: `../${paths[0]}`});
	// Podman and skopeo: the folder's layer.tar links to the blob at the top.
	files.set('blob.tar', files.get(paths[0])!);
	files.set(paths[0], {link: '../blob.tar'});
	for (const how of [openTar, openFolder]) {
		const {layers} = await how(t, files);
		t.deepEqual(layers.map(({problem}) => problem), [undefined, undefined]);
		t.deepEqual(layers.map(({storedSize}) => storedSize), [image.layers[0].length, image.layers[0].length]);
	}
});

test('a loop of links between layers', async t => {
	const files = dockerArchive([await built]);
	const paths = [...files.keys()].filter(name => name.endsWith('layer.tar'));
	files.set(paths[0], {link: `../${paths[1]}`});
	files.set(paths[1], {link: `../${paths[0]}`});
	for (const how of [openTar, openFolder]) {
		const {layers} = await how(t, files);
		t.deepEqual(layers.map(({problem}) => problem?.kind), ['missing', 'missing']);
		t.regex(layers[0].problem!.message, /is behind a loop of links/);
	}
});
