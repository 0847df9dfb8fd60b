import {entryType, type EntryTable} from '../archive/entry-table.js';
import type {LayerNumber} from '../image/image.js';
import type {EntryId, EntryStore} from './entry-store.js';
import type {PathId, PathTree} from './path-tree.js';

/** Of as many contents of one size the first are remembered. */
const mostOfSize = 8;

const none = -1;

/** The contents that one layer stores, empty ones left out, by their sizes and by their names. */
export class StoredContents {
	private readonly table: EntryTable;
	private readonly base: EntryId;
	private readonly paths: Int32Array;
	private readonly bySize = new Map<number, EntryId[]>();
	/** Open addressing by name and size: a layer may store a million. */
	private readonly slots: Int32Array;

	constructor(store: EntryStore, private readonly tree: PathTree, layer: LayerNumber) {
		this.table = store.table(layer);
		this.base = store.base(layer);
		this.paths = store.paths(layer);
		const {count, type, size} = this.table;
		this.slots = new Int32Array(2 ** Math.ceil(Math.log2((count * 2) + 1))).fill(none);
		for (let index = 0; index < count; index++) {
			if (type[index] === entryType.file && size[index] > 0) {
				this.remember(index);
			}
		}
	}

	/** The first contents of a size. */
	ofSize(size: number): readonly EntryId[] {
		return this.bySize.get(size) ?? [];
	}

	/** The first content of a size that has the name of a path, in whichever folder. */
	named(path: PathId, size: number): EntryId | undefined {
		const index = this.slots[this.slot(path, size)];
		return index === none ? undefined : this.base + index;
	}

	private remember(index: number): void {
		const size = this.table.size[index];
		const others = this.bySize.get(size);
		if (others === undefined) {
			this.bySize.set(size, [this.base + index]);
		} else if (others.length < mostOfSize) {
			others.push(this.base + index);
		}

		const slot = this.slot(this.paths[index], size);
		if (this.slots[slot] === none) {
			this.slots[slot] = index;
		}
	}

	/** The slot of a name and a size, or the free one where they belong. */
	private slot(path: PathId, size: number): number {
		const {slots, tree, paths, table} = this;
		const mask = slots.length - 1;
		for (let slot = (tree.nameHash(path) ^ Math.imul(size, 0x9E_37_79_B1)) & mask; ; slot = (slot + 1) & mask) {
			const index = slots[slot];
			if (index === none || (table.size[index] === size && tree.compareNames(paths[index], path) === 0)) {
				return slot;
			}
		}
	}
}
