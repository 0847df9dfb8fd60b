import {entryType, type EntryTable} from '../../archive/entry-table.js';
import type {EntryId, EntryStore} from '../entry-store.js';

/** Reads the columns of entries one after another; it remembers the layer read last, for neighbours are mostly of one. */
export class EntryReader {
	table!: EntryTable;
	index = 0;
	private base = 0;
	private end = 0;

	constructor(private readonly store: EntryStore) {}

	/** Goes to an entry: `table` and `index` are its. */
	seek(entry: EntryId): void {
		if (entry < this.base || entry >= this.end) {
			const layer = this.store.layerOf(entry);
			this.table = this.store.table(layer);
			this.base = this.store.base(layer);
			this.end = this.base + this.table.count;
		}

		this.index = entry - this.base;
	}

	/** Goes to what an entry names, if it is a hard link that leads somewhere. Returns whether it was one. */
	seekTarget(entry: EntryId): boolean {
		this.seek(entry);
		if (this.table.type[this.index] !== entryType.hardlink) {
			return false;
		}

		const target = this.store.resolve(entry);
		if (target >= 0 && target !== entry) {
			this.seek(target);
		}

		return true;
	}
}
