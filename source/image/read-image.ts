import {digestOf, DocumentReader} from './document-reader.js';
import type {BlobStore} from './blob-store.js';
import {indexSchema, type DockerArchiveItem} from './documents.js';
import {ImageError, type Image, type ImageForm, type ImageWarning} from './image.js';
import {digestOfPath} from './locate-blob.js';
import {ManifestEntry} from './manifest-entry.js';
import {isPlainLayer} from './media-types.js';
import {walkIndex, type IndexedImage} from './oci-index.js';
import {readDockerArchive, readDockerArchiveItems} from './read-docker-archive.js';
import {checkDocument, parseDocument, parseJson} from './read-document.js';
import {chainedLayers, readLayerChain} from './read-layer-chain.js';
import {chooseManifest, readOciImage, type ChosenManifest} from './read-oci.js';
import {readRootfs} from './read-rootfs.js';
import {looksLikeImage, salvage} from './salvage.js';
import {TarStore} from './tar-store.js';
import type {Wanted} from './wanted.js';

/**
Reads the image in a folder or tar, whatever form it has: told by the documents that are there.

@throws {ImageError} When there is none, or none that fits what is wanted.
*/
export function readImage(store: BlobStore, warnings: ImageWarning[], wanted: Wanted): Image {
	const reader = new DocumentReader(store, warnings);
	const image = readByScheme(reader, wanted);
	return {...image, documents: reader.documents};
}

function readByScheme(reader: DocumentReader, wanted: Wanted): Image {
	const {store} = reader;
	switch (wanted.scheme) {
		case 'rootfs': {
			return forcedRootfs(store, wanted);
		}

		case 'docker-archive': {
			return readByManifestJson(reader, wanted) ?? readByRepositories(reader, wanted) ?? lacks(reader, 'manifest.json', wanted);
		}

		case 'oci':
		case 'oci-archive': {
			return readByIndex(reader, wanted, store.kind === 'tar' ? 'oci-archive' : 'oci-layout') ?? lacks(reader, 'index.json', wanted);
		}

		case 'dir': {
			return readByManifestJson(reader, wanted) ?? lacks(reader, 'manifest.json', wanted);
		}

		default: {
			return readByLooking(reader, wanted);
		}
	}
}

function readByLooking(reader: DocumentReader, wanted: Wanted): Image {
	const {store} = reader;
	if (store instanceof TarStore && isFileSystem(store)) {
		return readRootfs(store, wanted.reference);
	}

	const hasBoth = ['index.json', 'manifest.json'].every(path => store.locate(path).source);
	const image = hasBoth
		? readByBoth(reader, wanted)
		: readByIndex(reader, wanted, store.kind === 'tar' ? 'oci-archive' : 'oci-layout') ?? readByManifestJson(reader, wanted) ?? readByRepositories(reader, wanted);
	if (image) {
		return image;
	}

	const paths = store.paths();
	if (looksLikeImage(paths)) {
		return salvage(reader, paths, wanted);
	}

	// A file of that name alone makes no image: `repositories` is one of Alpine's too.
	if (store instanceof TarStore && !store.hasAny(['index.json', 'manifest.json'])) {
		return readRootfs(store, wanted.reference);
	}

	throw new ImageError(`${store.name} is no image: it holds neither index.json nor manifest.json${store.kind === 'tar' ? ' that is whole' : ''}.`);
}

/** Whether a tar holds a file system rather than an image or what is left of one, which its first entries show. */
function isFileSystem(store: TarStore): boolean {
	return !store.hasAny(['index.json', 'manifest.json', 'repositories']) && !looksLikeImage(store.firstPaths(50));
}

/** An OCI layout: `index.json` is "the entry point for references and descriptors of the image-layout" (image-layout.md). */
function readByIndex(reader: DocumentReader, wanted: Wanted, form: ImageForm): Image | undefined {
	const bytes = reader.file('index.json');
	if (!bytes) {
		return undefined;
	}

	const index = parseDocument(bytes, indexSchema, `${reader.name}: index.json`);
	return readOciImage(reader, chooseManifest(reader, walkIndex(reader, index), wanted), form, wanted.reference);
}

/** `manifest.json`: a list where `docker save` wrote it; where it is skopeo's dir a manifest or an index itself. */
function readByManifestJson(reader: DocumentReader, wanted: Wanted): Image | undefined {
	const bytes = reader.file('manifest.json');
	if (!bytes) {
		return undefined;
	}

	const name = `${reader.name}: manifest.json`;
	const json = parseJson(bytes, name);
	if (Array.isArray(json)) {
		if (wanted.scheme === 'dir') {
			throw new ImageError(`${name} is that of docker save: open it as docker-archive:${reader.name}.`);
		}

		return readDockerArchive(reader, readDockerArchiveItems(json, name), wanted);
	}

	if (typeof json !== 'object' || json === null || wanted.scheme === 'docker-archive') {
		throw new ImageError(`${name} is no list of images, as docker save writes it, and no manifest.`);
	}

	return readOciImage(reader, chooseManifest(reader, imagesOfDir(reader, json, bytes), wanted), 'docker-dir', wanted.reference);
}

