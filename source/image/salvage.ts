import type {DocumentReader} from './document-reader.js';
import {ImageError, type Image} from './image.js';
import {ManifestEntry} from './manifest-entry.js';
import type {IndexedImage} from './oci-index.js';
import {chainedLayers, readLongestChain} from './read-layer-chain.js';
import {parseJson} from './read-document.js';
import {chooseManifest, readOciImage} from './read-oci.js';
import type {Wanted} from './wanted.js';

/** What an image's container has at its top, in any of its forms. */
const imagePath = /^(?:oci-layout|blobs\/[\da-z]+\/[\da-f]{32,}|(?:sha256:)?[\da-f]{64}(?:\.tar(?:\.\w+)?|\.json|\/(?:json|layer\.tar|VERSION))?)$/;

/** Blobs that are looked at for a manifest: those that could be one by their size, and no more than a few thousand. */
const largestManifest = 4 << 20;
const mostBlobs = 20_000;

/** Whether paths are those of an image's container rather than of a file system. */
export function looksLikeImage(paths: readonly string[]): boolean {
	return paths.some(path => imagePath.test(path));
}

/**
An image whose container lacks the documents that name what it holds, mostly because its end is cut off: what can be found among
its blobs, marked as incomplete.

@throws {ImageError} When nothing can.
*/
export function salvage(reader: DocumentReader, paths: readonly string[], wanted: Wanted): Image {
	const {name, warnings} = reader;
	warnings.push({message: `${name} lacks the documents that say what it holds, as if it were cut off: what is shown was found by looking through it.`, incomplete: true});
	const chained = chainedLayers(reader);
	if (chained.length > 0) {
		return readLongestChain(reader, chained, wanted);
	}

	const indexed = findManifests(reader, paths);
	if (indexed.length === 0) {
		throw new ImageError(`${name} lacks the documents that say what it holds, as if it were cut off: neither manifest.json nor index.json is in it, and no manifest.`);
	}

	return readOciImage(reader, chooseManifest(reader, indexed, wanted), 'oci-archive', wanted.reference);
}

function findManifests(reader: DocumentReader, paths: readonly string[]): IndexedImage[] {
	return paths.slice(0, mostBlobs).flatMap((path): IndexedImage[] => {
		const digest = /^blobs\/(\w+)\/([\da-f]{32,})$/.exec(path);
		const {source, isCutOff} = reader.store.locate(path);
		if (!digest || !source || isCutOff || source.size > largestManifest || source.slice(0, 1)[0] !== 0x7B) {
			return [];
		}

		const descriptor = {mediaType: '', digest: `${digest[1]}:${digest[2]}`, size: source.size, urls: [], annotations: {}};
		const json = tryJson(source.slice(0, source.size), path);
		if (typeof json !== 'object' || json === null || !('layers' in json) || !('config' in json)) {
			return [];
		}

		const entry = new ManifestEntry(reader, descriptor, {json});
		return entry.manifest ? [{tags: [], digest: descriptor.digest, annotations: {}, entries: [entry]}] : [];
	});
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
