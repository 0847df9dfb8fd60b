import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {ImageError} from '../../../../source/image/image.js';
import {addIndex, addManifest, buildImage, finishLayout, ociLayout, readJson, sha256, writeFolder, type Files} from '../../../helpers/build-image.js';
import {hasProgram, testWith} from '../../../helpers/archive/test-with.js';
import {collect, openRegistries, openRepository} from '../../../helpers/open-registries.js';
import {push, realRegistry} from '../../../helpers/real-registry.js';
import {temporaryFolder} from '../../../helpers/temporary-folder.js';

const testReal = testWith(test, {'docker-registry': hasProgram('docker-registry'), skopeo: hasProgram('skopeo')});

const built = buildImage(`
	RUN a
		a * 200000
	RUN b
		b = 2
`, {tags: ['1.0']});

testReal('an image that skopeo pushed comes back byte for byte, with the fewest requests', async t => {
	const files = ociLayout([await built]);
	const layout = writeFolder(temporaryFolder(t), files);
	const registry = await realRegistry(t);
	await push(registry, `oci:${layout}`, 'team/app:1.0');

	const registries = openRegistries(t);
	const repository = registries.repository({registry: registry.host, repository: 'team/app'});
	const {manifests} = readJson<{manifests: Array<{digest: string; size: number}>}>(files, 'index.json');
	const manifest = await repository.manifest('1.0');
	t.is(manifest.digest, manifests[0].digest);
	t.is(manifest.mediaType, 'application/vnd.oci.image.manifest.v1+json');
	t.is(manifest.claimedDigest, undefined);
	t.deepEqual(Buffer.from(manifest.bytes), blobOf(files, manifest.digest));
	t.deepEqual((await repository.manifest(manifest.digest)).bytes, manifest.bytes);

	const {config, layers} = JSON.parse(Buffer.from(manifest.bytes).toString()) as {config: Descriptor; layers: Descriptor[]};
	let bytes = manifest.bytes.length * 2;
	for (const {digest, size} of [config, ...layers]) {
		const expected = blobOf(files, digest);
		t.deepEqual(await collect(repository.blob(digest, {size})), expected);
		t.deepEqual(await collect(repository.blob(digest, {size, start: 10, end: 50})), expected.subarray(10, 50));
		t.deepEqual(await collect(repository.blob(digest, {size, start: size - 1})), expected.subarray(size - 1));
		t.deepEqual(await collect(repository.blob(digest, {size, start: size})), Buffer.alloc(0));
		bytes += size + 41;
	}

	t.deepEqual(registries.counts, {requests: 2 + 3 * 3, tokens: 0, redirects: 0, retries: 0, bytes});
});

testReal('an index of two platforms, by tag and by digest', async t => {
	const files: Files = new Map();
	const platforms = ['linux/amd64', 'linux/arm64'];
	const manifests = await Promise.all(platforms.map(async platform => addManifest(files, await buildImage('RUN a\n\ta = 1', {platform}), {platform: true})));
	finishLayout(files, [addIndex(files, manifests)]);
	const layout = writeFolder(temporaryFolder(t), files);
	const registry = await realRegistry(t);
	await push(registry, `oci:${layout}`, 'app:1', {all: true});

	const repository = openRepository(t, `${registry.host}/app:1`);
	const index = await repository.manifest('1');
	t.is(index.mediaType, 'application/vnd.oci.image.index.v1+json');
	const listed = (JSON.parse(Buffer.from(index.bytes).toString()) as {manifests: Descriptor[]}).manifests;
	t.is(listed.length, 2);
	for (const {digest} of listed) {
		t.is((await repository.manifest(digest)).digest, digest);
	}
});

testReal('what a registry does not have', async t => {
	const registry = await realRegistry(t);
	const repository = openRepository(t, `${registry.host}/app`);
	const digest = sha256(Buffer.from('nothing'));
	await t.throwsAsync(repository.manifest('1.0'), {instanceOf: ImageError, message: `${registry.host} has no image app:1.0.`});
	await t.throwsAsync(repository.manifest(digest), {instanceOf: ImageError, message: `${registry.host} has no image app@${digest}.`});
	await t.throwsAsync(collect(repository.blob(digest, {size: 10})), {instanceOf: ImageError, message: `${registry.host} has no blob sha256:${digest.slice(7, 19)} of app.`});
});

testReal('a registry that is stopped, and one that finds what was pushed before', async t => {
	const folder = temporaryFolder(t);
	const first = await realRegistry(t, {folder});
	await push(first, `oci:${writeFolder(path.join(folder, 'layout'), ociLayout([await built]))}`, 'app:1.0');
	await first.stop();
	await t.throwsAsync(openRepository(t, `${first.host}/app`).manifest('1.0'), {instanceOf: ImageError, message: `${first.host} can't be asked for image app:1.0: nobody listens there.`});

	t.true(fs.existsSync(path.join(folder, 'storage')));
	const second = await realRegistry(t, {folder});
	t.is((await openRepository(t, `${second.host}/app`).manifest('1.0')).mediaType, 'application/vnd.oci.image.manifest.v1+json');
});

type Descriptor = {digest: string; size: number};

function blobOf(files: Files, digest: string): Buffer {
	return files.get(`blobs/${digest.replace(':', '/')}`) as Buffer;
}
