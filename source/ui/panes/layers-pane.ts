import {listOf, type Rectangle} from '../layout.js';
import {cursorMark, cursorRowPaint} from '../parts/cursor-row.js';
import {highlight} from '../parts/highlight.js';
import {memoize} from '../parts/memoize.js';
import {rule} from '../parts/rule.js';
import {occurrences} from '../parts/text-line.js';
import {selectLayerRows} from '../select.js';
import type {State} from '../state.js';
import {withoutPaint, type Theme} from '../theme.js';
import {layerColumns, layerHeading, layerLine, type LayerRow} from './layer-row.js';

const painted = memoize((rows: LayerRow[], width: number, query: string, theme: Theme): ((index: number) => string) => {
	const columns = layerColumns(width, rows.length);
	const largest = largestOf(rows);
	const lines: string[] = [];
	const find = (text: string) => highlight(text, occurrences(text, query), text => text, theme.paint.match);
	return index => {
		lines[index] ??= layerLine(rows[index], columns, largest, ' ', theme, find);
		return lines[index];
	};
});

/** The lines of the layers pane. */
export function layersPane(state: State, rectangle: Rectangle, theme: Theme): string[] {
	const rows = selectLayerRows(state);
	const list = listOf('layers', rectangle);
	const isFocused = state.focus === 'layers' && state.field?.kind !== 'help';
	const top = state.tops.layers;
	const query = state.search?.pane === 'layers' ? state.search.query : '';
	const columns = layerColumns(rectangle.width, rows.length);
	const lines = [
		rule({title: '1 Layers', isFocused, end: rows.length > list.height ? `${state.layer}/${rows.length}` : ''}, rectangle.width, theme),
		...(list.hasColumns ? [theme.paint.faint(layerHeading(columns, theme))] : []),
	];

	const line = painted(rows, rectangle.width, query, theme);
	for (let index = top; index < Math.min(rows.length, top + list.height); index++) {
		lines.push(index + 1 === state.layer
			? cursorRowPaint(isFocused, theme)(layerLine(rows[index], columns, largestOf(rows), cursorMark, withoutPaint(theme)))
			: line(index));
	}

	return lines;
}

const largestOf = memoize((rows: LayerRow[]): number => rows.reduce((most, row) => Math.max(most, row.size ?? 0), 0));
