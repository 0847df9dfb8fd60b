import type {Comparison, Side} from './compare-images.js';
import {difference} from './difference.js';
import {absent, type EntryId} from './entry-store.js';
import type {PathId} from './path-tree.js';

/**
Marks the paths that share their content with another in one of the two images and not in the other: hard links that became copies,
or copies that became links. Only among paths that both show, so that a name that comes or goes marks no other. Of names that are one
content all but the first are marked, and `linked` says which that is.
*/
export function compareLinks({a, b, idsA, idsB, entryA, entryB, what, linked}: Comparison): void {
	const contentsA = linkedContents(a, idsA, entryA);
	const contentsB = linkedContents(b, idsB, entryB);
	const firstA = new Map<EntryId, PathId>();
	const firstB = new Map<EntryId, PathId>();
	for (const path of [...new Set([...contentsA.keys(), ...contentsB.keys()])].sort((x, y) => x - y)) {
		if (entryA[path] === absent || entryB[path] === absent) {
			continue;
		}

		const ownA = firstName(firstA, contentsA.get(path), path);
		const ownB = firstName(firstB, contentsB.get(path), path);
		if (ownA !== ownB) {
			what[path] |= difference.hardlinks;
			linked.set(path, {a: ownA === path ? undefined : ownA, b: ownB === path ? undefined : ownB});
		}
	}
}

/** Where the name at which a content is counted was left out, counts it at the first of its others that is there. */
export function countOtherNames(side: Side, ids: Int32Array, shown: Int32Array, sizes: Float64Array): void {
	const contents = linkedContents(side, ids, shown);
	const counted = new Set<EntryId>();
	for (const [path, content] of contents) {
		if (sizes[path] > 0) {
			counted.add(content);
		}
	}

	for (const [path, content] of contents) {
		if (!counted.has(content)) {
			counted.add(content);
			sizes[path] = side.overlay.store.sizeOf(content);
		}
	}
}

/** By path the content that it shows, for contents that have a hard link; in the order of their names in the layers. */
function linkedContents({overlay: {store}}: Side, ids: Int32Array, shown: Int32Array): Map<PathId, EntryId> {
	const contents = new Map<PathId, EntryId>();
	for (const {entry, content} of store.links()) {
		for (const name of [content, entry]) {
			const path = ids[store.pathOf(name)];
			if (store.content(shown[path]) === content) {
				contents.set(path, content);
			}
		}
	}

	return contents;
}

/** The first path that shows a content, by which its names are told to be one. */
function firstName(first: Map<EntryId, PathId>, content: EntryId | undefined, path: PathId): PathId {
	if (content === undefined) {
		return path;
	}

	const known = first.get(content);
	if (known === undefined) {
		first.set(content, path);
	}

	return known ?? path;
}
