import type {Answers} from '../archive/answers.js';
import {entryType, type EntryTable} from '../archive/entry-table.js';
import {grown} from '../archive/grown.js';
import type {ColumnRecord} from '../image/cache/column-record.js';
import type {Contents} from '../image/contents.js';
import type {ImageWarning, LayerNumber} from '../image/image.js';
import {change} from './change.js';
import {compareEntries} from './compare-entries.js';
import {absent, EntryStore, type EntryFacts, type EntryId} from './entry-store.js';
import type {BytesByFate, Fate} from './fate.js';
import {countChange, noTotals, type LayerTotals} from './layer-totals.js';
import {isRegularFile, Ledger, type LedgerRest} from './ledger.js';
import {LayerPass, type OverlayState} from './layer-pass.js';
import {PathTree, root, slice, type PathId} from './path-tree.js';
import {PresentPaths} from './present-paths.js';
import {proveContents} from './proof.js';
import {Transitions} from './transitions.js';

/** More layers than this are not overlaid: a layer's number is kept in 16 bits. */
export const maximumLayers = 0xFF_FE;

/** What an overlay gives to be kept. */
export type OverlayRecord = ColumnRecord<{
	/** How many columns are of the tree, the store, the transitions and the ledger. */
	lengths: number[];
	ledger: LedgerRest;
	warnings: ImageWarning[];
	layerCount: number;
}>;

/**
All layers, one laid over the other, base first. Tables may come in any order; a layer is overlaid once all below it are.

Time and memory follow the number of entries: a path's states are kept as transitions, no tree is copied.
*/
export class Overlay {
	readonly store = new EntryStore();
	readonly transitions = new Transitions();
	/** What became of each content, in the layers so far. */
	readonly ledger: Ledger;
	readonly warnings: ImageWarning[] = [];
	/** Whether contents were compared. */
	isProven = false;
	/** What was found out of all layers at other times, where that is kept. */
	answers?: Answers;
	/** How many layers there are to overlay. */
	readonly layerCount: number;
	/** How many layers are overlaid: those from the base up to this number. */
	ready: LayerNumber = 0;
	/** Tables that came in, and how many of them are taken. */
	private readonly waiting: Array<{layer: LayerNumber; table: EntryTable}> = [];
	private taken = 0;
	private isProofBegun = false;
	private readonly state: OverlayState;

	/**
	@param layers How many layers the image has.
	@param tree Where their paths are interned: that of another overlay keeps their numbers.
	*/
	constructor(layers: number, readonly tree = new PathTree()) {
		this.ledger = new Ledger(tree, this.store, this.transitions);
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

	/** Whether tables came in that `advance` has not taken yet. */
	get isWaiting(): boolean {
		return this.taken < this.waiting.length;
	}

	/** Whether all tables came in and none is taken yet. */
	get isUntouched(): boolean {
		return this.taken === 0 && this.ready === 0 && this.waiting.length > 0 && this.waiting.length === this.layerCount;
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
			yield * this.overlayReady();
		}

		yield * this.overlayReady();
		this.waiting.length = 0;
		this.taken = 0;
	}

	/** All that was found out of the tables once every layer is overlaid: see `takeKept`. Columns stay as they are; what only bytes can tell is in it as it is now. */
	give(): OverlayRecord {
		const {columns, rest} = this.ledger.give();
		const parts = [this.tree.give(), this.store.give(), this.transitions.give(), columns];
		const {warnings, layerCount} = this;
		return {columns: parts.flat(), rest: {lengths: parts.map(({length}) => length), ledger: rest, warnings: [...warnings], layerCount}};
	}