function imagesOfDir(reader: DocumentReader, json: object, bytes: Uint8Array): IndexedImage[] {
	const name = `${reader.name}: manifest.json`;
	if ('manifests' in json) {
		return walkIndex(reader, checkDocument(json, indexSchema, name));
	}

	if (!('config' in json || 'layers' in json || 'fsLayers' in json || 'schemaVersion' in json)) {
		throw new ImageError(`${name} is no manifest of an image: it names neither config nor layers. A tar with such a file is opened as rootfs:${reader.name}`);
	}

	const digest = digestOf(bytes)!;
	const descriptor = {mediaType: '', digest, size: bytes.length, urls: [], annotations: {}};
	const entry = new ManifestEntry(reader, descriptor, {json});
	if (entry.problem) {
		throw entry.problem;
	}

	return [{tags: [], digest, annotations: {}, entries: [entry]}];
}

function readByRepositories(reader: DocumentReader, wanted: Wanted): Image | undefined {
	const {store} = reader;
	const bytes = store.locate('repositories').source && chainedLayers(reader).length > 0 ? reader.file('repositories') : undefined;
	return bytes && readLayerChain(reader, bytes, wanted);
}

/**
Both, as Docker has written them since 25: `index.json` names the manifests, `manifest.json` the tags. Some builds of 25.0 wrote
manifests without layers or none at all, so where the index does not hold, `manifest.json` does.
*/
function readByBoth(reader: DocumentReader, wanted: Wanted): Image {
	const form = reader.store.kind === 'tar' ? 'docker-archive' : 'oci-layout';
	const items = attempt(() => readDockerArchiveItems(parseJson(reader.file('manifest.json') ?? new Uint8Array(), `${reader.name}: manifest.json`), `${reader.name}: manifest.json`));
	const images = attempt(() => walkIndex(reader, parseDocument(reader.file('index.json') ?? new Uint8Array(), indexSchema, `${reader.name}: index.json`)));
	if ('error' in images) {
		if ('error' in items) {
			throw images.error;
		}

		reader.warnings.push({message: `${images.error.message} What is shown is what manifest.json says.`, incomplete: false});
		return readDockerArchive(reader, items.value, wanted);
	}

	const archived = 'value' in items ? items.value : [];
	nameByItems(images.value, archived);
	if (archived.length > 0 && images.value.every(({entries}) => entries.every(({kind}) => kind !== 'image'))) {
		return readDockerArchive(reader, archived, wanted);
	}

	const chosen = chooseManifest(reader, images.value, wanted);
	const item = itemOf(chosen.entry, archived);
	return item && !isSound(chosen)
		? {...readDockerArchive(reader, [item], {...wanted, image: undefined}), others: chosen.others, choices: chosen.choices}
		: readOciImage(reader, chosen, form, wanted.reference);
}

/** Tags as docker writes them, for images that the index names by containerd's whole name, by the tag alone, or not at all. */
function nameByItems(images: readonly IndexedImage[], items: readonly DockerArchiveItem[]): void {
	for (const image of images) {
		const tags = image.entries.flatMap(entry => itemOf(entry, items)?.RepoTags ?? []);
		if (tags.length > 0) {
			image.tags = [...new Set(tags)];
		}
	}
}

function itemOf({manifest}: ManifestEntry, items: readonly DockerArchiveItem[]): DockerArchiveItem | undefined {
	const digest = manifest?.config?.digest;
	return digest === undefined ? undefined : items.find(item => digestOfPath(item.Config) === digest);
}

/** Whether a manifest's layers are those of its config: as many, and plain ones by their diff_ids. */
function isSound({entry: {manifest, config}}: ChosenManifest): boolean {
	const diffIds = config?.rootfs.diff_ids;
	return !manifest || !diffIds || (manifest.layers.length === diffIds.length
		&& manifest.layers.every(({mediaType, digest}, index) => !isPlainLayer(mediaType) || digest === diffIds[index]));
}

function forcedRootfs(store: BlobStore, {reference}: Wanted): Image {
	if (!(store instanceof TarStore)) {
		throw new ImageError(`${store.name} is a folder: a file system is opened from a tar of it.`);
	}

	return readRootfs(store, reference);
}

function lacks(reader: DocumentReader, document: string, {scheme}: Wanted): never {
	const {reason} = reader.store.locate(document);
	throw new ImageError(`${reader.name} is no ${scheme}: ${document} ${reason ?? 'is cut off'}.`);
}

function attempt<T>(read: () => T): {value: T} | {error: ImageError} {
	try {
		return {value: read()};
	} catch (error) {
		if (error instanceof ImageError) {
			return {error};
		}

		throw error;
	}
}
