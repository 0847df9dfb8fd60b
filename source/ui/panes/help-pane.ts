import {helpHeight} from '../reduce-move.js';
import {rule} from '../parts/rule.js';
import type {Field, State} from '../state.js';
import type {Theme} from '../theme.js';
import {legend} from './legend.js';
import {helpBindings, helpLine} from './help-lines.js';

/** The lines of help, which has the whole screen below the title. */
export function helpPane(state: State, field: Field, theme: Theme): string[] {
	const {columns} = state.size;
	const height = helpHeight(state);
	const found = helpBindings(field.text, state);
	const shown = found.slice(state.tops.help, state.tops.help + height);
	const lines = [rule({title: 'Keys', isFocused: true, text: 'type to filter them, Enter does what is selected', end: `${found.length}`}, columns, theme)];
	for (const [index, binding] of shown.entries()) {
		const row = state.tops.help + index;
		lines.push(helpLine(binding, {
			isFirst: index === 0 || shown[index - 1].group !== binding.group,
			isSelected: row === state.helpRow,
			query: field.text,
			columns,
			theme,
		}));
	}

	if (found.length === 0) {
		lines.push(theme.paint.faint('  No key does that.'));
	}

	while (lines.length <= height) {
		lines.push('');
	}

	return [...lines, ...legend(columns, theme)];
}
