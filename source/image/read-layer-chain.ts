import {assembleImage} from './assemble-image.js';
import {chooseImage, choosePlatform} from './choose.js';
import type {DocumentReader} from './document-reader.js';
import {legacyLayerSchema, repositoriesSchema, type ConfigDocument, type LegacyLayerDocument} from './documents.js';
import {ImageError, type Image} from './image.js';
import {parseDocument} from './read-document.js';
import type {Wanted} from './wanted.js';

/** An image of Docker's first archives: the id of its uppermost layer, and what it is called. */
type Tip = {id: string; tags: string[]};

/** Documents of layers, by id. */
type Layers = Map<string, LegacyLayerDocument | undefined>;

/** Docker allowed 127 layers; an archive that says more of itself is followed this far. */
const longestChain = 20_000;

const documentPath = /^([\da-f]{64})\/json$/;

/** Ids of the layers whose documents `<id>/json` lie in a container. */
export function chainedLayers(reader: DocumentReader): string[] {
	return reader.store.paths().flatMap(path => documentPath.exec(path)?.[1] ?? []);
}

/**
An image as `docker save` wrote it before Docker 1.10 (Docker image spec v1): each layer is a folder with its own `json`, which names
its parent, and `repositories` names the uppermost.

@param repositories The bytes of that file.
@throws {ImageError} When it can't be read, or no image fits.
*/
export function readLayerChain(reader: DocumentReader, repositories: Uint8Array, wanted: Wanted): Image {
	const document = parseDocument(repositories, repositoriesSchema, `${reader.name}: repositories`);
	const tips = new Map<string, Tip>();
	for (const [name, tags] of Object.entries(document)) {
		for (const [tag, id] of Object.entries(tags)) {
			const tip = tips.get(id) ?? {id, tags: []};
			tip.tags.push(`${name}:${tag}`);
			tips.set(id, tip);
		}
	}

	if (tips.size === 0) {
		throw new ImageError(`${reader.name}: repositories names no image.`);
	}

	const choices = [...tips.values()];
	const chosen = chooseImage(reader.name, choices, wanted.image);
	const image = readChain(reader, choices[chosen], wanted);
	image.others = choices.filter((_, index) => index !== chosen)
		.map(({tags}) => ({kind: 'image', title: tags.join(', '), digest: '', size: 0, present: true}));
	return image;
}

/**
The longest chain of an archive whose documents are lost: what can be told of it.

@param ids Of layers, from `chainedLayers`.
*/
export function readLongestChain(reader: DocumentReader, ids: readonly string[], wanted: Wanted): Image {
	const documents: Layers = new Map();
	const lengths = new Map<string, number>();
	let longest = ids[0];
	for (const id of ids) {
		// Down to what is measured already, or the base, or where it leads in a circle; then up again, counting.
		const way = new Set<string>();
		let below: string | undefined = id;
		while (below !== undefined && !lengths.has(below) && !way.has(below)) {
			way.add(below);
			below = readLayer(reader, below, documents)?.parent;
		}

		let length = lengths.get(below ?? '') ?? 0;
		for (const step of [...way].reverse()) {
			lengths.set(step, ++length);
		}

		if (lengths.get(id)! > lengths.get(longest)!) {
			longest = id;
		}
	}

	return readChain(reader, {id: longest, tags: []}, wanted, documents);
}

function readChain(reader: DocumentReader, tip: Tip, wanted: Wanted, documents: Layers = new Map()): Image {
	const chain: Array<{id: string; document: LegacyLayerDocument | undefined}> = [];
	const seen = new Set<string>();
	let below: string | undefined = tip.id;
	while (below) {
		const id = below;
		if (seen.has(id) || chain.length >= longestChain) {
			reader.warnings.push({message: `${reader.name}: the parents of layer ${id} lead in a circle.`, incomplete: true});
			break;
		}

		seen.add(id);
		const document = readLayer(reader, id, documents);
		if (!document && chain.length > 0 && !reader.store.locate(`${id}/layer.tar`).source) {
			reader.warnings.push({message: `${reader.name}: the layer ${id}, on which the others lie, is not there; what lies below it is unknown.`, incomplete: true});
			break;
		}

		chain.unshift({id, document});
		below = document?.parent;
	}

	const top = chain.at(-1)?.document;
	if (!top) {
		throw new ImageError(`${reader.name}: the layer ${tip.id} has no json, so the image can't be put together.`);
	}

	const config = configOf(top, chain.map(({document}) => document));
	choosePlatform(reader.name, [{platform: config.os ? config : undefined, complete: true}], wanted.platform, wanted.host);
	return assembleImage({
		reference: wanted.reference,
		form: 'docker-archive',
		tags: tip.tags,
		config,
		layers: chain.map(({id}) => {
			const blob = `${id}/layer.tar`;
			return {blob, located: reader.store.locate(blob), mediaType: '', size: -1, urls: []};
		}),
	}, reader.warnings);
}

/** One config of what the layers tell: the uppermost's, and of each the command that made it. */
function configOf(top: LegacyLayerDocument, documents: ReadonlyArray<LegacyLayerDocument | undefined>): ConfigDocument {
	return {
		created: top.created,
		architecture: top.architecture,
		os: top.os,
		variant: top.variant,
		config: top.config,
		rootfs: {diff_ids: []},
		history: documents.map(document => ({
			created: document?.created,
			created_by: document?.container_config?.Cmd?.join(' '),
			comment: document?.comment,
			empty_layer: false,
		})),
	};
}

/** The document of a layer, read once; undefined where it can't be, with a warning where it is there. */
function readLayer(reader: DocumentReader, id: string, documents: Layers): LegacyLayerDocument | undefined {
	if (!documents.has(id)) {
		documents.set(id, parseLayer(reader, `${id}/json`));
	}

	return documents.get(id);
}

function parseLayer(reader: DocumentReader, path: string): LegacyLayerDocument | undefined {
	try {
		const bytes = reader.file(path);
		return bytes && parseDocument(bytes, legacyLayerSchema, `${reader.name}: ${path}`);
	} catch (error) {
		if (!(error instanceof ImageError)) {
			throw error;
		}

		reader.warnings.push({message: error.message, incomplete: true});
		return undefined;
	}
}
