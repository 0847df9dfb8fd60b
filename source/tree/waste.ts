import {entryType} from '../archive/entry-table.js';
import type {Contents} from '../image/contents.js';
import {instructionLine} from '../image/instruction.js';
import type {Image, LayerNumber} from '../image/image.js';
import type {EntryId} from './entry-store.js';
import {fate, type Fate} from './fate.js';
import type {Overlay} from './overlay.js';
import {root, slice, type PathId} from './path-tree.js';
import {explainWaste} from './waste-remedy.js';
import {WasteCauses, type CauseOfOne, type WasteCause} from './waste-cause.js';

export type {WasteCause} from './waste-cause.js';
export {pullSavings, sizeAfter, type WhatIf} from './what-if.js';

/** The bytes of a waste that one layer stored and one layer hid, in one way. */
export type WastePart = {
	layer: LayerNumber;
	hiddenBy: LayerNumber;
	fate: Fate;
	bytes: number;
	files: number;
};

/** Bytes that nobody sees, for one reason: what happened, and what to write instead. */
export type Waste = {
	/** The same for the same image, such as `chown-8`. */
	id: string;
	cause: WasteCause;
	/** What happened, as a sentence without its full stop. May hold text from the image: not safe for a terminal. */
	what: string;
	/** What to write instead, likewise. */
	remedy: string;
	bytes: number;
	files: number;
	/** The deepest folder that holds all of it; of one file the file. */
	path: PathId;
	/** The layers that stored it, ascending. */
	layers: LayerNumber[];
	/** The layers that hid it, ascending. */
	hiddenBy: LayerNumber[];
	/** In order of `layer`, then of `hiddenBy`. */
	parts: WastePart[];
	/** Its contents, largest first. */
	contents: Int32Array;
};

/** Folders that a layer removes out of one folder and that stand apart: so many at most, and each at least so much of it. */
const mostFolders = 8;
const smallestShare = 0.05;

type Group = {
	cause: CauseOfOne;
	contents: EntryId[];
	bytes: number;
};

/**
Groups the bytes that nobody sees by what happened to them, worst first. Groups are disjoint and add up to the waste of the image.

To be asked after `overlay.prove`: causes tell rewritten from overwritten.
*/
export function * findWaste(overlay: Overlay, image: Image, contents: Contents): Generator<void, Waste[]> {
	const instructions = image.layers.map(({history}) => instructionLine(history?.instruction ?? ''));
	const causes = new WasteCauses(overlay, contents, instructions);
	const groups = new Map<string, Group>();
	const {store} = overlay;
	let steps = 0;
	for (let layer = 1; layer <= overlay.ready; layer++) {
		const table = store.table(layer);
		const base = store.base(layer);
		for (let index = 0; index < table.count; index++) {
			if (++steps % slice === 0) {
				yield;
			}

			const content = base + index;
			if (table.type[index] !== entryType.file || table.size[index] === 0 || overlay.fateOf(content) === fate.live) {
				continue;
			}

			const cause = yield * causes.of(content);
			const group = groups.get(cause.key);
			if (group) {
				group.contents.push(content);
				group.bytes += table.size[index];
			} else {
				groups.set(cause.key, {cause, contents: [content], bytes: table.size[index]});
			}
		}
	}

	const wastes = gathered([...groups.values()]).map(group => wasteOf(overlay, group, instructions));
	wastes.sort((a, b) => b.bytes - a.bytes || compareText(a.id, b.id) || overlay.tree.comparePaths(a.path, b.path));
	return withIds(wastes);
}

/** Of what a layer removes out of a folder, only what matters stands apart: as few groups as explain the waste. */
function gathered(groups: Group[]): Group[] {
	const sites = new Map<string, Group[]>();
	const kept: Group[] = [];
	for (const group of groups) {
		const {cause, hiddenBy, site} = group.cause;
		if (cause === 'removed') {
			const key = `${hiddenBy} ${site}`;
			const others = sites.get(key);
			if (others) {
				others.push(group);
			} else {
				sites.set(key, [group]);
			}
		} else {
			kept.push(group);
		}
	}

	for (const removed of sites.values()) {
		removed.sort((a, b) => b.bytes - a.bytes);
		const total = removed.reduce((sum, {bytes}) => sum + bytes, 0);
		const apart = new Set(removed.filter(({cause, bytes}) => cause.place !== undefined && bytes >= total * smallestShare).slice(0, mostFolders));
		const [first, ...rest] = removed.filter(group => !apart.has(group));
		for (const {contents, bytes} of rest) {
			for (const content of contents) {
				first.contents.push(content);
			}

			first.bytes += bytes;
		}

		kept.push(...apart, ...(first ? [first] : []));
	}

	return kept;
}

function wasteOf(overlay: Overlay, {cause, contents, bytes}: Group, instructions: readonly string[]): Waste {
	const {store} = overlay;
	const parts = new Map<string, WastePart>();
	for (const content of contents) {
		const layer = store.layerOf(content);
		const hiddenBy = overlay.hiddenBy(content);
		const died = overlay.fateOf(content);
		const key = `${layer} ${hiddenBy} ${died}`;
		const part = parts.get(key) ?? {layer, hiddenBy, fate: died, bytes: 0, files: 0};
		part.bytes += store.sizeOf(content);
		part.files++;
		parts.set(key, part);
	}

	const sizeOf = store.sizes();
	const sorted = Int32Array.from(contents).sort((a, b) => sizeOf(b) - sizeOf(a) || a - b);
	const ordered = [...parts.values()].sort((a, b) => a.layer - b.layer || a.hiddenBy - b.hiddenBy || a.fate - b.fate);
	const waste = {
		id: '',
		cause: cause.cause,
		bytes,
		files: contents.length,
		path: commonPath(overlay, sorted),
		layers: ascending(ordered.map(({layer}) => layer)),
		hiddenBy: ascending(ordered.map(({hiddenBy}) => hiddenBy)),
		parts: ordered,
		contents: sorted,
	};
	return {
		...waste,
		id: [cause.cause, cause.cache?.id, ...(cause.hiddenBy > 0 ? [cause.hiddenBy] : [])].filter(part => part !== undefined).join('-'),
		...explainWaste(overlay, waste, cause, instructions),
	};
}

/** Where several are of one cause and layer, all but the worst have a number. */
function withIds(wastes: Waste[]): Waste[] {
	const seen = new Map<string, number>();
	return wastes.map(waste => {
		const count = (seen.get(waste.id) ?? 0) + 1;
		seen.set(waste.id, count);
		return count === 1 ? waste : {...waste, id: `${waste.id}.${count}`};
	});
}

function commonPath({store, tree}: Overlay, contents: Int32Array): PathId {
	let common = store.pathOf(contents[0]);
	for (const content of contents) {
		let path = store.pathOf(content);
		while (tree.depth[path] > tree.depth[common]) {
			path = tree.parent[path];
		}

		while (common !== path) {
			if (tree.depth[common] >= tree.depth[path]) {
				common = tree.parent[common];
			}

			if (tree.depth[path] > tree.depth[common]) {
				path = tree.parent[path];
			}
		}

		if (common === root) {
			break;
		}
	}

	return common;
}

function ascending(layers: LayerNumber[]): LayerNumber[] {
	return [...new Set(layers)].sort((a, b) => a - b);
}

function compareText(a: string, b: string): number {
	return a < b ? -1 : (a > b ? 1 : 0);
}
