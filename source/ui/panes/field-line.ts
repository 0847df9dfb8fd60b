import {safeText} from '../../format/safe-text.js';
import type {QueryError} from '../../tree/query/query.js';
import {cutEnd, cutMiddle} from '../parts/fit.js';
import {textWidth} from '../parts/text-width.js';
import {oneLine} from '../parts/wrap.js';
import type {Field} from '../state.js';
import type {Theme} from '../theme.js';
import {fieldHints} from './hint-line.js';
import {typedText} from './typed-text.js';

/** A line that is being typed, its caret, what it found, and the keys that act in it. */
export function fieldLine({kind, text, caret, result, isProposed = false, error, prompt: own, columns, theme}: {
	kind: Field['kind'];
	text: string;
	caret: number;
	/** Such as `12 of 3,412`. */
	result: string;
	/** Whether what is typed takes the place of the text. */
	isProposed?: boolean;
	/** What of the text is wrong, and how; it stands in the place of the result. */
	error?: QueryError;
	/** What stands before the text, where that is more than the key. */
	prompt?: string;
	columns: number;
	theme: Theme;
}): string {
	const {paint, symbols} = theme;
	const sign = {search: '/', filter: '&', help: '?', copy: 'Y', find: 'f', look: '/', line: ':', extract: 'x'}[kind];
	// What is typed keeps half of the line.
	const prompt = own === undefined ? sign : `${cutMiddle(oneLine(own), Math.floor(columns / 2), symbols.ellipsis)} `;
	// What is wrong is told whole where what is typed has room beside it, else in half of the line.
	const half = Math.floor(columns / 2);
	const told = error ? cutEnd(safeText(error.message), Math.max(half, columns - textWidth(prompt) - Math.min(textWidth(safeText(text)) + 2, half) - 5), symbols.ellipsis) : result;
	const hints = error ? '' : fieldHints(kind, columns - textWidth(told) - Math.max(32, textWidth(prompt) + 28), theme);
	const hintsWidth = hints === '' ? 0 : visibleWidth(hints) + 2;
	const room = Math.max(8, columns - textWidth(prompt) - textWidth(told) - hintsWidth - 5);
	const {before, under, caretText, after, width} = typedText(text, caret, room, theme);
	const space = Math.max(1, columns - 1 - textWidth(prompt) - width - textWidth(told) - hintsWidth - 1);
	if (error) {
		return ` ${paint.strong(prompt)}${marked(before, caret - before.length, error, theme)}${caretText}${marked(after, caret + under.length, error, theme)}${' '.repeat(space)}${paint.error(told)}`;
	}

	return ` ${paint.strong(prompt)}${isProposed ? paint.selected(before) : before}${caretText}${after}${' '.repeat(space)}${paint.faint(told)}${hints === '' ? '' : `  ${hints}`}`;
}

/** A part of the text, which begins at `from`, with what is wrong of it painted. */
function marked(text: string, from: number, {at, length}: QueryError, {paint}: Theme): string {
	const start = Math.max(0, Math.min(text.length, at - from));
	const end = Math.max(start, Math.min(text.length, at + length - from));
	return text.slice(0, start) + (end > start ? paint.error(text.slice(start, end)) : '') + text.slice(end);
}

function visibleWidth(text: string): number {
	return textWidth(text.replaceAll(/\u001B\[[\d;]*m/g, ''));
}
