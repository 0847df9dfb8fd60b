import {entryType, type EntryTable} from '../archive/entry-table.js';
import {grown} from '../archive/grown.js';
import type {Contents} from '../image/contents.js';
import type {ImageWarning, LayerNumber} from '../image/image.js';
import {change, type Change} from './change.js';
import {compareEntries} from './compare-entries.js';
import {absent, EntryStore, type EntryFacts, type EntryId} from './entry-store.js';
import {fate, fateNames, noBytes, type BytesByFate, type Fate} from './fate.js';
import {LayerPass, type OverlayState} from './layer-pass.js';
import {PathTree, root, slice, type PathId} from './path-tree.js';
import {PresentPaths} from './present-paths.js';
import {Transitions} from './transitions.js';

/** What a layer stores and did, in numbers. */
export type LayerTotals = {
	/** Entries of its tar. */
	entries: number;
	/** Content bytes that it stores. */
	size: number;
	/** Paths, the root aside. */
	added: number;
	modified: number;
	metadata: number;
	/** Every path that vanished, not whiteouts. */
	removed: number;
	/** Files of the same size stored again, whose bytes were not compared, or can't be. */
	unknown: number;
	/** The bytes that it stores, by what became of them in the layers so far. */
	bytes: BytesByFate;
};

/** More layers than this are not overlaid: a layer's number is kept in 16 bits. */
export const maximumLayers = 0xFF_FE;

/**
All layers, one laid over the other, base first. Tables may come in any order; a layer is overlaid once all below it are.

Time and memory follow the number of entries: a path's states are kept as transitions, no tree is copied.
*/
export class Overlay {
	readonly tree = new PathTree();
	readonly store = new EntryStore();
	readonly transitions = new Transitions();
	readonly warnings: ImageWarning[] = [];
	/** How many layers there are to overlay. */
	readonly layerCount: number;
	/** How many layers are overlaid: those from the base up to this number. */
	ready: LayerNumber = 0;
	/** Content bytes of the layer that stores the most, of those that are overlaid. */
	largest = 0;
	/** Tables that came in, and how many of them are taken. */
	private readonly waiting: Array<{layer: LayerNumber; table: EntryTable}> = [];
	private taken = 0;
	private readonly totals: LayerTotals[] = [];
	/** All layers' bytes by fate: many layers are not added up anew for every frame. */
	private readonly sums = noBytes();
	private readonly state: OverlayState;
	/** How many paths show each content now, by entry. */
	private names = new Uint32Array(1024);
	private fates = new Uint8Array(1024);
	private hidingLayer = new Uint16Array(1024);
	/** Contents whose fate hangs on whether the content that replaced them is the same, and that content. */
	private readonly undecided = new Map<EntryId, EntryId>();

	/** @param layers How many layers the image has. */
	constructor(layers: number) {
		this.layerCount = Math.min(layers, maximumLayers);
		if (layers > maximumLayers) {
			this.warnings.push({message: `the image has ${layers} layers: those after layer ${maximumLayers} are left out`, incomplete: true});
		}

		this.state = {
			tree: this.tree,
			store: this.store,
			present: new PresentPaths(),
			now: new Int32Array(1024).fill(absent),
			touchedIn: new Uint16Array(1024),
			warn: warning => {
				this.warnings.push(warning);
			},
		};
	}

	/** Whether every layer is overlaid: until then no waste is claimed and a change may still be unknown. */
	get complete(): boolean {
		return this.ready === this.layerCount;
	}

	/** Takes a layer's table, in any order. Its paths are moved out of it; `advance` does the work. */
	add(layer: LayerNumber, table: EntryTable): void {
		if (layer <= this.layerCount) {
			this.waiting.push({layer, table});
		}
	}

	/** Interns the paths of the tables that came in, and overlays what has all below it. Views put the tree in order when they are built. One runs at a time, and to its end. */
	* advance(): Generator<void> {
		while (this.taken < this.waiting.length) {
			const {layer, table} = this.waiting[this.taken++];
			yield * this.intern(layer, table);
			while (this.store.has(this.ready + 1)) {
				yield * this.overlay(this.ready + 1);
				this.ready++;
			}
		}

		this.waiting.length = 0;
		this.taken = 0;
	}

