import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {addBlob, addIndex, addManifest, buildImage, finishLayout, json, type Files} from './build-image.js';

export const inToto = 'application/vnd.in-toto+json';

/** A statement of in-toto about a manifest. */
export function statement(predicateType: string, predicate: unknown, subject: string, version: 'v0.1' | 'v1' = 'v0.1') {
	return {_type: `https://in-toto.io/Statement/${version}`, predicateType, subject: [{name: 'app', digest: {sha256: subject.replace('sha256:', '')}}], predicate};
}

/** A provenance as BuildKit writes it with mode=max (slsa.dev/provenance/v0.2). */
export const provenance02 = {
	builder: {id: 'https://ci.example/run/7'},
	buildType: 'https://mobyproject.org/buildkit@v1',
	materials: [{uri: 'pkg:docker/debian@bookworm', digest: {sha256: 'ab'.repeat(32)}}],
	invocation: {configSource: {uri: 'https://git.example/shop/app.git#refs/heads/main', digest: {sha1: '0123456789abcdef0123456789abcdef01234567'}, entryPoint: 'Dockerfile'}},
	metadata: {'https://mobyproject.org/buildkit@v1#metadata': {vcs: {revision: 'fedcba9876543210fedcba9876543210fedcba98', source: 'https://git.example/shop/app.git'}}},
};

/** The same as SLSA v1 has it, by GitHub's workflows. */
export const provenance1 = {
	buildDefinition: {
		buildType: 'https://actions.github.io/buildtypes/workflow/v1',
		externalParameters: {workflow: {ref: 'refs/heads/main', repository: 'https://git.example/shop/app', path: '.github/workflows/release.yml'}},
		resolvedDependencies: [{uri: 'git+https://git.example/shop/app@refs/heads/main', digest: {gitCommit: '89abcdef0123456789abcdef0123456789abcdef'}}],
	},
	runDetails: {builder: {id: 'https://git.example/actions/runner/github-hosted'}},
};

/** A bill of materials in SPDX of so many packages. */
export function spdx(count: number) {
	return {spdxVersion: 'SPDX-2.3', SPDXID: 'SPDXRef-DOCUMENT', creationInfo: {creators: ['Organization: Example', 'Tool: syft-1.2.3']}, packages: Array.from({length: count}, (_, index) => ({name: `package-${index}`}))};
}

/** What cosign signs: containers' "simple signing". */
export function simpleSigning(digest: string) {
	return {critical: {identity: {'docker-reference': 'registry.example/app'}, image: {'docker-manifest-digest': digest}, type: 'cosign container image signature'}, optional: null};
}

/** An envelope (DSSE) around a statement. */
export function envelope(document: unknown) {
	return {payloadType: 'application/vnd.in-toto+json', payload: json(document).toString('base64'), signatures: [{sig: 'AAAA'}]};
}

/** A certificate as sigstore's authority gives them, made by openssl. */
export function keylessCertificate(folder: string, name: string, issuer: string, extension: 'new' | 'old' = 'new'): {pem: string; der: Buffer} {
	const file = (ending: string) => path.join(folder, `certificate.${ending}`);
	const value = extension === 'new' ? `1.3.6.1.4.1.57264.1.8=ASN1:UTF8String:${issuer}` : `1.3.6.1.4.1.57264.1.1=DER:${Buffer.from(issuer).toString('hex')}`;
	execFileSync('openssl', [
		'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', file('key'), '-out', file('pem'), '-days', '1', '-subj', '/',
		'-addext', `subjectAltName=critical,${name}`, '-addext', value,
	], {stdio: 'pipe'});
	execFileSync('openssl', ['x509', '-in', file('pem'), '-outform', 'DER', '-out', file('der')], {stdio: 'pipe'});
	return {pem: fs.readFileSync(file('pem'), 'utf8'), der: fs.readFileSync(file('der'))};
}

/** Puts a manifest of an artifact into a layout, with documents as its layers; its descriptor comes out. */
export function addArtifact(files: Files, layers: ReadonlyArray<{document: unknown; mediaType: string; annotations?: Record<string, string>}>, more: Record<string, unknown> = {}) {
	return addBlob(files, json({
		schemaVersion: 2,
		mediaType: 'application/vnd.oci.image.manifest.v1+json',
		config: addBlob(files, json({}), 'application/vnd.oci.empty.v1+json'),
		layers: layers.map(({document, mediaType, annotations}) => addBlob(files, Buffer.isBuffer(document) ? document : json(document), mediaType, annotations && {annotations})),
		...more,
	}), 'application/vnd.oci.image.manifest.v1+json');
}

/** A layout as BuildKit writes it: an index of a manifest and its attestation. */
export async function attestedLayout(change: (documents: Array<{document: unknown; mediaType: string; annotations?: Record<string, string>}>, subject: string) => void = () => undefined) {
	const files: Files = new Map();
	const manifest = addManifest(files, await buildImage('ADD a\n  etc/passwd = root\n'), {platform: true});
	const documents = [
		{document: statement('https://slsa.dev/provenance/v0.2', provenance02, manifest.digest), mediaType: inToto, annotations: {'in-toto.io/predicate-type': 'https://slsa.dev/provenance/v0.2'}},
		{document: statement('https://spdx.dev/Document', spdx(412), manifest.digest), mediaType: inToto, annotations: {'in-toto.io/predicate-type': 'https://spdx.dev/Document'}},
	];
	change(documents, manifest.digest);
	const attestation = {
		...addArtifact(files, documents),
		annotations: {'vnd.docker.reference.type': 'attestation-manifest', 'vnd.docker.reference.digest': manifest.digest},
		platform: {os: 'unknown', architecture: 'unknown'},
	};
	const index = addIndex(files, [manifest, attestation], {annotations: {'org.opencontainers.image.ref.name': 'app:1'}});
	return {files: finishLayout(files, [index]), manifest, index, attestation};
}
