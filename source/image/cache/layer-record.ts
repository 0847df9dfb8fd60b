import {ContentDigests} from '../../archive/content-digests.js';
import {copyPoints} from '../../archive/copy-points.js';
import {columnNames, type EntryColumns, type EntryTable} from '../../archive/entry-table.js';
import type {SeekPoints} from '../../archive/seek-points.js';
import type {Facts, TapFacts} from '../../archive/tap.js';
import {decodeColumns, encodeColumns} from './column-record.js';

/** The last letter is the number of the form. */
const magic = 'freediv4';

/** What was read of a layer. */
export type LayerRecord = {
	table: EntryTable;
	facts: TapFacts;
	/** Bytes of the blob as it lies. */
	storedSize: number;
};

/** What of that is no column. After the table's columns come those of the digests, where there are any. */
type Rest = {
	table: Omit<EntryTable, keyof EntryColumns | 'points'>;
	/** As `SeekPoints`, on memory of its own: V8 writes none that threads share. */
	points?: SeekPoints;
	facts: TapFacts;
	storedSize: number;
};

/**
A record as bytes.

@param maker Says which program made it: no other reads it.
*/
export function encodeLayer({table, facts, storedSize}: LayerRecord, maker: string): Uint8Array[] {
	const {'content-digest': digests, ...otherFacts} = facts;
	const rest: Rest = {
		table: restOf(table),
		points: table.points && copyPoints(table.points, length => new ArrayBuffer(length)),
		facts: otherFacts,
		storedSize,
	};
	return encodeColumns({rest, columns: [...columnNames.map(name => table[name]), ...digests === undefined ? [] : [digestColumn(digests)]]}, magic, maker);
}

/**
What a file holds, or undefined where it is no record, one of another program, or not whole.

@param fd An open file.
@param size Its size in bytes.
*/
export function decodeLayer(fd: number, size: number, maker: string): LayerRecord | undefined {
	const record = decodeColumns<Rest>(fd, size, magic, maker);
	if (!record) {
		return undefined;
	}

	const {rest, columns} = record;
	const named = Object.fromEntries(columnNames.map((name, index) => [name, columns[index]])) as unknown as EntryColumns;
	const points = rest.points && copyPoints(rest.points, length => new SharedArrayBuffer(length));
	const digests = columns.at(columnNames.length) as Uint8Array | undefined;
	return {
		table: {...rest.table, ...named, ...points && {points}},
		facts: {...rest.facts, ...digests && {'content-digest': new ContentDigests(digests)}},
		storedSize: rest.storedSize,
	};
}

/** The digests as a column, whatever they were gathered in. */
function digestColumn(digests: Facts): Uint8Array {
	if (digests instanceof ContentDigests) {
		return digests.bytes;
	}

	const column = new ContentDigests();
	for (const [entry, digest] of digests) {
		column.set(entry, digest as string);
	}

	return column.bytes;
}

/** What of a table is no column. */
function restOf(table: EntryTable): Rest['table'] {
	const {count, owners, devices, xattrs, sparse, broken, absolute, warnings, length} = table;
	return {count, owners, devices, xattrs, sparse, broken, absolute, warnings, length};
}