	/**
	Compares the contents that were stored again at their path with as many bytes, once all layers are in: changes and fates that
	were unknown are so no longer, but where a content can't be read.

	@throws {Error} Nothing: what could not be read is in `warnings`.
	*/
	* prove(contents: Contents): Generator<void> {
		const {transitions, store} = this;
		for (let transition = 0; transition < transitions.count; transition++) {
			if (transitions.change[transition] !== change.unknown) {
				continue;
			}

			const before = store.content(transitions.entry[transitions.previous[transition]]);
			const after = store.content(transitions.entry[transition]);
			const isSame = yield * this.isSame(contents, before, after);
			if (isSame !== undefined) {
				const changed = isSame ? change.metadata : change.modified;
				const totals = this.totals[transitions.layer[transition]];
				transitions.change[transition] = changed;
				totals.unknown--;
				countChange(totals, changed);
				if (this.undecided.get(before) === after) {
					this.decide(before, isSame);
				}
			}

			if (transition % slice === 0) {
				yield;
			}
		}

		// A content whose last name went elsewhere than where it was compared.
		for (const [content, next] of this.undecided) {
			const isSame = yield * this.isSame(contents, content, next);
			if (isSame !== undefined) {
				this.decide(content, isSame);
			}

			yield;
		}

		for (const [layer, problem] of contents.problems) {
			this.warnings.push({layer, message: `not all of its contents could be compared: ${problem}`, incomplete: true});
		}
	}

	/** A layer's numbers; all zero while it is not overlaid. */
	layer(layer: LayerNumber): LayerTotals {
		return this.totals[layer] ?? noTotals(this.store.table(layer));
	}

	/** All content bytes by fate, over the layers that are in. They add up to `total`. */
	bytes(): BytesByFate & {total: number; wasted: number} {
		const {sums} = this;
		const total = fateNames.reduce((sum, name) => sum + sums[name], 0);
		return {...sums, total, wasted: total - sums.live};
	}

	/** What is known of an entry, or of an implicit directory. */
	facts(entry: EntryId): EntryFacts {
		return this.store.facts(entry);
	}

	/** What became of a content, in the layers so far. */
	fateOf(content: EntryId): Fate {
		return this.fates[content] as Fate;
	}

	/** The first layer after which no path shows a content; 0 while one does. */
	hiddenBy(content: EntryId): LayerNumber {
		return this.hidingLayer[content];
	}

	/** How many paths, and how many regular files among them, the state after the last layer has, without the root. */
	finalCounts(): {paths: number; files: number} {
		let paths = 0;
		let files = 0;
		for (let path = 1; path < this.tree.count; path++) {
			const entry = this.transitions.state(path);
			if (entry !== absent) {
				paths++;
				files += entry >= 0 && isRegularFile(this.store, entry) ? 1 : 0;
			}
		}

		return {paths, files};
	}

	private * intern(layer: LayerNumber, table: EntryTable): Generator<void> {
		const {tree} = this;
		const pathIds = new Int32Array(table.count);
		for (let index = 0; index < table.count; index++) {
			pathIds[index] = tree.internPath(table.paths, table.pathStart[index], table.pathStart[index + 1]);
			if (index % (slice / 4) === (slice / 4) - 1) {
				yield;
			}
		}

		table.paths = new Uint8Array();
		table.pathStart = new Uint32Array();
		this.store.add(layer, table, pathIds);
		this.reserve();
		for (const {path, message, incomplete} of table.warnings) {
			this.warnings.push({layer, path, message, incomplete});
		}
	}

	private reserve(): void {
		const {state, tree, store} = this;
		state.present.reserve(tree.count);
		if (tree.count > state.now.length) {
			state.now = grown(state.now, tree.count, absent);
			state.touchedIn = grown(state.touchedIn, tree.count);
		}

		if (store.count > this.names.length) {
			this.names = grown(this.names, store.count);
			this.fates = grown(this.fates, store.count);
			this.hidingLayer = grown(this.hidingLayer, store.count);
		}
	}

	private * overlay(layer: LayerNumber): Generator<void> {
		const pass = new LayerPass(this.state, layer);
		yield * pass.run();

		const {transitions, store} = this;
		const totals = noTotals(store.table(layer));
		const lost: PathId[] = [];
		transitions.begin(layer, this.tree.count);
		const first = store.base(layer);
		const end = first + store.table(layer).count;
		const {type} = store.table(layer);
		for (let index = 0; index < pass.touched.length; index++) {
			const path = pass.touched[index];
			const before = transitions.state(path);
			const after = this.state.now[path];
			if (before !== after) {
				const changed = before === absent ? change.added : compareEntries(store, before, after);
				transitions.add(path, layer, after, changed);
				if (path !== root) {
					countChange(totals, changed);
				}

				const shown = after >= first && after < end && type[after - first] === entryType.file ? after : store.content(after);
				const shownBefore = before >= 0 ? store.content(before) : absent;
				if (shown >= 0) {
					this.names[shown]++;
				}

				if (shownBefore >= 0) {
					this.names[shownBefore]--;
					lost.push(path);
				}
			}

			if (index % (slice / 4) === (slice / 4) - 1) {
				yield;
			}
		}

		this.totals[layer] = totals;
		this.settleContents(layer, totals);
		this.settleLost(layer, lost);
	}

