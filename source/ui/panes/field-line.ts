import {safeText} from '../../format/safe-text.js';
import {cutEnd, cutStart} from '../parts/fit.js';
import {textWidth} from '../parts/text-width.js';
import type {Field} from '../state.js';
import type {Theme} from '../theme.js';
import {fieldHints} from './hint-line.js';

/** A line that is being typed, its caret, what it found, and the keys that act in it. */
export function fieldLine({kind, text, caret, result, columns, theme}: {
	kind: Field['kind'];
	text: string;
	caret: number;
	/** Such as `12 of 3,412`. */
	result: string;
	columns: number;
	theme: Theme;
}): string {
	const {color, paint, symbols} = theme;
	const prompt = {search: '/', filter: '&', help: '?', copy: 'Y', find: 'f', look: '/', line: ':'}[kind];
	const hints = fieldHints(kind, columns - textWidth(result) - 32, theme);
	const hintsWidth = hints === '' ? 0 : visibleWidth(hints) + 2;
	const room = Math.max(8, columns - textWidth(prompt) - textWidth(result) - hintsWidth - 5);
	const before = cutStart(safeText(text.slice(0, caret)), room - 1, symbols.ellipsis);
	const [under = ' ', ...rest] = Array.from(safeText(text.slice(caret)));
	const after = cutEnd(rest.join(''), Math.max(0, room - textWidth(before) - textWidth(under)), symbols.ellipsis);
	const caretText = color ? paint.selected(under) : symbols.caret + (under === ' ' ? '' : under);
	const typed = textWidth(before) + textWidth(after) + (color ? textWidth(under) : visibleWidth(caretText));
	const space = Math.max(1, columns - 1 - textWidth(prompt) - typed - textWidth(result) - hintsWidth - 1);
	return ` ${paint.strong(prompt)}${before}${caretText}${after}${' '.repeat(space)}${paint.faint(result)}${hints === '' ? '' : `  ${hints}`}`;
}

function visibleWidth(text: string): number {
	return textWidth(text.replaceAll(/\u001B\[[\d;]*m/g, ''));
}
