import {entryType} from '../archive/entry-table.js';
import type {Contents} from '../image/contents.js';
import type {EntryId} from './entry-store.js';
import {fate} from './fate.js';
import type {Overlay} from './overlay.js';
import {slice, type PathId} from './path-tree.js';

/** Contents of the final file system that are the same bytes. */
export type Copies = {
	/** Bytes of each. */
	size: number;
	/** Bytes of all but one of them. */
	duplicateBytes: number;
	/** Where they are, in the tree's order; each content at one of its names, for hard links are no copies. */
	paths: PathId[];
};

/** The same, with what tells them from all others. */
export type Duplicate = Copies & {
	/** `sha256:…` */
	digest: string;
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

/** Bytes to read before it gives way; a file costs as much as a few kilobytes of its content, whatever its size. */
const pieceSize = 256 * 1024;
const costOfFile = 8192;

/** Starts of contents that are read before it gives way. */
const startsAtOnce = 128;

/**
Finds what is live more than once, the most bytes first. Only contents whose sizes and starts collide are read; what can't be read is left out.
Not summed into the waste: all of it can be seen.
*/
export function * findDuplicates(overlay: Overlay, contents: Contents, options: DuplicateOptions = {}): Generator<void, Duplicate[]> {
	const sets: Array<{digest: string; copies: EntryId[]}> = [];
	yield * eachGroup(overlay, contents, options, function * (group, after) {
		for (const [digest, copies] of yield * byDigest(overlay, contents, group, after)) {
			sets.push({digest, copies});
		}
	});
	const copies = yield * tellCopies(overlay, sets.map(({copies}) => copies));
	return inOrder(overlay, copies.map((told, index) => ({digest: `sha256:${sets[index].digest}`, ...told})));
}

/** The same without digests, which costs less: two contents that begin alike, as most are that have a copy, are compared. */
export function * findCopies(overlay: Overlay, contents: Contents, options: DuplicateOptions = {}): Generator<void, Copies[]> {
	const {store} = overlay;
	const sets: EntryId[][] = [];
	yield * eachGroup(overlay, contents, options, function * (group, after) {
		if (group.length > 2) {
			sets.push(...(yield * byDigest(overlay, contents, group, after)).values());
			return;
		}

		const [[layerA, indexA], [layerB, indexB]] = group.map(content => store.placeOf(content));
		if (yield * contents.same(layerA, indexA, layerB, indexB)) {
			sets.push(group);
		}

		yield * after(group[0]);
		yield * after(group[1]);
	});
	return inOrder(overlay, yield * tellCopies(overlay, sets));
}

function inOrder<Found extends Copies>({tree}: Overlay, found: Found[]): Found[] {
	return found.sort((a, b) => b.duplicateBytes - a.duplicateBytes || tree.comparePaths(a.paths[0], b.paths[0]));
}

function * tellCopies(overlay: Overlay, sets: readonly EntryId[][]): Generator<void, Copies[]> {
	const {store, tree} = overlay;
	const names = yield * firstNames(overlay, sets.flat());
	return sets.map(copies => {
		const size = store.sizeOf(copies[0]);
		return {size, duplicateBytes: size * (copies.length - 1), paths: copies.map(content => names.get(content)!).sort((a, b) => tree.comparePaths(a, b))};
	});
}

/** To be called after each content that was read: counts it, and gives way. */
type AfterContent = (content: EntryId) => Generator<void>;

/** Calls for each group of two contents or more that may be the same. */
function * eachGroup(overlay: Overlay, contents: Contents, {minimum = smallestDuplicate, onProgress}: DuplicateOptions, visit: (group: EntryId[], after: AfterContent) => Generator<void>): Generator<void> {
	const {store} = overlay;
	const groups = yield * sameStarts(overlay, contents, yield * sameSizes(overlay, Math.max(1, minimum)));
	const total = onProgress ? groups.reduce((sum, group) => sum + group.length * (store.sizeOf(group[0]) + costOfFile), 0) : 0;
	let done = 0;
	let cost = 0;
	for (const group of groups) {
		yield * visit(group, function * (content) {
			const size = store.sizeOf(content);
			done += size + costOfFile;
			cost += Math.min(pieceSize, size) + costOfFile;
			if (cost > pieceSize) {
				cost = 0;
				onProgress?.(done / total);
				yield;
			}
		});
	}
}

/** The contents of a group that are the same bytes, by their SHA-256 in hexadecimal; none that is alone. */
function * byDigest({store}: Overlay, contents: Contents, group: readonly EntryId[], after: AfterContent): Generator<void, Map<string, EntryId[]>> {
	const found = new Map<string, EntryId[]>();
	for (const content of group) {
		const digest = yield * contents.digest(...store.placeOf(content));
		const same = digest === undefined ? undefined : found.get(digest);
		if (same) {
			same.push(content);
		} else if (digest !== undefined) {
			found.set(digest, [content]);
		}

		yield * after(content);
	}

	return new Map([...found].filter(([, copies]) => copies.length > 1));
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

/**
The live contents of one size whose starts are the same, as far as that can be told: of a content whose start is unknown all others of its
size may be copies.
*/
function * sameStarts({store}: Overlay, contents: Contents, candidates: readonly EntryId[]): Generator<void, EntryId[][]> {
	const groups = new Map<number, Map<number | undefined, EntryId[]>>();
	for (const [index, content] of candidates.entries()) {
		const start = contents.startOf(...store.placeOf(content));
		const size = store.sizeOf(content);
		const starts = groups.get(size) ?? new Map<number | undefined, EntryId[]>();
		const group = starts.get(start) ?? [];
		group.push(content);
		starts.set(start, group);
		groups.set(size, starts);
		if (index % startsAtOnce === startsAtOnce - 1) {
			yield;
		}
	}

	return [...groups.values()]
		.flatMap(starts => starts.has(undefined) ? [[...starts.values()].flat()] : [...starts.values()])
		.filter(group => group.length > 1);
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
