import {spawnSync} from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {attachedText} from '../../source/image/attached-text.js';
import {openImage, type OpenedImage} from '../../source/image/open-image.js';
import {testWith} from '../helpers/archive/test-with.js';
import {addArtifact, attestedLayout, envelope, inToto, keylessCertificate, provenance1, simpleSigning, spdx, statement} from '../helpers/attached-samples.js';
import {addBlob, addManifest, buildImage, finishLayout, hex, json, sha256, writeTar, type Files} from '../helpers/build-image.js';
import {fakeRegistry, notFound, ranged} from '../helpers/fake-registry.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

const testOpenssl = testWith(test, {openssl: spawnSync('openssl', ['version']).status === 0});
const built = buildImage('ADD a\n  etc/passwd = root\n');

const programs = {
	environment: {},
	kill(pid: number, signal: 'SIGTERM' | 'SIGKILL') {
		process.kill(pid, signal);
	},
};

async function open(t: ExecutionContext, reference: string): Promise<OpenedImage> {
	const opened = await openImage(reference, {temporaryFolder: temporaryFolder(t), hostPlatform: 'linux/amd64', programs});
	t.teardown(opened.close);
	return opened;
}

const openTar = async (t: ExecutionContext, files: Files) => open(t, await writeTar(path.join(temporaryFolder(t), 'app.tar'), files));

async function told({attached}: OpenedImage, asks = true): Promise<string[]> {
	const found = await attached({asks});
	return [...found.attached.map(one => attachedText(one)), ...found.problems.map(problem => `! ${problem}`)];
}

const provenance = 'provenance (SLSA v0.2) by BuildKit: builder https://ci.example/run/7, source https://git.example/shop/app.git, commit fedcba9876543210fedcba9876543210fedcba98';
const bill = 'SBOM (SPDX 2.3) of 412 packages, written by syft-1.2.3';

test('what BuildKit attests lies beside the image', async t => {
	const {files} = await attestedLayout();
	t.deepEqual(await told(await openTar(t, files)), [provenance, bill]);
	t.deepEqual(await told(await openTar(t, finishLayout(new Map(files), [addManifest(files, await built)]))), [], 'nothing is attached here');
});

