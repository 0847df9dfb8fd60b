import {countOf, formatCount} from '../../format/count.js';
import type {Rectangle} from '../layout.js';
import {cutEnd} from '../parts/fit.js';
import {countOffers, selectStartRows, selectStartText} from '../start.js';
import type {State} from '../state.js';
import type {Theme} from '../theme.js';
import {viewRowIndex} from '../view-rows.js';
import {listPane} from './list-pane.js';
import {queryLine} from './query-line.js';

const hint = 'type to find an image, or the path or name of one to open it';

/** The lines of the start screen: what is typed, and below it the images. `rectangle`: that of the list. */
export function startPane(state: State, rectangle: Rectangle, theme: Theme): string[] {
	const {columns} = state.size;
	const {paint, symbols: {ellipsis}} = theme;
	const text = selectStartText(state);
	const typed = queryLine({prompt: 'open', text, caret: state.field?.kind === 'start' ? state.field.caret : 0, result: countText(state), columns, theme});
	const line = text === '' ? ` ${paint.strong('open')} ${paint.faint(cutEnd(hint, columns - 7, ellipsis))}` : typed.line;
	return [line, ...listPane('start', state, rectangle, theme)];
}

/** How many match. */
function countText(state: State): string {
	const found = selectStartRows(state).filter(({offer}) => offer).length;
	const {start} = state;
	if (!start || selectStartText(state) === '') {
		return start ? countOf(countOffers(start), 'image') : '';
	}

	return found === 0 ? 'no match' : `${formatCount(Math.min(found, viewRowIndex(state, 'start') + 1))} of ${formatCount(found)}`;
}
