import type {FactTable, Facts} from '../../content/facts.js';
import {formatBytes} from '../../format/bytes.js';
import {countOf, formatCount} from '../../format/count.js';
import {safeText} from '../../format/safe-text.js';
import {textWidth} from '../parts/text-width.js';
import type {StyledLine} from './lines-pages.js';

/** A column that is no last one takes no more than this of the screen. */
const widestColumn = 60;

/** What a file says of itself, line by line. */
export function factsLines(facts: Facts): StyledLine[] {
	return [
		{text: safeText(facts.title), style: 'strong'},
		...facts.warnings.map((text): StyledLine => ({text: safeText(text), style: 'waste'})),
		...facts.tables.flatMap(table => tableLines(table)),
	];
}

/** A table with its title, its columns beside one another. */
export function tableLines({title, columns, rows, more}: FactTable): StyledLine[] {
	const cells = rows.map(row => row.map((cell, index) => columns[index]?.isBytes && /^\d+$/.test(cell) ? formatBytes(Number(cell)) : safeText(cell)));
	const widths = columns.map(({name}, index) =>
		index === columns.length - 1 && !columns[index].isRight ? 0 : Math.min(widestColumn, cells.reduce((most, row) => Math.max(most, textWidth(row[index] ?? '')), textWidth(name))));
	const line = (row: readonly string[]) => columns.map(({isRight}, index) => {
		const space = ' '.repeat(Math.max(0, widths[index] - textWidth(row[index] ?? '')));
		return isRight ? space + (row[index] ?? '') : (row[index] ?? '') + space;
	}).join('  ').trimEnd();
	const hasNames = columns.some(({name}) => name !== '');
	return [
		{text: ''},
		{text: rows.length > 4 ? `${safeText(title)} (${formatCount(rows.length + (more ?? 0))})` : safeText(title), style: 'strong'},
		...(hasNames ? [{text: `  ${line(columns.map(({name}) => name))}`, style: 'faint' as const}] : []),
		...cells.map((row): StyledLine => {
			const text = `  ${line(row)}`;
			// A table without names of columns has names and values.
			return hasNames ? {text} : {text, spans: [{from: 0, to: 2 + (row[0]?.length ?? 0), style: 'faint'}]};
		}),
		...(more ? [{text: `  … ${countOf(more, 'more row')}`, style: 'faint' as const}] : []),
	];
}
