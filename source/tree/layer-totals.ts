import type {EntryTable} from '../archive/entry-table.js';
import {change, type Change} from './change.js';
import {noBytes, type BytesByFate} from './fate.js';

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

/** Of a layer that is not overlaid yet. */
export function noTotals(table: EntryTable): LayerTotals {
	return {entries: table.count, size: 0, added: 0, modified: 0, metadata: 0, removed: 0, unknown: 0, bytes: noBytes()};
}

/** Counts what a layer did to one path. */
export function countChange(totals: LayerTotals, changed: Change): void {
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
