import {formatCount} from '../../format/count.js';
import {listOf, type Rectangle} from '../layout.js';
import {isRowMarked} from '../marks.js';
import {cursorMark, cursorRowPaint} from '../parts/cursor-row.js';
import {rule, ruleRoom} from '../parts/rule.js';
import {fitColumns, tableHeading, tableLine, type Column} from '../parts/table.js';
import {textLine} from '../parts/text-line.js';
import {wrapText} from '../parts/wrap.js';
import {writtenText} from '../parts/written-text.js';
import type {State} from '../state.js';
import {withoutPaint, type Theme} from '../theme.js';
import {selectTold, type Told} from '../told.js';
import {viewRowIndex} from '../view-rows.js';
import {listViews} from '../views/index.js';

/** The lines of a view that is a list. */
export function listPane(name: keyof typeof listViews, state: State, rectangle: Rectangle, theme: Theme): string[] {
	const view = listViews[name];
	const {width, height} = rectangle;
	const list = listOf(name, rectangle, state.isZoomed);
	const isFocused = state.focus === name && state.field?.kind !== 'help';
	const rows = view.rows(state);
	const cursor = viewRowIndex(state, name);
	const end = rows.length > 0 ? `${formatCount(cursor + 1)}/${formatCount(rows.length)}` : '';
	const columns = fitColumns(withMarks(name, state, view.columns(state, width)), width);
	const query = state.search?.pane === name ? state.search.query : '';
	const lines = [
		rule({title: view.title, isFocused, text: view.heading(state, theme, ruleRoom({title: view.title, end}, width)), end}, width, theme),
		...(list.hasColumns ? [rows.length > 0 ? tableHeading(columns, theme) : ''] : []),
	];
	if (rows.length === 0) {
		lines.push(...view.empty(state).flatMap(text => wrapText(text, width - 4)).map(text => theme.paint.faint(`  ${writtenText(text, width - 4, theme)}`)));
		return lines.slice(0, height);
	}

	for (let index = state.tops[name]; index < Math.min(rows.length, state.tops[name] + list.height); index++) {
		lines.push(index === cursor
			? cursorRowPaint(isFocused, theme)(tableLine(rows[index], columns, {mark: cursorMark, query: ''}, withoutPaint(theme)))
			: tableLine(rows[index], columns, {mark: ' ', query}, theme));
	}

	if (list.foot > 0) {
		while (lines.length < height - list.foot) {
			lines.push('');
		}

		const told = selectTold(state, name);
		const shown = told?.lines.slice(told.top, told.top + told.height) ?? [];
		lines.push(rule({end: told && restText(told, state)}, width, theme), ...shown.map(line => ` ${textLine({...line, text: writtenText(line.text, width - 2, theme)}, width - 2, query, theme)}`));
	}

	return lines;
}

/** Where a row is marked there is a column for the mark; the waste always has its own. */
function withMarks(name: keyof typeof listViews, state: State, columns: ReadonlyArray<Column<unknown>>): ReadonlyArray<Column<unknown>> {
	const {size} = listViews[name].hasTicks ? state.views[name].ticks : state.marks;
	return name === 'waste' || size === 0
		? columns
		: [{name: '', width: 1, text: (row, {symbols}) => isRowMarked(state, name, row) ? symbols.marked : '', style: 'good'}, ...columns];
}

/** How to read on, where there is more than is seen. */
function restText({lines, height, top, scrolls}: Told, {isZoomed}: State): string {
	if (lines.length <= height) {
		return '';
	}

	return scrolls ? `PgDn PgUp ${top + height}/${lines.length}` : (isZoomed ? '' : '+ shows more');
}