	/** The layer's own contents: live, or stored again within the layer. */
	private settleContents(layer: LayerNumber, totals: LayerTotals): void {
		const {store, transitions} = this;
		const table = store.table(layer);
		const base = store.base(layer);
		for (let index = 0; index < table.count; index++) {
			if (table.type[index] !== entryType.file) {
				continue;
			}

			const size = table.size[index];
			totals.size += size;
			if (this.names[base + index] > 0) {
				totals.bytes.live += size;
				continue;
			}

			totals.bytes.superseded += size;
			this.fates[base + index] = fate.superseded;
			this.hidingLayer[base + index] = layer;
			const own = transitions.at(store.paths(layer)[index], layer);
			if (own >= 0 && transitions.layer[own] === layer) {
				transitions.hides[own] += size;
			}
		}

		this.largest = Math.max(this.largest, totals.size);
		for (const name of fateNames) {
			this.sums[name] += totals.bytes[name];
		}
	}

	/** Contents of lower layers whose last name went: the path that decides how is their entry's own, else the first by its bytes. */
	private settleLost(layer: LayerNumber, lost: PathId[]): void {
		const {store, transitions, tree} = this;
		const deciding = new Map<EntryId, PathId>();
		for (const path of lost) {
			const content = store.content(transitions.stateBefore(transitions.last[path], layer));
			if (this.names[content] > 0) {
				continue;
			}

			const own = store.pathOf(content);
			const chosen = deciding.get(content);
			if (path === own || chosen === undefined || (chosen !== own && Buffer.compare(tree.pathBytes(path), tree.pathBytes(chosen)) < 0)) {
				deciding.set(content, path);
			}
		}

		for (const [content, path] of deciding) {
			const size = store.sizeOf(content);
			const died = this.fateAt(content, this.state.now[path]);
			this.fates[content] = died;
			this.hidingLayer[content] = layer;
			const {bytes} = this.totals[store.layerOf(content)];
			for (const counts of [bytes, this.sums]) {
				counts.live -= size;
				counts[fateNames[died]] += size;
			}

			transitions.hides[transitions.last[path]] += size;
		}
	}

	/** How a content dies whose deciding path shows, since this layer, another entry or none. */
	private fateAt(content: EntryId, after: EntryId): Fate {
		const {store} = this;
		if (after < 0 || !isRegularFile(store, after)) {
			return fate.removed;
		}

		const next = store.content(after);
		const size = store.sizeOf(content);
		if (store.isBroken(content) || (next >= 0 && store.isBroken(next))) {
			return fate.unknown;
		}

		if (next < 0 || store.sizeOf(next) !== size) {
			return fate.overwritten;
		}

		if (size === 0) {
			return fate.rewritten;
		}

		this.undecided.set(content, next);
		return fate.unknown;
	}

	private * isSame(contents: Contents, a: EntryId, b: EntryId): Generator<void, boolean | undefined> {
		const {store} = this;
		const layerA = store.layerOf(a);
		const layerB = store.layerOf(b);
		return yield * contents.same(layerA, a - store.base(layerA), layerB, b - store.base(layerB));
	}

	/** What became of a content, now that it is known whether the one that replaced it is the same. */
	private decide(content: EntryId, isSame: boolean): void {
		this.undecided.delete(content);
		const decided = isSame ? fate.rewritten : fate.overwritten;
		const size = this.store.sizeOf(content);
		this.fates[content] = decided;
		for (const bytes of [this.totals[this.store.layerOf(content)].bytes, this.sums]) {
			bytes.unknown -= size;
			bytes[fateNames[decided]] += size;
		}
	}
}

function noTotals(table: EntryTable): LayerTotals {
	return {entries: table.count, size: 0, added: 0, modified: 0, metadata: 0, removed: 0, unknown: 0, bytes: noBytes()};
}

function countChange(totals: LayerTotals, changed: Change): void {
	switch (changed) {
		case change.added: {
			totals.added++;
			break;
		}

		case change.modified: {
			totals.modified++;
			break;
		}

		case change.metadata: {
			totals.metadata++;
			break;
		}

		case change.removed: {
			totals.removed++;
			break;
		}

		case change.unknown: {
			totals.unknown++;
			break;
		}

		default:
	}
}

/** Whether an entry is a regular file, or a hard link to one or to nothing. */
function isRegularFile(store: EntryStore, entry: EntryId): boolean {
	const target = store.resolve(entry);
	return target < 0 || store.typeOf(target) === entryType.file;
}
