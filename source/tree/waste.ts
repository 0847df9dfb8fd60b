import {settled} from '../archive/answers.js';
import {entryType} from '../archive/entry-table.js';
import type {Contents} from '../image/contents.js';
import {instructionLine} from '../image/instruction.js';
import type {Image, LayerNumber} from '../image/image.js';
import type {EntryId, EntryStore} from './entry-store.js';
import {fate, type Fate} from './fate.js';
import type {Overlay} from './overlay.js';
import {slice, type PathId} from './path-tree.js';
import {explainWaste} from './waste-remedy.js';
import {WasteCauses, type CauseOfOne, type WasteCause} from './waste-cause.js';

export type {WasteCause} from './waste-cause.js';

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
	/** Its contents: the 2,048 largest in front, largest first, and the others in the order of the layers. */
	contents: Int32Array;
};

/** Folders that a layer removes out of one folder and that stand apart: so many at most, and each at least so much of it. */
const mostFolders = 8;
const smallestShare = 0.05;

/** Contents in a slice: a millisecond of work. */
const pause = 256;

/** Contents of a waste that are sorted: more than anybody reads. */
const mostSorted = 2048;

type Group = {
	cause: CauseOfOne;
	contents: EntryId[];
	bytes: number;
};

/**
Groups the bytes that nobody sees by what happened to them, worst first. Groups are disjoint and add up to the waste of the image.

To be asked after `overlay.prove`: causes tell rewritten from overwritten.

@param base The last layer of the base image, whose instructions are not one's own to change; 0 where it is not known.
*/
export function * findWaste(overlay: Overlay, image: Image, contents: Contents, base: LayerNumber = 0): Generator<void, Waste[]> {
	const question = overlay.isProven ? overlay.answers?.question<Waste[]>(`waste ${base}`) : undefined;
	if (question?.answer) {
		return question.answer;
	}

	const wastes = yield * lookForWaste(overlay, image, contents, base);
	return contents.problems.size === 0 ? settled(question, wastes) : wastes;
}

function * lookForWaste(overlay: Overlay, image: Image, contents: Contents, base: LayerNumber): Generator<void, Waste[]> {
	const instructions = image.layers.map(({history}) => instructionLine(history?.instruction ?? ''));
	const causes = new WasteCauses(overlay, contents, instructions);
	const groups = new Map<string, Group>();
	const {store} = overlay;
	let steps = 0;
	let told = 0;
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

			if (++told % pause === 0) {
				yield;
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

	const wastes: Waste[] = [];
	for (const group of gathered([...groups.values()])) {
		wastes.push(yield * wasteOf(overlay, group, instructions, base));
		yield;
	}

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

function * wasteOf(overlay: Overlay, {cause, contents, bytes}: Group, instructions: readonly string[], base: LayerNumber): Generator<void, Waste> {
	const {store, tree} = overlay;
	const parts = new Map<string, WastePart>();
	let path = store.pathOf(contents[0]);
	for (const [index, content] of contents.entries()) {
		const layer = store.layerOf(content);
		const hiddenBy = overlay.hiddenBy(content);
		const died = overlay.fateOf(content);
		const key = `${layer} ${hiddenBy} ${died}`;
		const part = parts.get(key) ?? {layer, hiddenBy, fate: died, bytes: 0, files: 0};
		part.bytes += store.sizeOf(content);
		part.files++;
		parts.set(key, part);
		path = tree.commonPath(path, store.pathOf(content));
		if (index % pause === pause - 1) {
			yield;
		}
	}

	const ordered = [...parts.values()].sort((a, b) => a.layer - b.layer || a.hiddenBy - b.hiddenBy || a.fate - b.fate);
	const waste = {
		id: '',
		cause: cause.cause,
		bytes,
		files: contents.length,
		path,
		layers: ascending(ordered.map(({layer}) => layer)),
		hiddenBy: ascending(ordered.map(({hiddenBy}) => hiddenBy)),
		parts: ordered,
		contents: yield * largestFirst(store, contents),
	};
	return {
		...waste,
		id: [cause.cause, cause.cache?.id, ...(cause.hiddenBy > 0 ? [cause.hiddenBy] : [])].filter(part => part !== undefined).join('-'),
		...explainWaste(overlay, waste, cause, instructions, base),
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

/** The contents with the largest in front, in slices: there may be a million of them. */
function * largestFirst(store: EntryStore, contents: readonly EntryId[]): Generator<void, Int32Array> {
	const sizeOf = store.sizes();
	const bySize = (a: EntryId, b: EntryId) => sizeOf(b) - sizeOf(a) || a - b;
	let largest: EntryId[] = [];
	for (const [index, content] of contents.entries()) {
		largest.push(content);
		if (largest.length === 2 * mostSorted) {
			largest = largest.sort(bySize).slice(0, mostSorted);
		}

		if (index % pause === pause - 1) {
			yield;
		}
	}

	largest = largest.sort(bySize).slice(0, mostSorted);
	const isFirst = new Set(largest);
	return Int32Array.from([...largest, ...(contents.length > largest.length ? contents.filter(content => !isFirst.has(content)) : [])]);
}

function ascending(layers: LayerNumber[]): LayerNumber[] {
	return [...new Set(layers)].sort((a, b) => a - b);
}

function compareText(a: string, b: string): number {
	return a < b ? -1 : (a > b ? 1 : 0);
}
