import {entryType} from '../archive/entry-table.js';
import type {Contents} from '../image/contents.js';
import type {EntryId} from './entry-store.js';
import {fate} from './fate.js';
import type {Overlay} from './overlay.js';
import {slice, type PathId} from './path-tree.js';

/** Contents of the final file system that are the same bytes. */
export type Duplicate = {
	/** `sha256:…` */
	digest: string;
	/** Bytes of each. */
	size: number;
	/** Bytes of all but one of them. */
	duplicateBytes: number;
	/** Where they are, in the tree's order; each content at one of its names, for hard links are no copies. */
	paths: PathId[];
};

/** Smaller contents are not looked at, in bytes: what they repeat is not worth a change, and a file system stores as much for each. */
export const smallestDuplicate = 4096;

/** How duplicates are looked for. */
export type DuplicateOptions = {
	/** Contents of fewer bytes are left out, and empty ones always. */
	minimum?: number;
	/** Told now and then which share of what is to be read was read, 0 to 1. */
	onProgress?: (share: number) => void;
};

/** Bytes to hash before it gives way; a file costs as much as a few kilobytes of its content, whatever its size. */
const pieceSize = 256 * 1024;
const costOfFile = 8192;

/**
Finds what is live more than once, the most bytes first. Only contents whose sizes collide are read; what can't be read is left out.
Not summed into the waste: all of it can be seen.
*/
export function * findDuplicates(overlay: Overlay, contents: Contents, {minimum = smallestDuplicate, onProgress}: DuplicateOptions = {}): Generator<void, Duplicate[]> {
	const {store, tree} = overlay;
	const byDigest = new Map<string, EntryId[]>();
	let cost = 0;
	const candidates = yield * sameSizes(overlay, Math.max(1, minimum));
	const total = onProgress ? candidates.reduce((sum, content) => sum + store.sizeOf(content) + costOfFile, 0) : 0;
	let done = 0;
	for (const content of candidates) {
		const layer = store.layerOf(content);
		const digest = yield * contents.digest(layer, content - store.base(layer));
		const same = digest === undefined ? undefined : byDigest.get(digest);
		if (same) {
			same.push(content);
		} else if (digest !== undefined) {
			byDigest.set(digest, [content]);
		}

		done += store.sizeOf(content) + costOfFile;
		cost += Math.min(pieceSize, store.sizeOf(content)) + costOfFile;
		if (cost > pieceSize) {
			cost = 0;
			onProgress?.(done / total);
			yield;
		}
	}

	const copied = [...byDigest].filter(([, copies]) => copies.length > 1);
	const names = yield * firstNames(overlay, copied.flatMap(([, copies]) => copies));
	return copied
		.map(([digest, copies]) => {
			const size = store.sizeOf(copies[0]);
			return {
				digest: `sha256:${digest}`,
				size,
				duplicateBytes: size * (copies.length - 1),
				paths: copies.map(content => names.get(content)!).sort((a, b) => tree.comparePaths(a, b)),
			};
		})
		.sort((a, b) => b.duplicateBytes - a.duplicateBytes || tree.comparePaths(a.paths[0], b.paths[0]));
}

/** The live contents whose sizes are not theirs alone, in the order in which they lie. */
function * sameSizes(overlay: Overlay, minimum: number): Generator<void, EntryId[]> {
	const live: EntryId[] = [];
	const times = new Map<number, number>();
	for (let layer = 1; layer <= overlay.ready; layer++) {
		const base = overlay.store.base(layer);
		const {type, size, count} = overlay.store.table(layer);
		for (let index = 0; index < count; index++) {
			if (type[index] === entryType.file && size[index] >= minimum && overlay.fateOf(base + index) === fate.live) {
				live.push(base + index);
				times.set(size[index], (times.get(size[index]) ?? 0) + 1);
			}

			if (index % slice === slice - 1) {
				yield;
			}
		}
	}

	return live.filter(content => times.get(overlay.store.sizeOf(content))! > 1);
}

/** Where each of some live contents is seen: at its own entry's path, else at its first link in the order of the tars. */
function * firstNames({store, transitions}: Overlay, contents: readonly EntryId[]): Generator<void, Map<EntryId, PathId>> {
	const names = new Map<EntryId, PathId>();
	const linked = new Map<EntryId, EntryId | undefined>();
	for (const content of contents) {
		const own = store.pathOf(content);
		if (transitions.state(own) === content) {
			names.set(content, own);
		} else {
			linked.set(content, undefined);
		}
	}

	let steps = 0;
	for (const {entry, content} of linked.size > 0 ? store.links() : []) {
		if (linked.has(content) && transitions.state(store.pathOf(entry)) === entry) {
			const first = linked.get(content);
			if (first === undefined || store.compareOrder(entry, first) < 0) {
				linked.set(content, entry);
				names.set(content, store.pathOf(entry));
			}
		}

		if (++steps % slice === 0) {
			yield;
		}
	}

	return names;
}
