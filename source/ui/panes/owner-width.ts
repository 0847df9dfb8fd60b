import type {EntryTable} from '../../archive/entry-table.js';
import type {Grown} from '../state.js';

const widest = 11;

const ofTables = new WeakMap<EntryTable, number>();

/** Columns that the widest `uid:gid` of the layers that are in takes, at most eleven. */
export function ownerWidth({overlay, ready}: Grown): number {
	let width = 5;
	for (let layer = 1; layer <= ready && width < widest; layer++) {
		const table = overlay.store.table(layer);
		let tableWidth = ofTables.get(table);
		if (tableWidth === undefined) {
			tableWidth = digits(table.uid) + 1 + digits(table.gid);
			ofTables.set(table, tableWidth);
		}

		width = Math.max(width, tableWidth);
	}

	return Math.min(width, widest);
}

function digits(column: Uint32Array): number {
	return String(column.reduce((most, value) => Math.max(most, value), 0)).length;
}
