import {entryType} from '../archive/entry-table.js';
import {grown} from '../archive/grown.js';
import type {Column} from '../image/cache/column-record.js';
import type {LayerNumber} from '../image/image.js';
import type {EntryId, EntryStore} from './entry-store.js';
import {fate, fateNames, noBytes, type BytesByFate, type Fate} from './fate.js';
import type {LayerTotals} from './layer-totals.js';
import type {PathId, PathTree} from './path-tree.js';
import type {Transitions} from './transitions.js';

/** What a ledger has beside its columns. */
export type LedgerRest = {totals: LayerTotals[]; largest: number; sums: BytesByFate};

/**
What became of each content: live while a path shows it, and how it died in the first layer after which none does.

The fates of each layer's bytes add up to its size, at any time.
*/
export class Ledger {
	/** Each layer's numbers, by layer number. */
	readonly totals: LayerTotals[] = [];
	/** Contents whose fate hangs on whether the content that replaced them is the same, and that content. */
	readonly undecided = new Map<EntryId, EntryId>();
	/** Content bytes of the layer that stores the most. */
	largest = 0;
	/** All layers' bytes by fate: many layers are not added up anew for every frame. */
	private readonly sums = noBytes();
	/** How many paths show each content now, by entry. */
	private names = new Uint32Array(1024);
	private fates = new Uint8Array(1024);
	private hidingLayer = new Uint16Array(1024);

	constructor(private readonly tree: PathTree, private readonly store: EntryStore, private readonly transitions: Transitions) {}

	/** Makes room for all entries that there are. */
	reserve(): void {
		const {count} = this.store;
		if (count > this.names.length) {
			this.names = grown(this.names, count);
			this.fates = grown(this.fates, count);
			this.hidingLayer = grown(this.hidingLayer, count);
		}
	}

	/** What became of a content, in the layers so far. */
	fateOf(content: EntryId): Fate {
		return this.fates[content] as Fate;
	}

	/** The first layer after which no path shows a content; 0 while one does. */
	hiddenBy(content: EntryId): LayerNumber {
		return this.hidingLayer[content];
	}

	/** All content bytes by fate. They add up to `total`. */
	bytes(): BytesByFate & {total: number; wasted: number} {
		const {sums} = this;
		const total = fateNames.reduce((sum, name) => sum + sums[name], 0);
		return {...sums, total, wasted: total - sums.live};
	}

	/** One more path shows a content. */
	show(content: EntryId): void {
		this.names[content]++;
	}

	/** One path less shows a content. */
	hide(content: EntryId): void {
		this.names[content]--;
	}

	/**
	Settles what became of contents in a layer.

	@param lost The paths at which a content was hidden.
	@param now What each path shows since this layer.
	*/
	settle(layer: LayerNumber, totals: LayerTotals, lost: readonly PathId[], now: Int32Array): void {
		this.totals[layer] = totals;
		this.settleContents(layer, totals);
		this.settleLost(layer, lost, now);
	}

	/** What became of a content, now that it is known whether the one that replaced it is the same. */
	decide(content: EntryId, isSame: boolean): void {
		this.undecided.delete(content);
		const decided = isSame ? fate.rewritten : fate.overwritten;
		const size = this.store.sizeOf(content);
		this.fates[content] = decided;
		for (const bytes of [this.totals[this.store.layerOf(content)].bytes, this.sums]) {
			bytes.unknown -= size;
			bytes[fateNames[decided]] += size;
		}
	}

	/** What became of all contents, as columns that stay as they are, and as numbers: see `take`. */
	give(): {columns: Column[]; rest: LedgerRest} {
		const {totals, largest, sums, fates, hidingLayer, undecided, store} = this;
		// What is not known yet is settled by the proof: as it is now it is a copy.
		return {
			columns: [fates.slice(0, store.count), hidingLayer.subarray(0, store.count), Int32Array.from([...undecided].flat())],
			rest: structuredClone({totals, largest, sums}),
		};
	}

	/** Takes what another ledger gave, in place of all that there is. More layers can't be settled then. */
	take(columns: readonly Column[], {totals, largest, sums}: LedgerRest): void {
		const pairs = columns[2];
		const [fates, hidingLayer] = columns as [Uint8Array<ArrayBuffer>, Uint16Array<ArrayBuffer>];
		this.fates = fates;
		this.hidingLayer = hidingLayer;
		for (let at = 0; at < pairs.length; at += 2) {
			this.undecided.set(pairs[at], pairs[at + 1]);
		}

		this.totals.splice(0, this.totals.length, ...totals);
		this.largest = largest;
		Object.assign(this.sums, sums);
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
	private settleLost(layer: LayerNumber, lost: readonly PathId[], now: Int32Array): void {
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
			const died = this.fateAt(content, now[path]);
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
}

/** Whether an entry is a regular file, or a hard link to one or to nothing. */
export function isRegularFile(store: EntryStore, entry: EntryId): boolean {
	const target = store.resolve(entry);
	return target < 0 || store.typeOf(target) === entryType.file;
}