test('what is about another image is left out, whatever lies beside it', async t => {
	const {files, manifest} = await attestedLayout();
	const other = `sha256:${'34'.repeat(32)}`;
	const beside = [
		{...addArtifact(files, [{document: statement('https://spdx.dev/Document', spdx(2), other), mediaType: inToto}]), annotations: {'vnd.docker.reference.type': 'attestation-manifest', 'vnd.docker.reference.digest': other}, platform: {os: 'unknown', architecture: 'unknown'}},
		// As cosign save writes them: what they are about is in the bytes alone.
		addArtifact(files, [{document: simpleSigning(other), mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json'}]),
		addArtifact(files, [{document: simpleSigning(manifest.digest), mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json'}]),
		addArtifact(files, [{document: {chart: 1}, mediaType: 'application/json'}], {config: addBlob(files, json({}), 'application/vnd.cncf.helm.config.v1+json')}),
	];
	finishLayout(files, [manifest, ...beside]);
	t.deepEqual(await told(await openTar(t, files)), ['signed with cosign: 1 signature, with a key']);
});

test('what is missing, broken, too large or no statement is told by what its manifest says of it', async t => {
	const {files} = await attestedLayout((documents, subject) => {
		documents[0].document = Buffer.from('{"_type": ');
		documents.push({document: Buffer.concat([json(statement('https://x.example/p', {}, subject)), Buffer.alloc(17 << 20, ' ')]), mediaType: inToto, annotations: {'in-toto.io/predicate-type': 'https://x.example/p'}});
	});
	const lines = await told(await openTar(t, files));
	t.deepEqual(lines.map(line => line.replace(/; not all of it could be read: its blob sha256:[\da-f]{64} has \d+ bytes, and no more than \d+ are looked into$/, '; too large')), [
		'attestation (https://slsa.dev/provenance/v0.2); too large', `${bill}; too large`, 'attestation (https://x.example/p); too large',
	]);

	const lying = await attestedLayout();
	const name = `blobs/sha256/${hex(sha256(json(statement('https://spdx.dev/Document', spdx(412), lying.manifest.digest))))}`;
	t.true(lying.files.has(name));
	lying.files.set(name, json(statement('https://spdx.dev/Document', spdx(3), lying.manifest.digest)));
	t.regex((await told(await openTar(t, lying.files)))[1], /^attestation \(https:\/\/spdx\.dev\/Document\); not all of it could be read: its blob is not what its digest says/);
	lying.files.delete(name);
	t.regex((await told(await openTar(t, lying.files)))[1], /not all of it could be read: its blob sha256:[\da-f]{64} is not in /);
	lying.files.delete(`blobs/sha256/${hex(lying.attestation.digest)}`);
	t.deepEqual(await told(await openTar(t, lying.files)), []);
});

/** A registry that has what is in files, and tags; what refers to what it tells by the list of that. */
async function serve(t: ExecutionContext, files: Files, {tags, referrers}: {tags: Record<string, string>; referrers?: Record<string, unknown[]>}) {
	return fakeRegistry(t, request => {
		const [, kind, reference] = /^\/v2\/app\/(manifests|blobs|referrers)\/([^?]+)/.exec(request.path) ?? [];
		if (kind === 'referrers') {
			return referrers ? {headers: {'content-type': 'application/vnd.oci.image.index.v1+json'}, body: json({schemaVersion: 2, manifests: referrers[reference] ?? []})} : notFound;
		}

		const digest = reference?.includes(':') ? reference : tags[reference ?? ''];
		const bytes = digest === undefined ? undefined : files.get(`blobs/${digest.replace(':', '/')}`) as Buffer | undefined;
		if (!bytes) {
			return undefined;
		}

		const {mediaType = ''} = kind === 'manifests' ? JSON.parse(bytes.toString()) as {mediaType?: string} : {};
		return kind === 'manifests' ? {headers: {'content-type': mediaType, 'docker-content-digest': digest}, body: bytes} : ranged(bytes, request);
	});
}

testOpenssl('a registry is asked what refers to an image when someone wants to know, and not when it is opened', async t => {
	const {files, manifest, index} = await attestedLayout();
	const {pem, der} = keylessCertificate(temporaryFolder(t), 'email:ann@shop.example', 'https://accounts.example');
	const signatures = addArtifact(files, [
		{document: simpleSigning(index.digest), mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json', annotations: {'dev.cosignproject.cosign/signature': 'AAAA', 'dev.sigstore.cosign/certificate': pem}},
		{document: {...simpleSigning(index.digest), optional: {by: 'another'}}, mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json', annotations: {'dev.cosignproject.cosign/signature': 'BBBB'}},
	]);
	const bundle = 'application/vnd.dev.sigstore.bundle.v0.3+json';
	const attestation = addArtifact(files, [{
		document: {mediaType: bundle, verificationMaterial: {certificate: {rawBytes: der.toString('base64')}}, dsseEnvelope: envelope(statement('https://slsa.dev/provenance/v1', provenance1, manifest.digest, 'v1'))},
		mediaType: bundle,
	}], {artifactType: bundle, subject: manifest});
	const notation = addArtifact(files, [{document: {x: 1}, mediaType: 'application/jose+json'}], {artifactType: 'application/vnd.cncf.notary.signature', subject: index});
	const registry = await serve(t, files, {
		tags: {1: index.digest, [`sha256-${hex(index.digest)}.sig`]: signatures.digest},
		referrers: {[manifest.digest]: [{...attestation, artifactType: bundle}], [index.digest]: [{...notation, artifactType: 'application/vnd.cncf.notary.signature'}]},
	});
	const opened = await open(t, `registry://${registry.host}/app:1`);
	t.true(registry.requests.length <= 4, `${registry.paths.length}`);
	t.false(registry.paths.some(path => path.includes('referrers') || path.includes('.sig')));

	// What the index names is the same as in an archive, and asks for nothing else.
	t.deepEqual(await told(opened, false), [provenance, bill]);
	t.false(registry.paths.some(path => path.includes('referrers') || path.includes('.sig')));

	t.deepEqual(await told(opened), [
		'signed with Notation',
		'signed with cosign: 2 signatures, keyless, by ann@shop.example (https://accounts.example), 1 with a key',
		provenance,
		bill,
		'provenance (SLSA v1) by GitHub Actions: builder https://git.example/actions/runner/github-hosted, source https://git.example/shop/app, commit 89abcdef0123456789abcdef0123456789abcdef; signed keyless, by ann@shop.example (https://accounts.example)',
	]);
});

test('a registry that keeps no such list, or answers nonsense, costs no more than that', async t => {
	const {files, manifest, index} = await attestedLayout();
	finishLayout(files, [manifest]);
	const none = await serve(t, files, {tags: {1: manifest.digest}});
	t.deepEqual(await told(await open(t, `registry://${none.host}/app:1`)), []);

	const lies = await serve(t, files, {tags: {1: manifest.digest}, referrers: {[manifest.digest]: [
		{digest: `sha256:${'00'.repeat(32)}`, size: 10, mediaType: 'x'}, {digest: index.digest, size: 1e15, mediaType: 'x'}, {...manifest, artifactType: 'x'},
	]}});
	const lines = await told(await open(t, `registry://${lies.host}/app:1`));
	t.is(lines.length, 3);
	t.true(lines.slice(0, 2).every(line => line.startsWith('attestation; not all of it could be read: ')), lines.join('\n'));

	const nonsense = await fakeRegistry(t, request => {
		const bytes = files.get(`blobs/${manifest.digest.replace(':', '/')}`) as Buffer;
		return request.path.includes('/manifests/1')
			? {headers: {'content-type': manifest.mediaType}, body: bytes}
			: (request.path.includes('/blobs/')
				? ranged(files.get(`blobs/${request.path.split('/').at(-1)!.replace(':', '/')}`) as Buffer, request)
				: {headers: {'content-type': 'text/html'}, body: '<html>'});
	});
	const problems = await told(await open(t, `registry://${nonsense.host}/app:1`));
	t.is(problems.length, 1);
	t.regex(problems[0], /^! /);
});
