import {formatBytes} from '../format/bytes.js';
import {formatCount} from '../format/count.js';

/** How a text's characters are written. */
export type Encoding = 'utf8' | 'utf-16le' | 'utf-16be' | 'latin-1';

/** What a file is, as far as the viewer makes a difference. */
export type FileKind =
	| 'empty'
	| 'text'
	| 'json'
	| 'xml'
	| 'elf'
	| 'archive'
	| 'compressed'
	| 'picture'
	| 'certificate'
	| 'key'
	| 'package-database'
	| 'sqlite'
	| 'python-bytecode'
	| 'font'
	| 'media'
	| 'binary';

/** Rows of what is told of a file. Every text in it may hold anything, and goes through `safeText` on its way to a terminal. */
export type FactTable = {
	title: string;
	columns: ReadonlyArray<{name: string; isRight?: boolean; /** Whether its figures are bytes: they are shown with units, and compared as they are. */ isBytes?: boolean}>;
	rows: ReadonlyArray<readonly string[]>;
	/** Rows that are left out. */
	more?: number;
};

/** What a file is, and what it says of itself. */
export type Facts = {
	kind: FileKind;
	/** One line: `ELF 64-bit shared object, x86-64, stripped`. */
	title: string;
	tables: readonly FactTable[];
	/** The text in another form, for reading: JSON and XML with their lines broken and indented. */
	formatted?: string;
	/** Where it is text. */
	encoding?: Encoding;
	/** A name of highlight.js, where the text is of a language that it knows. */
	language?: string;
	/** What is wrong with it, or was left out: a sentence each. */
	warnings: readonly string[];
};

/** A table of two columns: what, and its value. A row without a value is left out. */
export function factTable(title: string, rows: ReadonlyArray<readonly [name: string, value: string | number | undefined]>): FactTable {
	return {
		title,
		columns: [{name: ''}, {name: ''}],
		rows: rows.filter(([, value]) => value !== undefined && value !== '').map(([name, value]) => [name, String(value)]),
	};
}

/** Bytes with a unit, and exactly where that says less. */
export function exactBytes(bytes: number): string {
	return bytes < 1000 ? formatBytes(bytes) : `${formatBytes(bytes)} (${formatCount(bytes)} B)`;
}

/** A table whose columns that end in `>` stand to the right, in `B>` with units; of more rows than `limit` the first ones are told. */
export function listTable(title: string, columns: readonly string[], rows: ReadonlyArray<readonly string[]>, limit = Number.POSITIVE_INFINITY, total = rows.length): FactTable {
	const told = rows.length > limit ? rows.slice(0, limit) : rows;
	return {
		title,
		columns: columns.map(name => name.endsWith(' B>') ? {name: name.slice(0, -3), isRight: true, isBytes: true} : (name.endsWith('>') ? {name: name.slice(0, -1), isRight: true} : {name})),
		rows: told,
		...(total > told.length && {more: total - told.length}),
	};
}
