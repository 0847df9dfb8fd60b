import {entryType} from '../archive/entry-table.js';
import {decodeBytes} from '../format/safe-text.js';
import type {LayerNumber} from '../image/image.js';
import {absent, type EntryId} from './entry-store.js';
import {standingEntry} from './held-entry.js';
import type {Overlay} from './overlay.js';
import {root, type PathId} from './path-tree.js';

/** A path that leads somewhere: the path that is there, and the entry that it shows; `implicit` for a folder that no layer lists. */
export type FollowedPath = {path: PathId; entry: EntryId};

/** Why a path leads nowhere, and how far it came, as `decodeBytes` reads it. */
export type BrokenPath = {problem: 'missing' | 'loop' | 'not-a-directory'; path: string};

/** As many as Linux follows (`man 7 path_resolution`). */
const maximumLinks = 40;

/** More names than that, links counted in, are no path that a kernel would take: each is at least two bytes of 4096, in 40 links. */
const maximumNames = 1 << 17;

const slash = 0x2F;
const dot = 0x2E;

/**
What a path leads to in the file system as it stood after a layer, as the kernel would see it with the image's root as `/`: links on
the way are followed, the last one if `follow` says so, and `..` stops at the root. It never leads out of the image.

@param path Its bytes, with or without a slash in front.
@param options.from What the layers from this one up to `at` hold goes before what stands there after them, removed by one of them or not.
*/
export function followLinks(overlay: Overlay, path: Uint8Array, {at, from, follow}: {at: LayerNumber; from?: LayerNumber; follow: boolean}): FollowedPath | BrokenPath {
	const {tree, transitions, store} = overlay;
	const stateOf = (id: PathId) => from === undefined ? transitions.stateAfter(id, at) : standingEntry(overlay, id, {from, to: at});
	/** What is still to be walked, the next name last. */
	const names = namesOf(path).reverse();
	let here: FollowedPath = {path: root, entry: stateOf(root)};
	let links = 0;
	for (let walked = 0; names.length > 0; walked++) {
		const name = names.pop()!;
		if (here.path !== root && store.facts(here.entry).type !== entryType.directory) {
			return {problem: 'not-a-directory', path: tree.path(here.path)};
		}

		if (isDots(name, 1)) {
			continue;
		}

		if (isDots(name, 2)) {
			const parent = tree.parent[here.path];
			here = {path: parent, entry: stateOf(parent)};
			continue;
		}

		const child = tree.child(here.path, name);
		const entry = child < 0 ? absent : stateOf(child);
		if (entry === absent) {
			return {problem: 'missing', path: joined(tree.path(here.path), name)};
		}

		if (store.facts(entry).type !== entryType.symlink || (names.length === 0 && !follow)) {
			here = {path: child, entry};
			continue;
		}

		if (++links > maximumLinks || walked > maximumNames) {
			return {problem: 'loop', path: tree.path(child)};
		}

		const target = store.linkTarget(entry);
		if (target.length === 0) {
			return {problem: 'missing', path: tree.path(child)};
		}

		if (target[0] === slash) {
			here = {path: root, entry: stateOf(root)};
		}

		for (const targetName of namesOf(target).reverse()) {
			names.push(targetName);
		}
	}

	return here;
}

/** The names of a path, without the empty ones that double slashes make. */
function namesOf(path: Uint8Array): Uint8Array[] {
	const names: Uint8Array[] = [];
	for (let start = 0; start < path.length;) {
		const found = path.indexOf(slash, start);
		const end = found < 0 ? path.length : found;
		if (end > start) {
			names.push(path.subarray(start, end));
		}

		start = end + 1;
	}

	return names;
}

/** Whether a name is so many dots and no more. */
function isDots(name: Uint8Array, count: number): boolean {
	return name.length === count && name.every(byte => byte === dot);
}

function joined(folder: string, name: Uint8Array): string {
	return `${folder === '/' ? '' : folder}/${decodeBytes(name)}`;
}
