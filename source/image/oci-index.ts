import type {DocumentReader} from './document-reader.js';
import {indexSchema, type DescriptorDocument, type IndexDocument} from './documents.js';
import {ImageError} from './image.js';
import {ManifestEntry, type ManifestContent} from './manifest-entry.js';
import {isManifest} from './media-types.js';
import {formatPlatform} from './platform.js';
import {checkDocument, parseJson} from './read-document.js';

/** One image of a container: a manifest, or the manifests of its platforms, and what is told about them. */
export type IndexedImage = {
	/** Names by which it may be asked for, as the index writes them. */
	tags: string[];
	/** Digest of what the index of the container names: a manifest or an index. */
	digest: string;
	annotations: Record<string, string>;
	entries: ManifestEntry[];
};

/** An index in an index in an index is all that anyone writes. */
const deepest = 8;

/** Manifests of a container that are looked at. */
const mostManifests = 10_000;

/**
All that an index names, indexes in it opened ("may also point to an image index", image-index.md). Loops and depth are bounded:
within one image each digest is visited once.
*/
export function walkIndex(reader: DocumentReader, index: IndexDocument): IndexedImage[] {
	const images = new Map<string, IndexedImage>();
	let manifests = 0;

	const visit = (descriptor: DescriptorDocument, seen: Set<string>, depth: number): ManifestEntry[] => {
		if (seen.has(descriptor.digest) || manifests >= mostManifests) {
			return [];
		}

		seen.add(descriptor.digest);
		manifests++;
		const content = readJson(reader, descriptor);
		if (!('json' in content) || !isIndex(content.json)) {
			return [new ManifestEntry(reader, descriptor, content)];
		}

		if (depth >= deepest) {
			reader.warnings.push({message: `The index ${descriptor.digest} lies more than ${deepest} indexes deep and is left out.`, incomplete: false});
			return [];
		}

		const nested = checkDocument(content.json, indexSchema, `${reader.name}: the index ${descriptor.digest}`);
		return nested.manifests.flatMap(child => visit(child, seen, depth + 1));
	};

	for (const descriptor of index.manifests) {
		const tags = tagsOf(descriptor);
		// One digest may stand under several tags: it is one image.
		const known = images.get(descriptor.digest);
		if (known) {
			known.tags.push(...tags.filter(tag => !known.tags.includes(tag)));
			continue;
		}

		const {digest, annotations} = descriptor;
		images.set(digest, {tags, digest, annotations, entries: visit(descriptor, new Set(), 1)});
	}

	if (manifests >= mostManifests) {
		reader.warnings.push({message: `${reader.name} names more than ${mostManifests} manifests: the rest are left out.`, incomplete: false});
	}

	return joinPlatforms([...images.values()]);
}

/** Names that tools give an image in an index: containerd the whole name, all others OCI's, which is often the tag alone. */
function tagsOf({annotations}: DescriptorDocument): string[] {
	const name = annotations['io.containerd.image.name'] ?? annotations['org.opencontainers.image.ref.name'];
	return name === undefined || name === '' ? [] : [name];
}

/** Manifests that stand side by side under one name, or under none, and differ in platform, are one image. */
function joinPlatforms(images: IndexedImage[]): IndexedImage[] {
	const joined: IndexedImage[] = [];
	const first = new Map<string, {image: IndexedImage; platforms: Set<string>}>();
	for (const image of images) {
		const key = image.tags.join('\n');
		const platforms = image.entries.filter(({kind}) => kind === 'image').map(({platform}) => formatPlatform(platform));
		const beside = first.get(key);
		if (beside && !beside.platforms.has('') && platforms.every(platform => platform !== '' && !beside.platforms.has(platform))) {
			beside.image.entries.push(...image.entries);
			for (const platform of platforms) {
				beside.platforms.add(platform);
			}

			continue;
		}

		joined.push(image);
		if (!beside) {
			first.set(key, {image, platforms: new Set(platforms)});
		}
	}

	return joined;
}

/** The JSON of what a descriptor points to, whatever type it claims. */
function readJson(reader: DocumentReader, descriptor: DescriptorDocument): ManifestContent {
	const {digest, mediaType, platform, annotations} = descriptor;
	// What an index tells of it will do until it is chosen.
	if (reader.store.isUnread?.(digest) && isManifest(mediaType) && (platform ?? annotations['vnd.docker.reference.type']) !== undefined) {
		return {isUnread: true};
	}

	try {
		return {json: parseJson(reader.blob(digest, 'manifest', descriptor), `${reader.name}: the manifest ${digest}`)};
	} catch (error) {
		if (error instanceof ImageError) {
			return {problem: error};
		}

		throw error;
	}
}

function isIndex(json: unknown): boolean {
	return typeof json === 'object' && json !== null && 'manifests' in json && Array.isArray(json.manifests) && !('layers' in json);
}
