import {copyChoices, previewOf} from '../copy-choices.js';
import {cursorMark} from '../parts/cursor-row.js';
import {cutMiddle, padEnd} from '../parts/fit.js';
import {rule} from '../parts/rule.js';
import type {Field, State} from '../state.js';
import {withoutPaint, type Theme} from '../theme.js';

/** The longest name, such as `digest of the content`, and a gap. */
const nameWidth = 23;

/** The menu of what can be copied, which has the whole screen below the title while a key is awaited. */
export function copyPane(state: State, {row = 0}: Field, theme: Theme): string[] {
	const {columns} = state.size;
	const choices = copyChoices(state);
	const lines = choices.map((choice, index) => {
		const isSelected = index === row;
		const {paint, symbols: {ellipsis}} = isSelected ? withoutPaint(theme) : theme;
		const room = Math.max(1, columns - 5 - nameWidth);
		const name = padEnd(choice.lines.length > 1 ? choice.plural : choice.name, nameWidth, ellipsis);
		const preview = cutMiddle(previewOf(choice), room, ellipsis);
		const text = choice.lines.length > 0
			? `${isSelected ? cursorMark : ' '} ${paint.strong(choice.key)}  ${name}${padEnd(preview, room, '')}`
			: paint.faint(`${isSelected ? cursorMark : ' '} ${choice.key}  ${name}${padEnd(`(${preview})`, room, ellipsis)}`);
		return isSelected ? theme.paint.selected(text) : text;
	});
	return [rule({title: 'Copy', isFocused: true, text: 'its key, or Enter'}, columns, theme), ...lines];
}
