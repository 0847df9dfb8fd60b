import {describeArtifact, listBlobs} from './artifact.js';
import {assembleImage} from './assemble-image.js';
import type {ImageChoice} from './choice-error.js';
import {chooseImage, choosePlatform, imageChoice, mostChoices, platformChoices} from './choose.js';
import {DocumentNeeded} from './document-needed.js';
import type {DocumentReader} from './document-reader.js';
import type {ConfigDocument, DescriptorDocument} from './documents.js';
import {ImageError, type Image, type ImageForm, type OtherManifest} from './image.js';
import type {LayerPart} from './layer.js';
import {locateBlob} from './locate-blob.js';
import type {ManifestEntry} from './manifest-entry.js';
import type {IndexedImage} from './oci-index.js';
import {formatPlatform} from './platform.js';
import type {Wanted} from './wanted.js';

/** The manifest that was chosen among those of an index. */
export type ChosenManifest = {
	image: IndexedImage;
	entry: ManifestEntry;
	others: OtherManifest[];
	/** All images among which it was chosen, itself among them. */
	choices: ImageChoice[];
};

/**
Chooses among the images that an index names, and among the platforms of that image.

@throws {ImageError} When there is none, or none that fits.
*/
export function chooseManifest(reader: DocumentReader, indexed: readonly IndexedImage[], wanted: Wanted): ChosenManifest {
	const images = indexed.filter(({entries}) => entries.some(({kind}) => kind === 'image'));
	if (images.length === 0) {
		throw noImage(reader.name, indexed);
	}

	const entriesOf = ({entries}: IndexedImage) => entries.filter(({kind}) => kind === 'image');
	const image = images[chooseImage(reader.name, images, wanted.image, index => {
		const [first, ...rest] = entriesOf(images[index]);
		return rest.length > 0 ? {} : {platform: formatPlatform(first.platform) || undefined, ...first.weight};
	})];
	const entries = entriesOf(image);
	const entry = entries[choosePlatform(reader.name, entries, wanted.platform, wanted.host, index => entries[index].weight)];
	const choices = images.slice(0, mostChoices).flatMap((one, index): ImageChoice[] => {
		const choice = imageChoice(images, index);
		if (!choice) {
			return [];
		}

		const platforms = entriesOf(one);
		const own = platformChoices(platforms, at => ({...platforms[at].weight, isOpen: platforms[at] === entry}));
		return own.length > 0
			? own.map(platform => ({...choice, ...platform, name: choice.name}))
			: [{...choice, ...platforms[0].weight, isOpen: platforms.includes(entry)}];
	});
	const others = indexed.flatMap(other => other.entries
		.filter(candidate => candidate !== entry)
		.map(candidate => candidate.describe(other === image ? [] : other.tags)));
	return {image, entry, others, choices};
}

/**
The image of a manifest.

@throws {ImageError} When the manifest can't be read. Without its config the image is read as far as that goes.
*/
export function readOciImage(reader: DocumentReader, {image, entry, others, choices}: ChosenManifest, form: ImageForm, reference: string): Image {
	if (entry.isUnread) {
		throw new DocumentNeeded(entry.digest);
	}

	if (!entry.manifest) {
		throw entry.problem!;
	}

	const config = configOf(entry);
	if (!config) {
		reader.warnings.push({message: entry.configProblem?.message ?? `${reader.name}: the manifest names no config, so instructions and diff_ids are unknown.`, incomplete: true});
	}

	const isIndex = image.entries.every(({digest}) => digest !== image.digest);
	return assembleImage({
		reference,
		form,
		digest: entry.digest,
		...(isIndex && {index: image.digest}),
		tags: image.tags,
		annotations: {...image.annotations, ...entry.descriptor.annotations, ...entry.manifest.annotations},
		config,
		layers: entry.manifest.layers.map(descriptor => layerPart(reader, descriptor)),
		others,
		choices,
	}, reader.warnings);
}

/** The config, with the index's platform where it tells none itself. */
function configOf({config, descriptor: {platform}}: ManifestEntry): ConfigDocument | undefined {
	return config && platform && !config.os && !config.architecture ? {...config, ...platform} : config;
}

function layerPart(reader: DocumentReader, {digest, mediaType, size, urls, annotations}: DescriptorDocument): LayerPart {
	return {blob: digest, located: locateBlob(reader.store, digest), digest, mediaType, size, urls, annotations};
}

function noImage(name: string, indexed: readonly IndexedImage[]): ImageError {
	const entries = indexed.flatMap(image => image.entries);
	const readable = entries.find(entry => entry.manifest);
	if (entries.length === 0) {
		return new ImageError(`${name} holds no image: its index names none.`);
	}

	if (!readable?.manifest) {
		return entries[0].problem!;
	}

	const kinds = [...new Set(entries.map(entry => entry.kind === 'attestation' ? 'an attestation' : (entry.manifest ? describeArtifact(entry.manifest) : 'an artifact')))];
	const blobs = listBlobs(readable.manifest);
	return new ImageError(`${name} holds no image but ${kinds.slice(0, 5).join(' and ')}.${blobs === '' ? '' : ` Its blobs: ${blobs}.`}`);
}
