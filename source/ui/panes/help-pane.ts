import {helpRows} from '../help-rows.js';
import {helpHeight} from '../reduce-move.js';
import {rule} from '../parts/rule.js';
import type {Field, State} from '../state.js';
import type {Theme} from '../theme.js';
import {legend} from './legend.js';
import {helpLines} from './help-lines.js';

/** The lines of help, which has the whole screen below the title: the keys of the place that has them first. */
export function helpPane(state: State, field: Field, theme: Theme): string[] {
	const {columns} = state.size;
	const height = helpHeight(state);
	const rows = helpRows(field.text, state, columns);
	const all = rows.flatMap((row, index) => helpLines(row, {isSelected: index === state.helpRow, query: field.text, columns, theme}));
	const shown = rows.length === 0 ? [theme.paint.faint('  No key does that.')] : all.slice(state.tops.help, state.tops.help + height);
	const lines = [rule({title: 'Keys', isFocused: true, text: 'type to filter them, Enter does what is selected', end: `${rows.length}`}, columns, theme), ...shown];

	while (lines.length <= height) {
		lines.push('');
	}

	return [...lines, ...legend(columns, theme)];
}
