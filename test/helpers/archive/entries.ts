import {isDeepStrictEqual} from 'node:util';
import type {ExecutionContext} from 'ava';
import {entryTypeNames, linkBytes, pathBytes, type EntryTable} from '../../../source/archive/entry-table.js';
import {indexStream} from '../../../source/archive/index-stream.js';
import {indexTar} from '../../../source/archive/index-tar.js';
import type {TableLimits} from '../../../source/archive/table-limits.js';
import type {Random} from '../random.js';
import {randomChunks, seed} from './random-bytes.js';
import {streamOf, withSource} from './sources.js';

/** An entry of a table as an object. Bytes of names stand as Latin-1, which loses none. */
export type PlainEntry = {
	path: string;
	type: string;
	mode: number;
	uid: number;
	gid: number;
	user: string;
	group: string;
	mtime: number;
	size: number;
	offset: number;
	link: string;
	device?: readonly [number, number];
};

export function entriesOf(table: EntryTable): PlainEntry[] {
	return Array.from({length: table.count}, (_, entry) => ({
		path: Buffer.from(pathBytes(table, entry)).toString('latin1'),
		type: entryTypeNames[table.type[entry]],
		mode: table.mode[entry],
		uid: table.uid[entry],
		gid: table.gid[entry],
		user: table.owners[table.user[entry]],
		group: table.owners[table.group[entry]],
		mtime: table.mtime[entry],
		size: table.size[entry],
		offset: table.offset[entry],
		link: Buffer.from(linkBytes(table, entry)).toString('latin1'),
		...(table.devices.has(entry) && {device: table.devices.get(entry)}),
	}));
}

export function pathsOf(table: EntryTable): string[] {
	return entriesOf(table).map(({path}) => path);
}

/** What a table warns of. */
export function messages({warnings}: EntryTable): string[] {
	return warnings.map(({message}) => message);
}

/** Fails at the first entry that is not as expected: a list of all would not be read. */
export function sameEntries(t: ExecutionContext, table: EntryTable, expected: ReadonlyArray<Partial<PlainEntry>>, message: string): void {
	const entries = entriesOf(table);
	for (const [index, entry] of expected.entries()) {
		t.like(entries[index] ?? {}, entry, `${message}, entry ${index}`);
	}

	t.is(entries.length, expected.length, message);
}

/** The table of a tar, by seeking, and the same from a stream in odd chunks; fails where they differ. */
export async function indexBoth(t: ExecutionContext, bytes: Uint8Array, random: Random, limits?: TableLimits): Promise<EntryTable> {
	const table = withSource(bytes, source => indexTar(source, limits));
	const {table: streamed} = await indexStream(streamOf(randomChunks(random, bytes)), [], limits);
	if (!isDeepStrictEqual(table, streamed)) {
		sameEntries(t, streamed, entriesOf(table), `SEED=${seed}`);
		t.deepEqual(streamed, table, `SEED=${seed}`);
	}

	return table;
}
