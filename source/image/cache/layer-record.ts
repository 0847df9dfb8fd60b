import {readvSync} from 'node:fs';
import v8 from 'node:v8';
import zlib from 'node:zlib';
import {ContentDigests} from '../../archive/content-digests.js';
import {copyPoints} from '../../archive/copy-points.js';
import {columnNames, type EntryColumns, type EntryTable} from '../../archive/entry-table.js';
import type {SeekPoints} from '../../archive/seek-points.js';
import type {Facts, TapFacts} from '../../archive/tap.js';

/*
A record is what was read of a layer, as bytes:

	magic       8 bytes, with the number of this form
	length      4 bytes: that of the head
	checksums   4 bytes each: the CRC-32 of the head, and that of the columns, with what fills them up
	head        what is no column, as V8 writes it, filled with zeros to a multiple of eight
	columns     each filled with zeros to a multiple of eight, so that they can be read into place
*/

/** The last letter is the number of the form: another one is another file to us. */
const magic = Buffer.from('freediv3', 'latin1');
const frontSize = magic.length + 12;

/** A head holds warnings, links of few entries and facts of packages; those of a million programs have less. */
const largestHead = 1 << 30;

/** Constructors of the columns, in the table's order. */
const arrays = {Uint8Array, Uint16Array, Uint32Array, Float64Array};
type Column = EntryColumns[keyof EntryColumns];

/** What was read of a layer. */
export type LayerRecord = {
	table: EntryTable;
	facts: TapFacts;
	/** Bytes of the blob as it lies. */
	storedSize: number;
};

type Head = {
	/** What made it: what taps find changes with the program. */
	maker: string;
	columns: ReadonlyArray<{type: keyof typeof arrays; length: number}>;
	digests: number;
	rest: Omit<EntryTable, keyof EntryColumns | 'points'>;
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
	const digestBytes = digests === undefined ? undefined : digestColumn(digests);
	const columns: Column[] = columnNames.map(name => table[name]);
	const head: Head = {
		maker,
		columns: columns.map(column => ({type: column.constructor.name as keyof typeof arrays, length: column.length})),
		digests: digestBytes?.length ?? -1,
		rest: restOf(table),
		points: table.points && copyPoints(table.points, length => new ArrayBuffer(length)),
		facts: otherFacts,
		storedSize,
	};
	const parts = [v8.serialize(head), ...columns, ...digestBytes ? [digestBytes] : []]
		.map(part => new Uint8Array(part.buffer, part.byteOffset, part.byteLength))
		.flatMap(part => [part, new Uint8Array(padding(part.length))]);
	const [headBytes, headPadding, ...rest] = parts;
	const front = Buffer.alloc(frontSize);
	magic.copy(front);
	front.writeUInt32LE(headBytes.length, magic.length);
	front.writeUInt32LE(checksumOf([headBytes, headPadding]), magic.length + 4);
	front.writeUInt32LE(checksumOf(rest), magic.length + 8);
	return [front, ...parts];
}

/**
What a file holds, or undefined where it is no record, one of another program, or not whole.

@param fd An open file.
@param size Its size in bytes.
*/
export function decodeLayer(fd: number, size: number, maker: string): LayerRecord | undefined {
	const front = Buffer.alloc(frontSize);
	if (readvSync(fd, [front], 0) !== frontSize || !front.subarray(0, magic.length).equals(magic)) {
		return undefined;
	}

	const headLength = front.readUInt32LE(magic.length);
	const headSize = headLength + padding(headLength);
	if (headSize > Math.min(largestHead, size - frontSize)) {
		return undefined;
	}

	const headBytes = Buffer.alloc(headSize);
	readvSync(fd, [headBytes], frontSize);
	const head = checksumOf([headBytes]) === front.readUInt32LE(magic.length + 4) ? parseHead(headBytes.subarray(0, headLength)) : undefined;
	if (head?.maker !== maker) {
		return undefined;
	}

	const types = [...head.columns, ...head.digests < 0 ? [] : [{type: 'Uint8Array', length: head.digests} as const]];
	const lengths = types.map(({type, length}) => length * arrays[type].BYTES_PER_ELEMENT);
	const total = lengths.reduce((sum, length) => sum + length + padding(length), frontSize + headSize);
	if (total !== size) {
		return undefined;
	}

	// Each in room of its own: the paths are dropped when they have been interned.
	const rooms = lengths.map(length => new Uint8Array(length + padding(length)));
	readvSync(fd, rooms, frontSize + headSize);
	if (checksumOf(rooms) !== front.readUInt32LE(magic.length + 8)) {
		return undefined;
	}

	const columns = types.map(({type, length}, index) => new arrays[type](rooms[index].buffer, 0, length));
	const named = Object.fromEntries(columnNames.map((name, index) => [name, columns[index]])) as unknown as EntryColumns;
	const points = head.points && copyPoints(head.points, length => new SharedArrayBuffer(length));
	const table: EntryTable = {...head.rest, ...named, ...points && {points}};
	const facts: TapFacts = {
		...head.facts,
		...head.digests >= 0 && {'content-digest': new ContentDigests(columns.at(-1) as Uint8Array)},
	};

	return {table, facts, storedSize: head.storedSize};
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

function checksumOf(parts: readonly Uint8Array[]): number {
	let checksum = 0;
	for (const part of parts) {
		checksum = zlib.crc32(part, checksum);
	}

	return checksum;
}

/** What of a table is no column. */
function restOf(table: EntryTable): Head['rest'] {
	const {count, owners, devices, xattrs, sparse, broken, absolute, warnings, length} = table;
	return {count, owners, devices, xattrs, sparse, broken, absolute, warnings, length};
}

function parseHead(bytes: Uint8Array): Head | undefined {
	try {
		return v8.deserialize(bytes) as Head;
	} catch {
		// What V8 can't read is no head.
		return undefined;
	}
}

function padding(length: number): number {
	return (8 - (length % 8)) % 8;
}