	/**
	Takes what an overlay of the same layers gave, in place of `advance`, whose work it was: only before that began, and once all tables
	are in.

	@returns Whether it fits the tables; where not, nothing is taken.
	*/
	takeKept({columns, rest: {lengths, ledger, warnings, layerCount}}: OverlayRecord): boolean {
		const [tree, store, transitions, contents] = lengths.map((length, index) => {
			const start = lengths.slice(0, index).reduce((sum, one) => sum + one, 0);
			return columns.slice(start, start + length);
		});
		const tables = new Map(this.waiting.map(({layer, table}) => [layer, table]));
		if (!this.isUntouched || layerCount !== this.layerCount || !this.store.take(store, tables)) {
			return false;
		}

		for (const {table} of this.waiting) {
			dropPaths(table);
		}

		this.tree.take(tree);
		this.transitions.take(transitions);
		this.ledger.take(contents, ledger);
		this.warnings.push(...warnings);
		this.waiting.length = 0;
		this.ready = layerCount;
		return true;
	}

	/** An overlay of the same layers but for some, which are to come again: `advance` lays them over one another anew. Paths keep their numbers; entries may have others. All that came in here has to be interned. */
	without(left: ReadonlySet<LayerNumber>): Overlay {
		const again = new Overlay(this.layerCount, this.tree);
		for (let layer = 1; layer <= this.layerCount; layer++) {
			if (!left.has(layer) && this.store.has(layer)) {
				again.take(layer, this.store.table(layer), this.store.paths(layer));
			}
		}

		return again;
	}

	/** Compares the contents that were stored again with as many bytes, once all layers are in: see `proveContents`. */
	* prove(contents: Contents): Generator<void> {
		const {store, transitions, ledger, warnings} = this;
		// One that was given up has settled some: of what is left the next keeps no answers, which are told apart by their order.
		const answers = this.isProofBegun ? undefined : this.answers;
		this.isProofBegun = true;
		yield * proveContents({store, transitions, ledger, warnings, answers}, contents);
		this.isProven = true;
	}

	/** A layer's numbers; all zero while it is not overlaid. */
	layer(layer: LayerNumber): LayerTotals {
		return this.ledger.totals[layer] ?? noTotals(this.store.table(layer));
	}

	/** All content bytes by fate, over the layers that are in. They add up to `total`. */
	bytes(): BytesByFate & {total: number; wasted: number} {
		return this.ledger.bytes();
	}

	/** Content bytes of the layer that stores the most, of those that are overlaid. */
	get largest(): number {
		return this.ledger.largest;
	}

	/** What is known of an entry, or of an implicit directory. */
	facts(entry: EntryId): EntryFacts {
		return this.store.facts(entry);
	}

	/** What became of a content, in the layers so far. */
	fateOf(content: EntryId): Fate {
		return this.ledger.fateOf(content);
	}

	/** The first layer after which no path shows a content; 0 while one does. */
	hiddenBy(content: EntryId): LayerNumber {
		return this.ledger.hiddenBy(content);
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

		dropPaths(table);
		this.take(layer, table, pathIds);
	}

	private take(layer: LayerNumber, table: EntryTable, pathIds: Int32Array): void {
		this.store.add(layer, table, pathIds);
		this.reserve();
		for (const {path, message, incomplete} of table.warnings) {
			this.warnings.push({layer, path, message, incomplete});
		}
	}

	private * overlayReady(): Generator<void> {
		while (this.store.has(this.ready + 1)) {
			yield * this.overlay(this.ready + 1);
			this.ready++;
		}
	}

	private reserve(): void {
		const {state, tree} = this;
		state.present.reserve(tree.count);
		if (tree.count > state.now.length) {
			state.now = grown(state.now, tree.count, absent);
			state.touchedIn = grown(state.touchedIn, tree.count);
		}

		this.ledger.reserve();
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
					this.ledger.show(shown);
				}

				if (shownBefore >= 0) {
					this.ledger.hide(shownBefore);
					lost.push(path);
				}
			}

			if (index % (slice / 4) === (slice / 4) - 1) {
				yield;
			}
		}

		this.ledger.settle(layer, totals, lost, this.state.now);
	}
}

/** Once they are interned nobody asks a table for its paths. */
function dropPaths(table: EntryTable): void {
	table.paths = new Uint8Array();
	table.pathStart = new Uint32Array();
}
