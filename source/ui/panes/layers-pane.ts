import type {BaseImage} from '../../image/base-image.js';
import {listOf, type Rectangle} from '../layout.js';
import {cursorMark, cursorRowPaint} from '../parts/cursor-row.js';
import {highlight} from '../parts/highlight.js';
import {memoize} from '../parts/memoize.js';
import {rule} from '../parts/rule.js';
import {occurrences} from '../parts/text-line.js';
import {baseLayers, baseName, selectBase} from '../select-base.js';
import {selectLargest, selectLayerRow} from '../select-layers.js';
import type {State} from '../state.js';
import {withoutPaint, type Theme} from '../theme.js';
import {layerColumns, layerHeading, layerLine} from './layer-row.js';

/** Draws rows, each once while nothing that they tell has changed. */
const drawn = memoize((
	_news: ReturnType<typeof newsOf>, _base: BaseImage | undefined, _width: number, _query: string, _theme: Theme,
): Map<number, string> => new Map());

const newsOf = memoize((image: State['image'], grown: State['grown'], layers: State['layers'], marks: State['marks'], range: State['range'] | undefined) =>
	[image, grown, layers, marks, range] as const);

/** The lines of the layers pane. */
export function layersPane(state: State, rectangle: Rectangle, theme: Theme): string[] {
	const {image, grown, layers, layer} = state;
	const count = image?.layers.length ?? 0;
	const list = listOf('layers', rectangle);
	const isFocused = state.focus === 'layers' && state.field?.kind !== 'help';
	const top = state.tops.layers;
	const query = state.search?.pane === 'layers' ? state.search.query : '';
	const columns = layerColumns(rectangle.width, count);
	const largest = selectLargest(state);
	const base = selectBase(state);
	const lines = [
		rule({title: '1 Layers', isFocused, text: base && !base.isGuess ? `${baseLayers(base)} of ${baseName(base)}` : '', end: count > list.height ? `${layer}/${count}` : ''}, rectangle.width, theme),
		...(list.hasColumns ? [theme.paint.faint(layerHeading(columns, theme))] : []),
	];

	const kept = drawn(newsOf(image, grown, layers, state.marks, state.marks.size > 0 ? state.range : undefined), base, rectangle.width, query, theme);
	const find = (text: string) => highlight(text, occurrences(text, query), text => text, theme.paint.match);
	for (let index = top; index < Math.min(count, top + list.height); index++) {
		if (index + 1 === layer) {
			lines.push(cursorRowPaint(isFocused, theme)(layerLine(selectLayerRow(state, index), columns, largest, cursorMark, withoutPaint(theme))));
			continue;
		}

		const line = kept.get(index) ?? layerLine(selectLayerRow(state, index), columns, largest, ' ', theme, find);
		kept.set(index, line);
		lines.push(line);
	}

	return lines;
}
