/** What SQLite's files begin with (File format, 1.3). */
const magic = Buffer.from('SQLite format 3\0');

/** Pages of a b-tree. */
const interiorPage = 5;
const leafPage = 13;

/** A column's value, as far as it is told. */
export type SqliteValue = number | Uint8Array | undefined;

/**
Reads the rows of one table of an SQLite database, in the order of their keys.

Node's own SQLite takes files alone, none of a tar within a tar, and it trusts their inner structure. Of the format this takes what one
scan of a table needs; it visits no page twice, and reads no more bytes of rows than the file has, so that pages that lead in circles
and rows that overlap end it.

@throws {Error} Where it is no such database, or its pages are not what they must be.
*/
export function * readSqliteTable(bytes: Uint8Array, name: string): Generator<SqliteValue[]> {
	const database = openDatabase(bytes);
	for (const [type, table, , rootPage] of readRows(database, 1)) {
		if (isText(type, 'table') && isText(table, name) && typeof rootPage === 'number') {
			yield * readRows(database, rootPage);
			return;
		}
	}

	throw new Error(`it has no table ${name}`);
}

/**
Reads what a database holds: rows of type, name, the table that it is about, its first page, and the statement that made it.

@throws {Error} As `readSqliteTable`. Of a file that is cut off the rows before come first.
*/
export function * readSqliteSchema(bytes: Uint8Array): Generator<SqliteValue[]> {
	yield * readRows(openDatabase(bytes), 1);
}

type Database = {file: Buffer; pageSize: number; usable: number};

function openDatabase(bytes: Uint8Array): Database {
	const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (file.length < 100 || !file.subarray(0, 16).equals(magic)) {
		throw new Error('it is no SQLite database');
	}

	const pageSize = file.readUInt16BE(16) === 1 ? 65_536 : file.readUInt16BE(16);
	const usable = pageSize - file[20];
	if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0 || usable < 480) {
		throw new Error('its pages have no size that SQLite has');
	}

	return {file, pageSize, usable};
}

function isText(value: SqliteValue, text: string): boolean {
	return value instanceof Uint8Array && value.length === text.length && Buffer.from(value).toString('latin1') === text;
}

function * readRows(database: Database, rootPage: number): Generator<SqliteValue[]> {
	const {file, pageSize} = database;
	const seen = new Set<number>();
	let left = file.length;
	const pending = [rootPage];
	for (let page = pending.pop(); page !== undefined; page = pending.pop()) {
		const start = pageStart(database, page, seen);
		// The first page begins with the file's header.
		const head = page === 1 ? start + 100 : start;
		const type = file[head];
		const cells = file.readUInt16BE(head + 3);
		if (type !== interiorPage && type !== leafPage) {
			throw new Error(`its page ${page} is none of a table`);
		}

		const pointers = head + (type === leafPage ? 8 : 12);
		if (pointers + (cells * 2) > start + pageSize) {
			throw new Error(`its page ${page} is broken`);
		}

		if (type === interiorPage) {
			pending.push(file.readUInt32BE(head + 8));
			for (let cell = cells - 1; cell >= 0; cell--) {
				pending.push(file.readUInt32BE(cellStart(database, start, pointers + (cell * 2))));
			}

			continue;
		}

		for (let cell = 0; cell < cells; cell++) {
			const payload = readPayload(database, start, cellStart(database, start, pointers + (cell * 2)), seen);
			left -= payload.length;
			if (left < 0) {
				throw new Error('its rows overlap');
			}

			yield readRecord(payload);
		}
	}
}

function pageStart({file, pageSize}: Database, page: number, seen: Set<number>): number {
	const start = (page - 1) * pageSize;
	if (!(page >= 1 && start + pageSize <= file.length)) {
		throw new Error('it is cut off');
	}

	if (seen.has(page)) {
		throw new Error(`it comes to its page ${page} twice`);
	}

	seen.add(page);
	return start;
}

function cellStart({file, pageSize}: Database, start: number, pointer: number): number {
	const offset = file.readUInt16BE(pointer);
	if (offset + 4 > pageSize) {
		throw new Error('it points out of a page');
	}

	return start + offset;
}

/** A leaf cell: the payload's length, the row's key, then the payload, the end of it on pages of its own where it is long (File format, 1.6). */
function readPayload(database: Database, start: number, cell: number, seen: Set<number>): Buffer {
	const {file, pageSize, usable} = database;
	const page = file.subarray(start, start + pageSize);
	const length = readVarint(page, cell - start);
	const key = readVarint(page, length.at);
	const largest = usable - 35;
	if (length.value <= largest) {
		return page.subarray(key.at, key.at + length.value);
	}

	if (length.value > file.length) {
		throw new Error('it has a row that is longer than all of it');
	}

	const smallest = Math.floor((usable - 12) * 32 / 255) - 23;
	const fitting = smallest + ((length.value - smallest) % (usable - 4));
	const local = fitting <= largest ? fitting : smallest;
	if (key.at + local + 4 > pageSize) {
		throw new Error('it points out of a page');
	}

	const parts = [page.subarray(key.at, key.at + local)];
	let next = page.readUInt32BE(key.at + local);
	for (let left = length.value - local; left > 0;) {
		const at = pageStart(database, next, seen);
		const part = file.subarray(at + 4, at + 4 + Math.min(left, usable - 4));
		parts.push(part);
		left -= part.length;
		next = file.readUInt32BE(at);
	}

	return Buffer.concat(parts);
}

/** Bytes of a value, by its type: null, integers, a real number, and zero and one, which take none. */
const lengths = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0];

/** The columns of a record (File format, 2.1): integers, texts and blobs; anything else is undefined. */
function readRecord(payload: Buffer): SqliteValue[] {
	const head = readVarint(payload, 0);
	const values: SqliteValue[] = [];
	let content = head.value;
	for (let {at} = head; at < head.value;) {
		const {at: next, value: type} = readVarint(payload, at);
		at = next;
		const length = type >= 12 ? (type - (type % 2 === 0 ? 12 : 13)) / 2 : lengths[type];
		if (content + length > payload.length) {
			throw new Error('it has a row that is cut off');
		}

		if (type >= 12) {
			values.push(payload.subarray(content, content + length));
		} else if (type >= 1 && type <= 5) {
			values.push(payload.readIntBE(content, length));
		} else {
			values.push(type === 8 ? 0 : (type === 9 ? 1 : undefined));
		}

		content += length;
	}

	return values;
}

/** Up to nine bytes of seven bits each, the highest first. What needs the ninth is larger than any file. */
function readVarint(bytes: Buffer, at: number): {at: number; value: number} {
	let value = 0;
	for (let index = 0; index < 8; index++) {
		if (at >= bytes.length) {
			throw new Error('it has a row that is cut off');
		}

		const byte = bytes[at++];
		value = (value * 128) + (byte & 0x7F);
		if (byte < 0x80) {
			return {at, value};
		}
	}

	return {at: at + 1, value: Number.POSITIVE_INFINITY};
}
