import type {LayerNumber} from '../../image/image.js';
import {bytesWidth, formatBytes} from '../../format/bytes.js';
import {formatCount} from '../../format/count.js';
import {stackedBar} from '../parts/stacked-bar.js';
import {padEnd, padStart} from '../parts/fit.js';
import type {Theme} from '../theme.js';

/** What a row of the layers pane tells. */
export type LayerRow = {
	number: LayerNumber;
	/** Content bytes; undefined until the layer is read. */
	size?: number;
	storedSize: number;
	/** Bytes of it that no path of the final file system shows, as far as is known. */
	waste: number;
	added: number;
	modified: number;
	removed: number;
	/** On one line, safe. */
	instruction: string;
	/** What stands in place of the sizes while the layer is not read. */
	status?: string;
	/** Whether something about it could not be read, or does not hold. */
	isBroken: boolean;
	/** Whether it is of the base image. */
	isBase?: boolean;
	/** Whether it, or the file system up to it, is marked. */
	isMarked?: boolean;
};

/** The columns for which there is room. */
export type LayerColumns = {
	width: number;
	number: number;
	bar: number;
	hasWaste: boolean;
	hasStored: boolean;
	hasCounts: boolean;
	instruction: number;
};

const countWidth = 6;

/** The instruction tells which layer it is, so each further column must leave it room. */
export function layerColumns(width: number, layerCount: number): LayerColumns {
	const number = Math.max(2, String(layerCount).length);
	const bar = 6;
	let instruction = width - 1 - number - 1 - (bar + 1) - (bytesWidth + 1);
	const take = (columns: number, atLeast: number): boolean => {
		if (instruction - columns < atLeast) {
			return false;
		}

		instruction -= columns;
		return true;
	};

	const hasWaste = take(bytesWidth + 1, 16);
	const hasStored = take(bytesWidth + 1, 16);
	const hasCounts = take(3 * (countWidth + 1), 32);
	return {width, number, bar, hasWaste, hasStored, hasCounts, instruction: Math.max(0, instruction)};
}

/** The names of the columns. */
export function layerHeading(columns: LayerColumns, {symbols: {ellipsis}}: Theme): string {
	const right = (text: string, width: number) => padStart(text, width, ellipsis) + ' ';
	return padEnd([
		' ', right('#', columns.number), ' '.repeat(columns.bar + 1), right('size', bytesWidth),
		columns.hasStored ? right('stored', bytesWidth) : '',
		columns.hasWaste ? right('waste', bytesWidth) : '',
		columns.hasCounts ? right('added', countWidth) + right('modif.', countWidth) + right('gone', countWidth) : '',
		'instruction',
	].join(''), columns.width, ellipsis);
}

/** One row, exactly as wide as its columns. `largest`: the size that fills a bar. `find`: marks what was searched. */
export function layerLine(
	row: LayerRow, columns: LayerColumns, largest: number, mark: string, {paint, symbols}: Theme, find = (text: string) => text,
): string {
	const {ellipsis} = symbols;
	const right = (text: string, width: number) => padStart(text, width, ellipsis) + ' ';
	const count = (value: number, sign: string) => right(row.size === undefined || value === 0 ? '' : sign + shortCount(value), countWidth);
	const size = row.size === undefined ? paint.faint(right(row.status ?? '', bytesWidth)) : right(formatBytes(row.size), bytesWidth);
	const share = row.size === undefined || largest === 0 ? 0 : row.size / largest;
	const told = (text: string) => row.isBase ? paint.faint(find(text)) : find(text);
	const text = (row.isBroken ? '! ' : '') + row.instruction;
	return [
		mark,
		row.isBase ? paint.faint(padStart(String(row.number), columns.number, ellipsis)) : padStart(String(row.number), columns.number, ellipsis),
		row.isMarked ? paint.good(symbols.marked) : ' ',
		stackedBar(share, row.waste > 0 ? row.waste / row.size! : 0, columns.bar, {paint, symbols}), ' ',
		size,
		columns.hasStored ? paint.faint(right(formatBytes(row.storedSize), bytesWidth)) : '',
		columns.hasWaste ? paint.waste(right(row.waste > 0 ? formatBytes(row.waste) : '', bytesWidth)) : '',
		columns.hasCounts ? paint.added(count(row.added, '+')) + paint.modified(count(row.modified, '~')) + paint.removed(count(row.removed, '-')) : '',
		row.isBroken ? paint.error(padEnd(text, columns.instruction, ellipsis)) : told(padEnd(text, columns.instruction, ellipsis)),
	].join('');
}

/** A count in at most five columns. */
function shortCount(count: number): string {
	if (count < 10_000) {
		return formatCount(count);
	}

	return count < 1_000_000 ? `${Math.round(count / 1000)}k` : `${(count / 1_000_000).toFixed(1)}M`;
}

