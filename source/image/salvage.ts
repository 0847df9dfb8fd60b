import {looksLikeTar, sniffCompression} from '../archive/sniff.js';
import {assembleImage} from './assemble-image.js';
import type {DocumentReader} from './document-reader.js';
import {configSchema, type ConfigDocument} from './documents.js';
import {ImageError, type Image, type ImageForm} from './image.js';
import type {LayerPart} from './layer.js';
import {digestOfPath, locateBlob} from './locate-blob.js';
import {ManifestEntry} from './manifest-entry.js';
import type {IndexedImage} from './oci-index.js';
import {checkDocument, parseJson} from './read-document.js';
import {chainedLayers, readLongestChain} from './read-layer-chain.js';
import {chooseManifest, readOciImage} from './read-oci.js';
import type {Wanted} from './wanted.js';

/** What an image's container has at its top, in any of its forms. */
const imagePath = /^(?:oci-layout|blobs\/[\da-z]+\/[\da-f]{32,}|(?:sha256:)?[\da-f]{64}(?:\.tar(?:\.\w+)?|\.json|\/(?:json|layer\.tar|VERSION))?)$/;

/** Blobs that are looked at for a manifest: those that could be one by their size, and no more than a few thousand. */
const largestManifest = 4 << 20;
const mostBlobs = 20_000;

/** What is found among the blobs of a container. */
type Findings = {
	manifests: IndexedImage[];
	configs: ConfigDocument[];
	/** Blobs that are tars, plain or compressed, in the order of the container. */
	layers: LayerPart[];
};

/** Whether paths are those of an image's container rather than of a file system. */
export function looksLikeImage(paths: readonly string[]): boolean {
	return paths.some(path => imagePath.test(path));
}

/**
An image whose container lacks the documents that name what it holds, mostly because its end is cut off: put together of what can be
found, marked as incomplete.

@throws {ImageError} When that is nothing.
*/
export function salvage(reader: DocumentReader, paths: readonly string[], wanted: Wanted): Image {
	const lost = whatIsLost(reader);
	const chained = chainedLayers(reader);
	if (chained.length > 0) {
		warn(reader, `${lost} What is shown was found by looking through it.`);
		return readLongestChain(reader, chained, wanted);
	}

	const {manifests, configs, layers} = findBlobs(reader, paths);
	const form: ImageForm = reader.store.kind === 'folder' ? 'oci-layout' : (paths.some(path => path.startsWith('blobs/')) ? 'oci-archive' : 'docker-archive');
	if (manifests.length > 0) {
		warn(reader, `${lost} What is shown was found by looking through it.`);
		return readOciImage(reader, chooseManifest(reader, manifests, wanted), form, wanted.reference);
	}

	// The diff_id of a plain layer is its name, so a config tells the order where a manifest does not.
	for (const config of configs) {
		const parts = config.rootfs.diff_ids.map((diffId): LayerPart => ({blob: diffId, located: locateBlob(reader.store, diffId), digest: diffId, mediaType: '', size: -1, urls: []}));
		if (parts.some(({located}) => located.source)) {
			warn(reader, `${lost} What is shown is what a config in it names.`);
			return assembleImage({reference: wanted.reference, form, tags: [], config, layers: parts}, reader.warnings);
		}
	}

	if (layers.length === 0) {
		throw new ImageError(`${lost} Nothing in it is a manifest or a layer.`);
	}

	warn(reader, `${lost} What is shown are the layers that are in it, in the order of the archive and not of the image.`);
	return assembleImage({reference: wanted.reference, form, tags: [], layers}, reader.warnings);
}

function warn({warnings}: DocumentReader, message: string): void {
	warnings.push({message, incomplete: true});
}

function whatIsLost({name, store}: DocumentReader): string {
	const odd = ['index.json', 'manifest.json'].flatMap(path => {
		const {reason} = store.locate(path);
		return reason === undefined || reason === `is not in ${name}` ? [] : [`${path} ${reason}`];
	});
	return odd.length > 0
		? `${name} can't be read as it is meant to be: ${odd.join(', and ')}.`
		: `${name} lacks the documents that say what it holds, as if it were cut off.`;
}

function findBlobs(reader: DocumentReader, paths: readonly string[]): Findings {
	const findings: Findings = {manifests: [], configs: [], layers: []};
	for (const path of paths.slice(0, mostBlobs)) {
		const digest = digestOfPath(path);
		const located = reader.store.locate(path);
		const {source, isCutOff} = located;
		if (digest === undefined || !source) {
			continue;
		}

		const firstBlock = source.slice(0, 512);
		if (looksLikeTar(firstBlock) || sniffCompression(firstBlock) !== 'none') {
			findings.layers.push({blob: path, located, digest, mediaType: '', size: -1, urls: []});
		} else if (firstBlock[0] === 0x7B && !isCutOff && source.size <= largestManifest) {
			addDocument(reader, digest, source.slice(0, source.size), path, findings);
		}
	}

	return findings;
}

/** Adds what a blob is that begins as JSON does, if it is anything. */
function addDocument(reader: DocumentReader, digest: string, bytes: Uint8Array, path: string, {manifests, configs}: Findings): void {
	const json = tryJson(bytes, path);
	if (typeof json !== 'object' || json === null) {
		return;
	}

	if ('layers' in json && 'config' in json) {
		const descriptor = {mediaType: '', digest, size: bytes.length, urls: [], annotations: {}};
		const entry = new ManifestEntry(reader, descriptor, {json});
		if (entry.manifest) {
			manifests.push({tags: [], digest, annotations: {}, entries: [entry]});
		}
	} else if ('rootfs' in json) {
		configs.push(checkDocument(json, configSchema, path));
	}
}

/** A blob that only begins as JSON does is no document. */
function tryJson(bytes: Uint8Array, path: string): unknown {
	try {
		return parseJson(bytes, path);
	} catch (error) {
		if (error instanceof ImageError) {
			return undefined;
		}

		throw error;
	}
}
