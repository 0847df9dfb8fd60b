import {formatBytes} from '../format/bytes.js';
import type {ManifestDocument} from './documents.js';
import {isFileSystemLayer, isImageConfig} from './media-types.js';

/** What the types of artifacts begin with, and what people call them. */
const names: ReadonlyArray<readonly [RegExp, string]> = [
	[/^application\/vnd\.cncf\.helm\./, 'a Helm chart'],
	[/^application\/vnd\.dev\.cosign\.|^application\/vnd\.dev\.sigstore\./, 'a signature (sigstore)'],
	[/^application\/vnd\.cncf\.notary\./, 'a signature (Notary)'],
	[/^application\/vnd\.in-toto/, 'an attestation (in-toto)'],
	[/spdx/, 'an SBOM (SPDX)'],
	[/cyclonedx/, 'an SBOM (CycloneDX)'],
	[/^application\/(?:vnd\.)?(?:bytecodealliance\.)?wasm|^application\/vnd\.wasm\.|^application\/vnd\.module\.wasm/, 'a WebAssembly module'],
	[/^application\/vnd\.docker\.plugin\./, 'a Docker plugin'],
	[/^application\/vnd\.(?:docker\.ai|cncf\.model|ollama)/, 'an AI model'],
	[/^application\/vnd\.cncf\.flux\./, 'a Flux artifact'],
	[/^application\/vnd\.cncf\.openpolicyagent\./, 'an Open Policy Agent bundle'],
	[/^application\/vnd\.cnab\./, 'a CNAB bundle'],
	[/^application\/vnd\.buildkit\.cacheconfig\./, 'a BuildKit cache'],
];

/**
Whether a manifest is an image's and no artifact's ("Guidelines for Artifact Usage", manifest.md). Signatures and attestations claim
an image's config, so the layers say more than the config; an image may have none.
*/
export function isImageManifest(manifest: ManifestDocument): boolean {
	const {layers} = manifest;
	if (layers.some(layer => isFileSystemLayer(layer.mediaType))) {
		return true;
	}

	const configType = manifest.config?.mediaType ?? '';
	if (manifest.artifactType !== undefined || (configType !== '' && !isImageConfig(configType))) {
		return false;
	}

	return layers.every(layer => nameOf(layer.mediaType) === undefined);
}

/** What an artifact is, for people: `a Helm chart (application/vnd.cncf.helm.config.v1+json)`. */
export function describeArtifact(manifest: ManifestDocument): string {
	const types = [manifest.artifactType, ...manifest.layers.map(layer => layer.mediaType), manifest.config?.mediaType]
		.filter((type): type is string => Boolean(type));
	const known = types.find(type => nameOf(type) !== undefined);
	const type = known ?? types[0];
	return type === undefined ? 'an artifact without a type' : `${known === undefined ? 'an artifact' : nameOf(known)!} (${type})`;
}

/** The blobs of an artifact, for people: digest, type and size of the first few. */
export function listBlobs(manifest: ManifestDocument, most = 5): string {
	const blobs = manifest.layers.map(({digest, mediaType, size, annotations}) => {
		const title = annotations['org.opencontainers.image.title'];
		const facts = [title, mediaType, size >= 0 ? formatBytes(size) : ''].filter(Boolean).join(', ');
		return facts === '' ? digest : `${digest} (${facts})`;
	});
	const rest = blobs.length - most;
	return rest > 0 ? `${blobs.slice(0, most).join('; ')}; and ${rest} more` : blobs.join('; ');
}

/** What an attestation's layers are, by in-toto's predicate types: `provenance, SBOM`. */
export function describePredicates(manifest: ManifestDocument): string {
	const predicates = manifest.layers.map(layer => layer.annotations['in-toto.io/predicate-type'] ?? '');
	const found = predicates.flatMap(predicate => {
		if (predicate.includes('slsa.dev/provenance')) {
			return ['provenance'];
		}

		if (/spdx|cyclonedx/i.test(predicate)) {
			return ['SBOM'];
		}

		return predicate === '' ? [] : [predicate];
	});
	return [...new Set(found)].join(', ');
}

function nameOf(mediaType: string): string | undefined {
	return names.find(([pattern]) => pattern.test(mediaType))?.[1];
}
