import {decodeBytes} from '../format/safe-text.js';
import {countOf} from '../format/count.js';
import {encodingNames} from './decode-text.js';
import {factTable, listTable, type Facts} from './facts.js';
import {readBytes, type Reading} from './reading.js';
import {readSqliteSchema} from './sqlite-table.js';

/** The schema is looked for in so much of a database: it begins on the first page, and lies where tables were made, mostly before their rows. */
const maximumSchema = 16 << 20;

/** Of texts, by the header's number. */
const encodings: Readonly<Record<number, string>> = {1: encodingNames.utf8, 2: encodingNames['utf-16le'], 3: encodingNames['utf-16be']};

const maximumTables = 2000;

/** A statement is told this far. */
const longestStatement = 300;

/** Whether a file begins as SQLite's do. */
export function isSqlite(head: Uint8Array): boolean {
	return head.length >= 100 && Buffer.from(head.subarray(0, 16)).toString('latin1') === 'SQLite format 3\0';
}

/** What an SQLite database says of itself, and the tables, indexes and views in it. `head` is its first bytes, for which `isSqlite` holds. */
export function * lookIntoSqlite(head: Uint8Array, size: number): Reading<Facts> {
	const header = Buffer.from(head.subarray(0, 100));
	const pageSize = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
	const rows: string[][] = [];
	const warnings: string[] = [];
	const bytes = yield * readBytes(0, Math.min(size, maximumSchema));
	try {
		for (const {0: type, 1: name, 4: statement} of readSqliteSchema(bytes)) {
			if (rows.length === maximumTables) {
				warnings.push(`it has more than ${maximumTables} tables and indexes: the rest is left out`);
				break;
			}

			rows.push([textOf(name), textOf(type), textOf(statement).replaceAll(/\s+/g, ' ')]);
		}
	} catch (error) {
		warnings.push(size > maximumSchema ? `not all of its tables are told: the schema goes beyond its first ${maximumSchema >> 20} MiB` : (error as Error).message);
	}

	const tables = rows.filter(([, type]) => type === 'table').length;
	return {
		kind: 'sqlite',
		title: `SQLite database, ${countOf(tables, 'table')}`,
		tables: [
			factTable('SQLite database', [
				['page size', pageSize],
				['pages', header.readUInt32BE(28)],
				['free pages', header.readUInt32BE(36)],
				['encoding', encodings[header.readUInt32BE(56)]],
				['journal', header[18] === 2 ? 'write-ahead log' : 'rollback'],
				['application id', header.readUInt32BE(68) || undefined],
				['user version', header.readUInt32BE(60)],
				['written by', sqliteVersion(header.readUInt32BE(96))],
			]),
			listTable('Tables', ['name', 'type', 'statement'], rows),
		].filter(table => table.rows.length > 0),
		warnings,
	};
}

function textOf(value: unknown): string {
	return value instanceof Uint8Array ? decodeBytes(value.subarray(0, longestStatement)) : '';
}

/** 3045001 is 3.45.1. */
function sqliteVersion(number: number): string | undefined {
	return number === 0 ? undefined : `SQLite ${Math.floor(number / 1_000_000)}.${Math.floor(number / 1000) % 1000}.${number % 1000}`;
}
