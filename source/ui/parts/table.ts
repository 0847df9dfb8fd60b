import type {Paint, Theme} from '../theme.js';
import {cutEnd, cutMiddle, cutStart} from './fit.js';
import {highlight} from './highlight.js';
import {textWidth} from './text-width.js';
import {occurrences} from './text-line.js';

/** What of a text is given for the ellipsis. */
type Cut = 'start' | 'middle' | 'end';

/** A column of a list: what stands in it, and how much room it takes. */
export type Column<Row> = {
	name: string;
	/** Columns of the terminal. One column has none: it takes what is left. */
	width?: number;
	/** It is left out where that column would not keep so many. */
	leaves?: number;
	isRight?: boolean;
	/** What of a text that is too long is given for the ellipsis; its end where this is not said. */
	cut?: Cut;
	/** The same of each, where it is not the same for all. */
	cutOf?(row: Row): Cut;
	/** Safe. */
	text(row: Row, theme: Theme): string;
	/** What stands before the text, and is never cut. */
	before?(row: Row, theme: Theme): string;
	style?: keyof Paint;
	/** The style of each, where it is not the same for all. */
	styleOf?(row: Row): keyof Paint | undefined;
	/** Draws the cell itself, exactly `width` columns of it; `text` is not shown then. */
	draw?(row: Row, theme: Theme, width: number): string;
};

/** The columns for which there is room, each with its width. */
export type FittedColumns<Row> = ReadonlyArray<{column: Column<Row>; width: number}>;

/** What a row's mark takes at its start. */
const markWidth = 1;

export function fitColumns<Row>(columns: ReadonlyArray<Column<Row>>, width: number): FittedColumns<Row> {
	let room = width - markWidth - columns.reduce((sum, {width: own, leaves}) => sum + (own !== undefined && leaves === undefined ? own + 1 : 0), 0);
	const kept = columns.filter(({width: own, leaves}) => {
		if (own === undefined || leaves === undefined) {
			return true;
		}

		const hasRoom = room - own - 1 >= leaves;
		room -= hasRoom ? own + 1 : 0;
		return hasRoom;
	});
	return kept.map(column => ({column, width: column.width ?? Math.max(0, room)}));
}

/** The names of the columns, exactly as wide as they are. */
export function tableHeading<Row>(fitted: FittedColumns<Row>, {paint, symbols}: Theme): string {
	return paint.faint(' '.repeat(markWidth) + fitted.map(({column, width}) => fill(cutEnd(column.name, width, symbols.ellipsis), width, column.isRight)).join(' '));
}

/** A row, exactly as wide as its columns. `query`: what a search looks for. */
export function tableLine<Row>(row: Row, fitted: FittedColumns<Row>, {mark, query}: {mark: string; query: string}, theme: Theme): string {
	return mark + fitted.map(({column, width}) => cell(row, column, width, query, theme)).join(' ');
}

function cell<Row>(row: Row, column: Column<Row>, width: number, query: string, theme: Theme): string {
	const {paint, symbols} = theme;
	if (column.draw) {
		return column.draw(row, theme, width);
	}

	const cut = {start: cutStart, middle: cutMiddle, end: cutEnd}[column.cutOf?.(row) ?? column.cut ?? 'end'];
	const before = column.before?.(row, theme) ?? '';
	const room = Math.max(0, width - textWidth(before));
	const text = cut(column.text(row, theme), room, symbols.ellipsis);
	const style = column.styleOf ? column.styleOf(row) : column.style;
	const found = query === '' || column.isRight ? [] : occurrences(text, query);
	const painted = paint.faint(before) + highlight(text, found, style ? paint[style] : plain, paint.match);
	const space = ' '.repeat(Math.max(0, room - textWidth(text)));
	return column.isRight ? space + painted : painted + space;
}

function fill(text: string, width: number, isRight = false): string {
	const space = ' '.repeat(Math.max(0, width - textWidth(text)));
	return isRight ? space + text : text + space;
}

function plain(text: string): string {
	return text;
}
