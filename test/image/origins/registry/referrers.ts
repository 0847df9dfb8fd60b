import test, {type ExecutionContext} from 'ava';
import {ImageError} from '../../../../source/image/image.js';
import {hasProgram, testWith} from '../../../helpers/archive/test-with.js';
import {addBlob, addManifest, buildImage, finishLayout, json, ociLayout, readJson, sha256, writeFolder, type Files} from '../../../helpers/build-image.js';
import {fakeRegistry, type FakeAnswer, type FakeRequest} from '../../../helpers/fake-registry.js';
import {openRegistries} from '../../../helpers/open-registries.js';
import {push, putManifest, realRegistry} from '../../../helpers/real-registry.js';
import {temporaryFolder} from '../../../helpers/temporary-folder.js';

const testReal = testWith(test, {'docker-registry': hasProgram('docker-registry'), skopeo: hasProgram('skopeo')});

const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const subject = sha256(Buffer.from('the image'));
const tag = subject.replace(':', '-');

/** A manifest of an artifact, as a signature is. */
function artifact(type: string): Buffer {
	const empty = {mediaType: 'application/vnd.oci.empty.v1+json', digest: sha256(Buffer.from('{}')), size: 2};
	return json({schemaVersion: 2, mediaType: manifestType, config: empty, layers: [{mediaType: type, digest: sha256(Buffer.from(type)), size: type.length}], annotations: {of: type}});
}

const descriptors = ['a', 'b', 'c'].map(name => ({mediaType: manifestType, digest: sha256(artifact(name)), size: artifact(name).length, artifactType: `application/${name}`, annotations: {of: name}}));

async function listed(t: ExecutionContext, answer: (request: FakeRequest) => FakeAnswer | undefined) {
	const registry = await fakeRegistry(t, answer);
	const registries = openRegistries(t, {retries: 0});
	const list = async () => registries.repository({registry: registry.host, repository: 'a/b'}).referrers(subject);
	return {registry, list};
}

test('by the registry\'s own list, over pages, with what cosign tagged', async t => {
	const signature = artifact('application/vnd.dev.cosign.simplesigning.v1+json');
	const {registry, list} = await listed(t, ({path}) => {
		switch (path) {
			case `/v2/a/b/referrers/${subject}`: {
				return {headers: {link: `</v2/a/b/referrers/${subject}?next=2>; rel="next"`}, body: json({manifests: descriptors.slice(0, 2)})};
			}

			case `/v2/a/b/referrers/${subject}?next=2`: {
				return {headers: {link: '<https://elsewhere.example/>; rel="previous"'}, body: json({manifests: descriptors.slice(1)})};
			}

			case `/v2/a/b/manifests/${tag}.sig`: {
				return {headers: {'content-type': manifestType}, body: signature};
			}

			default: {
				return undefined;
			}
		}
	});
	const {referrers, isComplete} = await list();
	t.true(isComplete);
	t.deepEqual(referrers.map(({artifactType, annotations, foundBy, tag, kind}) => [artifactType, annotations.of, foundBy, tag, kind]), [
		...['a', 'b', 'c'].map(name => [`application/${name}`, name, 'referrers', undefined, undefined]),
		['application/vnd.dev.cosign.simplesigning.v1+json', 'application/vnd.dev.cosign.simplesigning.v1+json', 'cosign-tag', `${tag}.sig`, 'signature'],
	]);
	t.like(referrers[3], {digest: sha256(signature), size: signature.length, mediaType: manifestType});
	t.is(registry.requests.length, 5);
});

for (const status of [404, 400, 405]) {
	test(`by the list behind a tag, where the registry answers ${status}`, async t => {
		const {list} = await listed(t, ({path}) => path.includes('/referrers/') ? {status} : (path === `/v2/a/b/manifests/${tag}` ? {body: json({manifests: descriptors})} : undefined));
		const {referrers} = await list();
		t.deepEqual(referrers.map(({digest, foundBy, tag}) => [digest, foundBy, tag]), descriptors.map(({digest}) => [digest, 'referrers-tag', tag]));
	});
}

test('nothing refers to it', async t => {
	const {list} = await listed(t, () => undefined);
	t.deepEqual(await list(), {referrers: [], isComplete: true});
});

test('a list without end is cut off, and says so', async t => {
	const {registry, list} = await listed(t, ({path, number}) => path.includes('/referrers/')
		? {headers: {link: `<?page=${number}>; rel=next`}, body: json({manifests: Array.from({length: 100}, (_, index) => ({...descriptors[0], digest: sha256(Buffer.from(`${number} ${index}`))}))})}
		: undefined);
	const {referrers, isComplete} = await list();
	t.false(isComplete);
	t.is(referrers.length, 1000);
	t.true(registry.requests.length < 30);
});

