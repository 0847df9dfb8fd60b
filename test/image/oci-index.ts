import test from 'ava';
import {addBlob, addIndex, addManifest, buildImage, docker25Archive, finishLayout, hex, json, readJson, sha256, type Files} from '../helpers/build-image.js';
import {failure, openTar} from '../helpers/open.js';

const built = buildImage(`
	RUN a
		a = 1
	RUN b
		b = 2
`, {tags: ['app:1.0']});

/** A manifest of something that is no image. */
function addArtifact(files: Files, {configType, layerType, ...more}: Record<string, unknown>): ReturnType<typeof addBlob> {
	const layer = addBlob(files, Buffer.from(`content of ${String(layerType)}`), layerType as string, {annotations: more.layerAnnotations});
	const manifest = json({schemaVersion: 2, config: addBlob(files, json({}), configType as string), layers: [layer], artifactType: more.artifactType});
	return addBlob(files, manifest, 'application/vnd.oci.image.manifest.v1+json', {annotations: more.annotations, platform: more.platform});
}

test('attestations are told apart, and listed', async t => {
	const files: Files = new Map();
	const image = addManifest(files, await built, {platform: true});
	const attestation = addArtifact(files, {
		configType: 'application/vnd.oci.image.config.v1+json',
		layerType: 'application/vnd.in-toto+json',
		layerAnnotations: {'in-toto.io/predicate-type': 'https://slsa.dev/provenance/v0.2'},
		annotations: {'vnd.docker.reference.type': 'attestation-manifest', 'vnd.docker.reference.digest': image.digest},
		platform: {os: 'unknown', architecture: 'unknown'},
	});
	finishLayout(files, [addIndex(files, [image, attestation])]);
	const opened = await openTar(t, files);
	t.is(opened.platform, 'linux/amd64');
	t.deepEqual(opened.others, [{
		kind: 'attestation', title: `attestation of ${image.digest.slice(0, 19)} (provenance)`, digest: attestation.digest, size: attestation.size, present: true, subject: image.digest,
	}]);
	// Nor is one chosen where the host's platform is not there.
	t.is((await openTar(t, files, {hostPlatform: 'linux/arm64'})).platform, 'linux/amd64');
	t.regex(await failure(openTar(t, files, {platform: 'unknown/unknown'})), /It holds: linux\/amd64\.$/);
});

const isNoImage = test.macro({
	async exec(t, what: string, types: Record<string, unknown>) {
		const files: Files = new Map();
		const artifact = addArtifact(files, types);
		finishLayout(files, [artifact]);
		const message = await failure(openTar(t, files));
		t.is(message.slice(0, 'app.tar holds no image but '.length + what.length), `app.tar holds no image but ${what}`);
		t.regex(message, /Its blobs: sha256:\w{64} \(.+, \d+ B\)\.$/);
	},
	title: (_, what: string) => `${what} is no image`,
});

test(isNoImage, 'a Helm chart (application/vnd.cncf.helm.chart.content.v1.tar+gzip)', {
	configType: 'application/vnd.cncf.helm.config.v1+json', layerType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
});
test(isNoImage, 'a signature (sigstore)', {
	configType: 'application/vnd.oci.image.config.v1+json', layerType: 'application/vnd.dev.cosign.simplesigning.v1+json',
});
test(isNoImage, 'an SBOM (SPDX)', {configType: 'application/vnd.oci.empty.v1+json', artifactType: 'application/spdx+json', layerType: 'application/spdx+json'});
test(isNoImage, 'an attestation (in-toto)', {configType: 'application/vnd.oci.image.config.v1+json', layerType: 'application/vnd.in-toto+json'});
test(isNoImage, 'an artifact (application/vnd.example.thing)', {
	configType: 'application/vnd.oci.empty.v1+json', artifactType: 'application/vnd.example.thing', layerType: 'text/plain',
});

test('an artifact beside an image is listed, and the image opened', async t => {
	const files: Files = new Map();
	const manifests = [
		addManifest(files, await built, {annotations: {'org.opencontainers.image.ref.name': 'app:1.0'}}),
		addArtifact(files, {
			configType: 'application/vnd.oci.image.config.v1+json', layerType: 'application/vnd.dev.cosign.simplesigning.v1+json',
			annotations: {'org.opencontainers.image.ref.name': 'sha256-00.sig'},
		}),
	];
	const image = await openTar(t, finishLayout(files, manifests));
	t.is(image.layers.length, 2);
	t.deepEqual(image.others.map(({kind, title}) => [kind, title]), [['artifact', 'sha256-00.sig: a signature (sigstore) (application/vnd.dev.cosign.simplesigning.v1+json)']]);
});

test('indexes in indexes are opened, and media types are not believed', async t => {
	const files: Files = new Map();
	const inner = {...addIndex(files, [addManifest(files, await built)]), mediaType: 'application/vnd.oci.image.manifest.v1+json'};
	const image = await openTar(t, finishLayout(files, [addIndex(files, [{...inner, mediaType: ''}])]));
	t.is(image.layers.length, 2);
	t.is((await openTar(t, finishLayout(files, [inner]))).layers.length, 2);
});

test('a loop of indexes ends', async t => {
	// A blob can't name its own digest, so one lies under a digest that is not its own.
	const files: Files = new Map();
	const digest = `sha256:${'a'.repeat(64)}`;
	const manifest = addManifest(files, await built);
	files.set(`blobs/sha256/${'a'.repeat(64)}`, json({manifests: [{digest, mediaType: 'application/vnd.oci.image.index.v1+json'}, manifest]}));
	const image = await openTar(t, finishLayout(files, [{digest, mediaType: 'application/vnd.oci.image.index.v1+json'}]));
	t.is(image.layers.length, 2);
	t.regex(image.warnings[0].message, /is not what its digest says: it should be sha256:a{64} and is sha256:/);
});

