import {readvSync} from 'node:fs';
import v8 from 'node:v8';
import zlib from 'node:zlib';
import {runNow} from '../../archive/slices.js';

/*
A record is plain data and columns, as bytes:

	magic       8 bytes, with the number of the form
	length      4 bytes: that of the head
	checksums   4 bytes each: the CRC-32 of the head, and that of the columns, with what fills them up
	head        what is no column, as V8 writes it, filled with zeros to a multiple of eight
	columns     each filled with zeros to a multiple of eight, so that they can be read into place
*/

const magicSize = 8;
const frontSize = magicSize + 12;

/** A head holds warnings, links of few entries and facts of packages; those of a million programs have less. */
const largestHead = 1 << 30;

/** Bytes that are read and held against their checksum in a slice: about a millisecond. */
const slice = 1 << 20;

/** Constructors of the columns. */
const arrays = {Uint8Array, Uint16Array, Uint32Array, Int32Array, Float64Array};

/** A column of a record. */
export type Column = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array;

/** What is no column, as V8 can write it, and columns, in an order that both sides know. */
export type ColumnRecord<Rest> = {rest: Rest; columns: Column[]};

type Head<Rest> = {
	/** What made it: what is found out changes with the program. */
	maker: string;
	columns: ReadonlyArray<{type: keyof typeof arrays; length: number}>;
	rest: Rest;
};

/**
A record as bytes. The columns are not copied: they must stay as they are until the bytes are written.

@param magic Eight characters, the last of them the number of the form: another one is another file to us.
@param maker Says which program made it: no other reads it.
*/
export function encodeColumns<Rest>({rest, columns}: ColumnRecord<Rest>, magic: string, maker: string): Uint8Array[] {
	const head: Head<Rest> = {
		maker,
		columns: columns.map(column => ({type: column.constructor.name as keyof typeof arrays, length: column.length})),
		rest,
	};
	const parts = [v8.serialize(head), ...columns]
		.map(part => new Uint8Array(part.buffer, part.byteOffset, part.byteLength))
		.flatMap(part => [part, new Uint8Array(padding(part.length))]);
	const [headBytes, headPadding, ...others] = parts;
	const front = Buffer.alloc(frontSize);
	front.write(magic, 'latin1');
	front.writeUInt32LE(headBytes.length, magicSize);
	front.writeUInt32LE(checksumOf([headBytes, headPadding]), magicSize + 4);
	front.writeUInt32LE(checksumOf(others), magicSize + 8);
	return [front, ...parts];
}

/**
What a file holds, each column in memory of its own; undefined where it is no record, one of another form or program, or not whole.

@param fd An open file.
@param size Its size in bytes.
*/
export function decodeColumns<Rest>(fd: number, size: number, magic: string, maker: string): ColumnRecord<Rest> | undefined {
	return runNow(decodeInSlices<Rest>(fd, size, magic, maker));
}

/** The same in slices. */
export function * decodeInSlices<Rest>(fd: number, size: number, magic: string, maker: string): Generator<void, ColumnRecord<Rest> | undefined> {
	const front = Buffer.alloc(frontSize);
	if (readvSync(fd, [front], 0) !== frontSize || front.toString('latin1', 0, magicSize) !== magic) {
		return undefined;
	}

	const headLength = front.readUInt32LE(magicSize);
	const headSize = headLength + padding(headLength);
	if (headSize > Math.min(largestHead, size - frontSize)) {
		return undefined;
	}

	const headBytes = Buffer.alloc(headSize);
	readvSync(fd, [headBytes], frontSize);
	const head = checksumOf([headBytes]) === front.readUInt32LE(magicSize + 4) ? parseHead<Rest>(headBytes.subarray(0, headLength)) : undefined;
	if (head?.maker !== maker) {
		return undefined;
	}

	const lengths = head.columns.map(({type, length}) => length * arrays[type].BYTES_PER_ELEMENT);
	const total = lengths.reduce((sum, length) => sum + length + padding(length), frontSize + headSize);
	if (total !== size) {
		return undefined;
	}

	const rooms = lengths.map(length => new Uint8Array(length + padding(length)));
	let at = frontSize + headSize;
	let checksum = 0;
	for (const room of rooms) {
		for (let done = 0; done < room.length; done += slice) {
			const part = room.subarray(done, done + slice);
			readvSync(fd, [part], at + done);
			checksum = zlib.crc32(part, checksum);
			yield;
		}

		at += room.length;
	}

	if (checksum !== front.readUInt32LE(magicSize + 8)) {
		return undefined;
	}

	return {rest: head.rest, columns: head.columns.map(({type, length}, index) => new arrays[type](rooms[index].buffer, 0, length))};
}

function checksumOf(parts: readonly Uint8Array[]): number {
	let checksum = 0;
	for (const part of parts) {
		checksum = zlib.crc32(part, checksum);
	}

	return checksum;
}

function parseHead<Rest>(bytes: Uint8Array): Head<Rest> | undefined {
	try {
		return v8.deserialize(bytes) as Head<Rest>;
	} catch {
		// What V8 can't read is no head.
		return undefined;
	}
}

function padding(length: number): number {
	return (8 - (length % 8)) % 8;
}
