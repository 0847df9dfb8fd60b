import test from 'ava';
import {joinSignatures, readAttached} from '../../../source/content/attached/read-attached.js';
import {envelope, provenance02, provenance1, simpleSigning, spdx, statement} from '../../helpers/attached-samples.js';
import {json} from '../../helpers/build-image.js';
import {Random} from '../../helpers/random.js';

const digest = `sha256:${'12'.repeat(32)}`;
const read = (document: unknown, annotations?: Record<string, string>) => readAttached(json(document), annotations);
const subjects = [digest];

test('a provenance of SLSA v0.2, as BuildKit writes it', t => {
	const predicateType = 'https://slsa.dev/provenance/v0.2';
	const told = {kind: 'provenance', format: 'SLSA v0.2', predicateType, subjects, builder: 'https://ci.example/run/7', tool: 'BuildKit'} as const;
	t.deepEqual(read(statement(predicateType, provenance02, digest)), {...told, source: 'https://git.example/shop/app.git', commit: 'fedcba9876543210fedcba9876543210fedcba98'});
	const {metadata, ...without} = provenance02;
	t.deepEqual(read(statement(predicateType, without, digest)), {...told, source: 'https://git.example/shop/app.git#refs/heads/main', commit: '0123456789abcdef0123456789abcdef01234567'});
	t.truthy(metadata);
});

test('a provenance of SLSA v1, by a workflow and by BuildKit', t => {
	const predicateType = 'https://slsa.dev/provenance/v1';
	t.deepEqual(read(statement(predicateType, provenance1, digest, 'v1')), {
		kind: 'provenance', format: 'SLSA v1', predicateType, subjects, tool: 'GitHub Actions',
		builder: 'https://git.example/actions/runner/github-hosted', source: 'https://git.example/shop/app', commit: '89abcdef0123456789abcdef0123456789abcdef',
	});
	const buildkit = {
		buildDefinition: {buildType: 'https://github.com/moby/buildkit/blob/master/docs/attestations/slsa-definitions.md', externalParameters: {configSource: {path: 'Dockerfile'}}},
		runDetails: {builder: {id: ''}, metadata: {buildkit_metadata: {vcs: {source: 'https://git.example/a', revision: 'abc'}}}},
	};
	t.deepEqual(read(statement(predicateType, buildkit, digest)), {kind: 'provenance', format: 'SLSA v1', predicateType, subjects, tool: 'BuildKit', source: 'https://git.example/a', commit: 'abc'});
});

test('bills of materials, in a statement and as they are', t => {
	const predicateType = 'https://spdx.dev/Document';
	const fact = {kind: 'sbom', format: 'SPDX 2.3', packages: 412, tool: 'syft-1.2.3'} as const;
	t.deepEqual(read(statement(predicateType, spdx(412), digest)), {...fact, predicateType, subjects});
	t.deepEqual(read(statement(predicateType, {Data: spdx(412)}, digest)), {...fact, predicateType, subjects});
	t.deepEqual(read(spdx(412)), fact);
	const components = [{name: 'a'}, {name: 'b'}];
	t.deepEqual(read({bomFormat: 'CycloneDX', specVersion: '1.4', components, metadata: {tools: [{vendor: 'x', name: 'trivy', version: '0.50'}]}}), {kind: 'sbom', format: 'CycloneDX 1.4', packages: 2, tool: 'trivy 0.50'});
	t.deepEqual(read({bomFormat: 'CycloneDX', specVersion: '1.6', components, metadata: {tools: {components: [{name: 'syft'}]}}}), {kind: 'sbom', format: 'CycloneDX 1.6', packages: 2, tool: 'syft'});
	t.deepEqual(read(statement('https://cyclonedx.org/bom', {}, digest)), {kind: 'sbom', format: '', predicateType: 'https://cyclonedx.org/bom', subjects});
});

test('what cosign signs, in its old way and in bundles; envelopes say what is in them', t => {
	t.deepEqual(read(simpleSigning(digest)), {kind: 'signature', format: 'cosign', signers: [{}], subjects});
	t.deepEqual(read(simpleSigning(digest), {'dev.sigstore.cosign/certificate': 'none'}), {kind: 'signature', format: 'cosign', signers: [{}], subjects});
	const signature = statement('https://sigstore.dev/cosign/sign/v1', {}, digest, 'v1');
	t.deepEqual(read({mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json', verificationMaterial: {publicKey: {hint: 'x'}}, dsseEnvelope: envelope(signature)}), {
		kind: 'signature', format: 'cosign', predicateType: 'https://sigstore.dev/cosign/sign/v1', subjects, signers: [{}],
	});
	t.deepEqual(read({verificationMaterial: {}, messageSignature: {}}), {kind: 'signature', format: 'sigstore', signers: [{}]});
	t.like(read(envelope(statement('https://slsa.dev/provenance/v1', provenance1, digest))), {kind: 'provenance', signers: [{}], commit: '89abcdef0123456789abcdef0123456789abcdef'});
	t.deepEqual(joinSignatures([read(simpleSigning(digest))!, read(spdx(1))!, read(simpleSigning(digest))!]), [
		{kind: 'signature', format: 'cosign', signers: [{}, {}], subjects}, {kind: 'sbom', format: 'SPDX 2.3', packages: 1, tool: 'syft-1.2.3'},
	]);
});

test('what is none of these says nothing', t => {
	for (const document of [null, 1, 'x', [], {}, {payload: 'AAAA', signatures: [{}]}, {_type: 'https://in-toto.io/Statement/v1'}, {predicateType: 'x'}, {_type: 'https://else.example/', predicateType: 'x'}, {critical: {image: {}}}, {spdxVersion: 3}, {bomFormat: 'Other'}]) {
		t.is(read(document), undefined, JSON.stringify(document));
	}

	t.is(readAttached(Buffer.from('no JSON')), undefined);
	t.is(readAttached(Buffer.from('[')), undefined);
	t.is(readAttached(Buffer.from('['.repeat(1_000_000))), undefined);
	t.is(readAttached(Buffer.from('{"__proto__": {"spdxVersion": "SPDX-2.3"}}'))?.kind, undefined);
});

test('whatever stands where, it is told or not, and what is told is bounded', t => {
	const random = new Random(9);
	const values = [null, 0, -1, true, '', 'x'.repeat(100_000), [], {}, [[]], Array.from({length: 5000}, () => ({digest: {sha256: 'ab'}})), '\u001B[2J'];
	const samples = [statement('https://slsa.dev/provenance/v0.2', provenance02, digest), statement('https://slsa.dev/provenance/v1', provenance1, digest), statement('https://spdx.dev/Document', spdx(3), digest), simpleSigning(digest), envelope(spdx(1)), {verificationMaterial: {certificate: {rawBytes: 'AAAA'}}, dsseEnvelope: envelope({})}];
	let told = 0;
	for (let round = 0; round < 2000; round++) {
		const document = structuredClone(random.pick(samples)) as unknown;
		let place = document as Record<string, unknown>;
		for (;;) {
			const key = random.pick(Object.keys(place));
			const inner = place[key];
			if (typeof inner === 'object' && inner !== null && Object.keys(inner).length > 0 && random.below(4) > 0) {
				place = inner as Record<string, unknown>;
				continue;
			}

			place[key] = random.pick(values);
			break;
		}

		const fact = read(document);
		told += fact ? 1 : 0;
		t.true(JSON.stringify(fact ?? '').length < 30_000);
	}

	t.true(told > 500);
});
