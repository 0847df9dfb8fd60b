import {assembleImage} from './assemble-image.js';
import {chooseImage, choosePlatform, imageChoices} from './choose.js';
import type {DocumentReader} from './document-reader.js';
import {configSchema, dockerArchiveSchema, type ConfigDocument, type DockerArchiveItem} from './documents.js';
import {ImageError, type Image, type OtherManifest} from './image.js';
import type {LayerPart} from './layer.js';
import {digestOfPath, locateBlob} from './locate-blob.js';
import {formatPlatform} from './platform.js';
import {checkDocument, parseDocument} from './read-document.js';
import type {Wanted} from './wanted.js';

/**
The items of a `manifest.json` as `docker save` writes it.

@throws {ImageError} When it is something else, or names no image.
*/
export function readDockerArchiveItems(json: unknown, name: string): DockerArchiveItem[] {
	const items = checkDocument(json, dockerArchiveSchema, name);
	if (items.length === 0) {
		throw new ImageError(`${name} is an empty list: it names no image.`);
	}

	return items;
}

/**
An image of `docker save`'s own form: a list of a config, tags and paths of layers, from the base upward. Paths are followed as they
are; names of folders and files in them mean nothing.

@throws {ImageError} When none of its images fits.
*/
export function readDockerArchive(reader: DocumentReader, items: readonly DockerArchiveItem[], wanted: Wanted): Image {
	const choices = items.map(item => ({tags: item.RepoTags, digest: digestOfPath(item.Config)}));
	const weigh = (index: number) => ({...weightOf(reader, items[index])});
	const chosen = chooseImage(reader.name, choices, wanted.image, weigh);
	const item = items[chosen];
	const config = readArchivedConfig(reader, item.Config);
	const platform = config && (config.os || config.architecture) ? config : undefined;
	choosePlatform(reader.name, [{platform, complete: true}], wanted.platform, wanted.host);
	return assembleImage({
		reference: wanted.reference,
		form: 'docker-archive',
		tags: item.RepoTags,
		config,
		layers: archivedLayers(reader, item, config),
		choices: items.length > 1 ? imageChoices(choices, index => ({...weigh(index), isOpen: index === chosen})) : [],
		others: items.flatMap((other, index) => index === chosen ? [] : [describe(reader, other, index + 1)]),
	}, reader.warnings);
}

/** Where the layers of an item lie. */
export function archivedLayers({store}: DocumentReader, item: DockerArchiveItem, config: ConfigDocument | undefined): LayerPart[] {
	return item.Layers.map((path, index): LayerPart => {
		// Docker tells by diff_id where a layer comes from that it does not store.
		const source = item.LayerSources?.[config?.rootfs.diff_ids[index] ?? ''];
		const digest = digestOfPath(path);
		let located = store.locate(path);
		if (!located.source && digest) {
			const byDigest = locateBlob(store, digest);
			located = byDigest.source ? byDigest : located;
		}

		return {
			blob: path,
			located,
			digest: path.includes('blobs/') || /\.tar\.\w+$/.test(path) ? digest : undefined,
			mediaType: source?.mediaType ?? '',
			size: -1,
			urls: source?.urls ?? [],
		};
	});
}

/** What the layers of an item take as they lie, where they lie there. */
function weightOf({store}: DocumentReader, {Layers: layers}: DockerArchiveItem): {size: number; layers: number} {
	return {size: layers.reduce((sum, path) => sum + (store.locate(path).source?.size ?? 0), 0), layers: layers.length};
}

/** The config of an item. What is wrong with it is a warning: the layers can be read without. */
function readArchivedConfig(reader: DocumentReader, path: string): ConfigDocument | undefined {
	const name = `${reader.name}: the config ${path}`;
	try {
		const bytes = reader.file(path);
		if (bytes) {
			return parseDocument(bytes, configSchema, name);
		}

		const {reason, isCutOff} = reader.store.locate(path);
		reader.warnings.push({message: `${name} ${reason ?? (isCutOff ? 'is cut off' : 'can\'t be read')}, so instructions are unknown.`, incomplete: true});
	} catch (error) {
		if (!(error instanceof ImageError)) {
			throw error;
		}

		reader.warnings.push({message: error.message, incomplete: true});
	}

	return undefined;
}

function describe(reader: DocumentReader, item: DockerArchiveItem, number: number): OtherManifest {
	let platform = '';
	let size = 0;
	try {
		const bytes = reader.file(item.Config);
		size = bytes?.length ?? 0;
		platform = bytes ? formatPlatform(parseDocument(bytes, configSchema, item.Config)) : '';
	} catch (error) {
		// Of an image beside the one that is asked for it is enough to say that it is there.
		if (!(error instanceof ImageError)) {
			throw error;
		}
	}

	const name = item.RepoTags.join(', ') || `image ${number}`;
	return {kind: 'image', title: platform === '' ? name : `${name} (${platform})`, digest: '', size, present: size > 0};
}
