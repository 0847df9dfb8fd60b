import type {Compression} from '../archive/sniff.js';

/** Media types of an image's config: OCI's and Docker's. */
const imageConfigs = new Set([
	'application/vnd.oci.image.config.v1+json',
	'application/vnd.docker.container.image.v1+json',
]);

const manifests = new Set([
	'application/vnd.oci.image.manifest.v1+json',
	'application/vnd.docker.distribution.manifest.v2+json',
]);

export const ociLayer = 'application/vnd.oci.image.layer.v1.tar';
export const dockerLayer = 'application/vnd.docker.image.rootfs.diff.tar';

/** Whether a config of this type is an image's, as far as a type can tell: an attestation or a signature may claim it too. */
export function isImageConfig(mediaType: string): boolean {
	return imageConfigs.has(mediaType);
}

/** Whether a document of this type is a manifest, and no index. */
export function isManifest(mediaType: string): boolean {
	return manifests.has(mediaType);
}

/** Whether a layer of this type is part of a file system: a tar in any wrapping (OCI image-spec, layer.md), or of no known type. */
export function isFileSystemLayer(mediaType: string): boolean {
	return /^application\/vnd\.(?:oci\.image\.layer|docker\.image\.rootfs)\b/.test(mediaType);
}

/** "Non-Distributable Layers" (layer.md, deprecated), which Docker calls foreign: meant to be fetched from `urls`. */
export function isForeignLayer(mediaType: string): boolean {
	return /\.(?:foreign|nondistributable)\./.test(mediaType);
}

/** Layers that ocicrypt encrypted. */
export function isEncryptedLayer(mediaType: string): boolean {
	return mediaType.endsWith('+encrypted');
}

/** How a layer of this type is compressed, by its suffix (layer.md, "Distributable Format", and what Docker writes); undefined where that does not tell. */
export function claimedCompression(mediaType: string): Compression | undefined {
	const suffix = /[+.](?<suffix>tar|gzip|zstd|zst)(?:\+encrypted)?$/.exec(mediaType)?.groups!.suffix;
	return suffix === undefined ? undefined : suffixes[suffix];
}

const suffixes: Readonly<Record<string, Compression>> = {tar: 'none', gzip: 'gzip', zstd: 'zstd', zst: 'zstd'};

/** Whether a layer is stored plain, as its type has it. */
export function isPlainLayer(mediaType: string): boolean {
	return isFileSystemLayer(mediaType) && mediaType.endsWith('.tar');
}