test('lists that are none', async t => {
	for (const [answer, message] of [
		[{status: 403}, /denies referrers of sha256:/],
		[{body: 'nonsense'}, /referrers of sha256:.* in a\/b is no valid JSON\.$/],
		[{body: json({manifests: [{digest: 7}]})}, /has the wrong shape/],
		[{body: '<html>'}, /answers with a web page/],
	] as const) {
		const {list} = await listed(t, ({path}) => path.includes('/referrers/') ? answer : undefined);
		await t.throwsAsync(list(), {instanceOf: ImageError, message});
	}

	const {registry, list} = await listed(t, ({path}) => path.endsWith(tag) ? {body: '"text"'} : undefined);
	await t.throwsAsync(list(), {instanceOf: ImageError, message: `${registry.host}: a/b:${tag} has the wrong shape: it is text, where an object should be.`});
	await t.throwsAsync(openRegistries(t).repository({registry: registry.host, repository: 'a/b'}).referrers('latest'), {instanceOf: ImageError, message: /no digest/});
});

testReal('a real registry: by tags, as clients keep the list there, and cosign\'s', async t => {
	const registry = await realRegistry(t);
	const image = await buildImage('RUN a\n\ta = 1', {tags: ['1.0']});
	const files = ociLayout([image]);
	const [{digest}] = readJson<{manifests: Array<{digest: string}>}>(files, 'index.json').manifests;
	await push(registry, `oci:${writeFolder(temporaryFolder(t), files)}:1.0`, 'app:1.0');

	const listFiles: Files = new Map();
	const referrer = addManifest(listFiles, await buildImage('RUN b\n\tb = 1'), {annotations: {of: 'a list'}});
	finishLayout(listFiles, [referrer]);
	await push(registry, `oci:${writeFolder(temporaryFolder(t), listFiles)}`, 'app:sbom');
	const indexType = 'application/vnd.oci.image.index.v1+json';
	await putManifest(registry, `app:${digest.replace(':', '-')}`, json({schemaVersion: 2, mediaType: indexType, manifests: [{...referrer, artifactType: 'application/spdx+json'}]}), indexType);

	const cosignFiles: Files = new Map();
	const signature = addBlob(cosignFiles, json({
		schemaVersion: 2,
		mediaType: manifestType,
		config: addBlob(cosignFiles, json({architecture: '', os: '', rootfs: {type: 'layers', diff_ids: []}}), 'application/vnd.oci.image.config.v1+json'),
		layers: [addBlob(cosignFiles, Buffer.from('{"critical":{}}'), 'application/vnd.dev.cosign.simplesigning.v1+json')],
	}), manifestType);
	finishLayout(cosignFiles, [signature]);
	await push(registry, `oci:${writeFolder(temporaryFolder(t), cosignFiles)}`, `app:${digest.replace(':', '-')}.sig`);

	const registries = openRegistries(t);
	const repository = registries.repository({registry: registry.host, repository: 'app'});
	const {referrers, isComplete} = await repository.referrers(digest);
	t.true(isComplete);
	t.deepEqual(referrers.map(({digest, artifactType, foundBy, kind}) => [digest, artifactType, foundBy, kind]), [
		[referrer.digest, 'application/spdx+json', 'referrers-tag', undefined],
		[signature.digest, 'application/vnd.dev.cosign.simplesigning.v1+json', 'cosign-tag', 'signature'],
	]);
	t.is(registries.counts.requests, 5);
	t.deepEqual(await repository.tags(), {tags: ['1.0', 'sbom', digest.replace(':', '-'), `${digest.replace(':', '-')}.sig`], isComplete: true});
});

test('tags over pages, of which none leads elsewhere', async t => {
	const pages: Record<string, FakeAnswer> = {
		'/v2/a/b/tags/list?n=1000': {headers: {link: '<https://elsewhere.example/v2/other/tags/list?last=b&n=2>; rel="next"'}, body: json({name: 'a/b', tags: ['a', 'b']})},
		'/v2/a/b/tags/list?last=b&n=2': {body: json({tags: null})},
	};
	const registry = await fakeRegistry(t, ({path}) => pages[path]);
	const repository = openRegistries(t).repository({registry: registry.host, repository: 'a/b'});
	t.deepEqual(await repository.tags(), {tags: ['a', 'b'], isComplete: true});
	t.deepEqual(registry.paths, Object.keys(pages));
	await t.throwsAsync(openRegistries(t).repository({registry: registry.host, repository: 'other'}).tags(), {instanceOf: ImageError, message: `${registry.host} has no tags of other.`});
});