test('indexes that are nested beyond reason', async t => {
	const files: Files = new Map();
	let descriptor = addManifest(files, await built);
	for (let depth = 0; depth < 20; depth++) {
		descriptor = addIndex(files, [descriptor]);
	}

	t.regex(await failure(openTar(t, finishLayout(files, [descriptor]))), /^app\.tar holds no image: its index names none\.$/);
});

test('an index of a hundred thousand manifests that are not there', async t => {
	const files: Files = new Map();
	const missing = Array.from({length: 100_000}, (_, index) => ({digest: `sha256:${String(index).padStart(64, '0')}`, size: 1}));
	const image = await openTar(t, finishLayout(files, [addManifest(files, await built), ...missing]), {image: '1'});
	t.is(image.layers.length, 2);
	t.true(image.warnings.some(({message}) => message.includes('more than 10000 manifests')));
});

test('a manifest with another digest than its name is read, with a warning', async t => {
	const files: Files = new Map();
	const {digest} = addManifest(files, await built);
	const path = `blobs/sha256/${hex(digest)}`;
	const bytes = Buffer.concat([files.get(path) as Buffer, Buffer.from(' ')]);
	files.set(path, bytes);
	const image = await openTar(t, finishLayout(files, [{digest, size: bytes.length}]));
	t.deepEqual(image.warnings, [{message: `The manifest is not what its digest says: it should be ${digest} and is ${sha256(bytes)}.`, incomplete: false}]);
});

// Docker 25.0.0 to 25.0.2 in some setups.
test('docker 25: an index without manifests falls back on manifest.json', async t => {
	for (const manifests of [null, []]) {
		const files = docker25Archive([await built]);
		files.set('index.json', json({schemaVersion: 2, manifests}));
		const image = await openTar(t, files);
		t.deepEqual([image.form, image.layers.length, image.tags], ['docker-archive', 2, ['app:1.0']] as never);
		t.deepEqual(image.warnings, []);
	}
});

test('docker 25: a manifest whose layers are not those of the config falls back on manifest.json', async t => {
	for (const change of [() => [], (layers: unknown[]) => layers.slice(1), (layers: unknown[]) => layers.toReversed()]) {
		const files = docker25Archive([await built]);
		const {manifests} = readJson<{manifests: Array<{digest: string}>}>(files, 'index.json');
		const manifest = readJson<{layers: unknown[]}>(files, `blobs/sha256/${hex(manifests[0].digest)}`);
		const changed = addBlob(files, json({...manifest, layers: change(manifest.layers)}), 'application/vnd.oci.image.manifest.v1+json');
		finishLayout(files, [changed]);
		const image = await openTar(t, files);
		t.deepEqual(image.layers.map(({diffId, digest}) => [diffId, digest]), (await built).diffIds.map(diffId => [diffId, diffId]));
		t.deepEqual(image.tags, ['app:1.0']);
		t.deepEqual(image.warnings, []);
	}
});

test('an index.json that is broken falls back on manifest.json, and the other way round', async t => {
	const files = docker25Archive([await built]);
	files.set('index.json', Buffer.from('{'));
	const image = await openTar(t, files);
	t.is(image.layers.length, 2);
	t.deepEqual(image.warnings.map(({message}) => message.replace(/^\S*\//, '')), ['app.tar: index.json is no valid JSON. What is shown is what manifest.json says.']);
	const other = docker25Archive([await built]);
	other.set('manifest.json', Buffer.from('[]'));
	t.is((await openTar(t, other)).layers.length, 2);
	files.set('manifest.json', Buffer.from('[]'));
	t.is(await failure(openTar(t, files)), 'app.tar: index.json is no valid JSON.');
});

test('the containerd store\'s save: nested index, attestations, platforms that are not there, names in full', async t => {
	const files: Files = new Map();
	const image = await built;
	const here = addManifest(files, image, {platform: true});
	const elsewhere: Files = new Map();
	const arm = addManifest(elsewhere, await buildImage('CMD x', {platform: 'linux/arm64'}), {platform: true});
	const attestation = {
		mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: `sha256:${'b'.repeat(64)}`, size: 5,
		annotations: {'vnd.docker.reference.type': 'attestation-manifest', 'vnd.docker.reference.digest': here.digest}, platform: {os: 'unknown', architecture: 'unknown'},
	};
	const index = addIndex(files, [here, arm, attestation], {
		annotations: {'io.containerd.image.name': 'docker.io/library/app:1.0', 'org.opencontainers.image.ref.name': '1.0'},
	});
	finishLayout(files, [index]);
	files.set('manifest.json', json([{Config: `blobs/sha256/${hex(sha256(image.config))}`, RepoTags: ['app:1.0'], Layers: []}]));
	const opened = await openTar(t, files, {hostPlatform: 'linux/arm64'});
	t.deepEqual([opened.form, opened.platform, opened.tags, opened.digest], ['docker-archive', 'linux/amd64', ['app:1.0'], here.digest] as never);
	t.deepEqual(opened.layers.map(({compression}) => compression), ['gzip', 'gzip']);
	t.deepEqual(opened.others.map(({kind, present}) => [kind, present]), [['image', false], ['attestation', false]]);
	t.deepEqual(opened.warnings, []);
	files.delete('manifest.json');
	t.deepEqual((await openTar(t, files)).tags, ['docker.io/library/app:1.0']);
});
