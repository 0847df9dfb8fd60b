import {formatBytes} from '../../format/bytes.js';
import {formatCount} from '../../format/count.js';
import {listOf, type Rectangle} from '../layout.js';
import {isRowMarked} from '../marks.js';
import {Canvas} from '../parts/canvas.js';
import {cursorMark} from '../parts/cursor-row.js';
import {cutEnd} from '../parts/fit.js';
import {rule, ruleRoom} from '../parts/rule.js';
import {textWidth} from '../parts/text-width.js';
import {occurrences} from '../parts/text-line.js';
import {wrapText} from '../parts/wrap.js';
import type {State} from '../state.js';
import type {Paint, Theme} from '../theme.js';
import {viewRowIndex} from '../view-rows.js';
import {cellsInFolder, mapView, selectMapCells, type MapCell} from '../views/map.js';
import {percent} from './layer-details.js';

/** The lines of the map: each part of a folder as a rectangle of its size, the bytes that nobody sees hatched. */
export function mapPane(state: State, rectangle: Rectangle, theme: Theme): string[] {
	const {width, height} = rectangle;
	const list = listOf('map', rectangle);
	const isFocused = state.focus === 'map' && state.field?.kind !== 'help';
	const cells = selectMapCells(state);
	const cursor = viewRowIndex(state, 'map');
	const carried = {title: 'm Map', isFocused, end: mapView.sorts[state.views.map.sort]};
	const heading = rule({...carried, text: mapView.heading(state, theme, ruleRoom(carried, width))}, width, theme);
	if (cells.length === 0) {
		return [heading, '', ...mapView.empty(state).flatMap(text => wrapText(text, width - 4)).map(text => theme.paint.faint(`  ${text}`))].slice(0, height);
	}

	const canvas = new Canvas(list.width, list.height);
	const query = state.search?.pane === 'map' ? state.search.query : '';
	for (const [index, cell] of cells.entries()) {
		const selected: Style = index === cursor ? (isFocused ? 'selected' : 'strong') : undefined;
		const isFound = query !== '' && occurrences(cell.name, query).length > 0;
		drawCell(canvas, cell, {mark: selected && !theme.color ? cursorMark : '', selected, isFound}, state, theme);
	}

	return [heading, ...canvas.lines(theme), ...(list.foot > 0 ? [footLine(cells, cursor, width, theme)] : [])];
}

type Style = keyof Paint | undefined;
type Marks = {mark: string; selected: Style; isFound: boolean};

/** A folder of at least so many cells shows what is in it. */
const roomInside = {columns: 18, rows: 4} as const;

function drawCell(canvas: Canvas, cell: MapCell, marks: Marks, state: State, theme: Theme): void {
	const {plot: {left, top, right, bottom}, size, kind} = cell;
	const {selected, isFound} = marks;
	const mark = marks.mark + (isRowMarked(state, 'map', cell) ? theme.symbols.marked : '');
	const {listing} = state;
	const {ellipsis} = theme.symbols;
	const columns = right - left - 1;
	const rows = bottom - top - 1;
	canvas.frame(cell.plot);
	const inside = kind === 'folder' && listing && columns >= roomInside.columns && rows >= roomInside.rows
		? cellsInFolder(listing, cell.path!, columns + 2, rows)
		: [];
	if (inside.length > 0) {
		canvas.fill(top + 1, left + 1, right, ' ', selected);
		for (const part of inside) {
			const {plot} = part;
			// Below the line with the name; the frames around are shared.
			const moved = {left: plot.left + left, right: plot.right + left, top: plot.top + top + 2, bottom: plot.bottom + top + 2};
			drawCell(canvas, {...part, plot: moved}, {mark: '', selected: undefined, isFound: false}, state, theme);
		}
	} else {
		fillCell(canvas, cell, selected, theme);
	}

	// A blank keeps names and hatching apart.
	const spaced = (text: string) => textWidth(text) < columns ? `${text} ` : text;
	const full = `${mark}${cell.name}${kind === 'folder' ? '/' : ''}`;
	// Of an instruction the start tells more than the end.
	const name = kind === 'layer' || kind === 'package' ? cutEnd(full, columns, ellipsis) : full;
	const nameStyle = selected ?? (isFound ? 'match' : (kind === 'file' || kind === 'rest' ? undefined : 'strong'));
	const sizeText = formatBytes(size);
	// In a small cell the texts leave one place for the hatching.
	const kept = cell.waste > 0 && inside.length === 0 && (rows === 1 || (rows === 2 && textWidth(sizeText) >= columns)) ? 1 : 0;
	if (kept > 0) {
		canvas.fill(top + 1, right - 1, right, theme.symbols.hatched, selected ?? 'waste');
	}

	if (rows > 1 && inside.length === 0) {
		canvas.write(top + 1, left + 1, columns - kept, spaced(name), nameStyle, ellipsis);
		canvas.write(top + 2, left + 1, columns, spaced(sizeText), selected, ellipsis);
		return;
	}

	const room = columns - kept - textWidth(sizeText) - 1;
	canvas.write(top + 1, left + 1, room >= 6 ? room : columns - kept, spaced(name), nameStyle, ellipsis);
	if (room >= 6) {
		canvas.write(top + 1, right - kept - sizeText.length, sizeText.length, sizeText, selected, ellipsis);
	}
}

/** Hatches the bytes that nobody sees, from the end of the cell, so that its name stays readable. */
function fillCell(canvas: Canvas, {plot: {left, top, right, bottom}, size, waste}: MapCell, selected: Style, {symbols}: Theme): void {
	const columns = right - left - 1;
	const rows = bottom - top - 1;
	const hatched = waste > 0 ? Math.max(1, Math.round(waste / size * columns * rows)) : 0;
	for (let row = 0; row < rows; row++) {
		const wasted = Math.max(0, Math.min(columns, hatched - (rows - 1 - row) * columns));
		canvas.fill(top + 1 + row, left + 1, right - wasted, ' ', selected);
		canvas.fill(top + 1 + row, right - wasted, right, symbols.hatched, selected ?? 'waste');
	}
}

/** The whole name under the cursor, its share, and what of it nobody sees. */
function footLine(cells: readonly MapCell[], cursor: number, width: number, theme: Theme): string {
	const cell = cells[cursor];
	const total = cells.reduce((sum, {size}) => sum + size, 0);
	const {symbols: {separator, hatched}} = theme;
	const facts = [
		formatBytes(cell.size),
		percent(cell.size / total),
		cell.waste > 0 ? `${hatched} ${formatBytes(cell.waste)} no longer seen` : '',
	].filter(Boolean).join(` ${separator} `);
	return rule({text: `${cell.name}  ${facts}`, end: `${formatCount(cursor + 1)}/${formatCount(cells.length)}`}, width, theme);
}
