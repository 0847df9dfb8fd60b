import type {Facts, FactTable} from './facts.js';

/** Where something lies changes with all that comes before it, and says nothing of it. */
const places = new Set(['address', 'offset']);

/** More rows than this are not told of one table. */
const maximumRows = 1000;

/**
What differs between two files by their facts: of each table that both have the rows that only one has, or that differ. A row is known
again by its first column, and where several share that, by their order.
*/
export function compareFacts(a: Facts, b: Facts): FactTable[] {
	const tables: FactTable[] = a.title === b.title
		? []
		: [{title: 'What it is', columns: [{name: ''}, {name: 'before'}, {name: 'after'}], rows: [['', a.title, b.title]]}];
	const titles = new Set([...a.tables, ...b.tables].map(({title}) => title));
	for (const title of titles) {
		const table = compareTables(title, a.tables.find(table => table.title === title), b.tables.find(table => table.title === title));
		if (table.rows.length > 0) {
			tables.push(table);
		}
	}

	return tables;
}

function compareTables(title: string, before: FactTable | undefined, after: FactTable | undefined): FactTable {
	const old = byKey(before);
	const now = byKey(after);
	const rows: string[][] = [];
	for (const key of new Set([...old.keys(), ...now.keys()])) {
		const a = old.get(key);
		const b = now.get(key);
		const told = tellRow(valuesOf(a, before), valuesOf(b, after));
		if (told) {
			rows.push([(b ?? a)![0], ...told]);
		}
	}

	const columns = [{name: (after ?? before)!.columns[0]?.name ?? ''}, {name: 'before', isRight: isRight(before, after)}, {name: 'after', isRight: isRight(before, after)}];
	return {title, columns, rows: rows.slice(0, maximumRows), ...(rows.length > maximumRows && {more: rows.length - maximumRows})};
}

/** The cells of a row behind its name that are compared. */
function valuesOf(row: readonly string[] | undefined, table: FactTable | undefined): readonly string[] | undefined {
	return row?.filter((_, index) => index > 0 && !places.has(table?.columns[index]?.name ?? ''));
}

/** The cells that differ, of either row; where a row has nothing but its name, that it is there. */
function tellRow(a: readonly string[] | undefined, b: readonly string[] | undefined): [string, string] | undefined {
	const tell = (row: readonly string[] | undefined, other: readonly string[] | undefined) =>
		row?.length === 0 ? 'there' : (row?.filter((cell, index) => cell !== '' && cell !== other?.[index]).join(' ') ?? '–');
	const isSame = a?.length === b?.length && a?.every((cell, index) => cell === b?.[index]);
	return isSame ? undefined : [tell(a, b), tell(b, a)];
}

function byKey(table: FactTable | undefined): Map<string, readonly string[]> {
	const rows = new Map<string, readonly string[]>();
	const counts = new Map<string, number>();
	for (const row of table?.rows ?? []) {
		const count = counts.get(row[0]) ?? 0;
		counts.set(row[0], count + 1);
		rows.set(`${row[0]}\0${count}`, row);
	}

	return rows;
}

/** Figures stand to the right, where both have nothing but a figure. */
function isRight(before: FactTable | undefined, after: FactTable | undefined): boolean {
	return [before, after].every(table => table === undefined || table.columns.slice(1).every(({name, isRight}) => isRight || places.has(name)));
}
