import type {CacheFile} from './cache-folder.js';

/** What is kept of images: what was read of layers, how these lie over one another, manifests and configs, places at which inflating can begin, what tags named, and what engines saved. */
export const keptKinds = ['layer', 'overlay', 'document', 'seek-points', 'tag', 'saved', 'other'] as const;

export type KeptKind = (typeof keptKinds)[number];

/** Something that is kept. */
export type KeptEntry = {
	kind: KeptKind;
	/** Of what it is kept; undefined where that is a place in a file, or a name. */
	digest?: string;
	/** Bytes. */
	size: number;
	/** When it was last used, in milliseconds since 1970. */
	usedAt: number;
};

const folders: Readonly<Record<string, KeptKind>> = {layer: 'layer', overlay: 'overlay', document: 'document', seek: 'seek-points', tag: 'tag', saved: 'saved'};

/** What a file of the cache is, by its name. What another version named is `other`. */
export function keptEntry({name, size, usedAt}: CacheFile): KeptEntry {
	const {folder, hex} = /^(?<folder>[^/\\]*)(?:[/\\]sha256-(?<hex>[\da-f]{64})(?![\da-f]))?/.exec(name)!.groups!;
	const kind = Object.hasOwn(folders, folder) ? folders[folder] : 'other';
	return {kind, ...(hex !== undefined && {digest: `sha256:${hex}`}), size, usedAt};
}
