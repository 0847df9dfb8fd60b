import {safeText} from '../../format/safe-text.js';
import type {QueryError} from '../../tree/query/query.js';
import {cutEnd, cutMiddle} from '../parts/fit.js';
import {textWidth} from '../parts/text-width.js';
import {oneLine} from '../parts/wrap.js';
import type {Field} from '../state.js';
import type {Theme} from '../theme.js';
import {fieldHints} from './hint-line.js';
import {typedText} from './typed-text.js';

/** Columns that what is typed has in any case. */
const leastText = 8;

/** In fewer columns nothing is told of what stands before the text. */
const leastPrompt = 12;

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
	const sign = {search: '/', filter: '&', help: '?', copy: 'Y', find: 'f', look: '/', line: ':', extract: 'x', start: ''}[kind];
	const half = Math.floor(columns / 2);
	// What is typed keeps half of the line; beside what is wrong the key alone stands before it.
	let prompt = own === undefined ? sign : (error ? `${sign} ` : `${cutMiddle(oneLine(own), half, symbols.ellipsis)} `);
	// What is wrong is told whole where what is typed has room beside it, else in half of the line.
	let told = error ? cutEnd(safeText(error.message), Math.max(half, columns - textWidth(prompt) - Math.min(textWidth(safeText(text)) + 2, half) - 5), symbols.ellipsis) : result;
	let hints = error ? '' : fieldHints(kind, columns - textWidth(told) - Math.max(32, textWidth(prompt) + 28), theme);
	if (hints === '' && !error && own !== undefined) {
		// Where all of it has no room, how to go on and how to get out is worth most: the rest makes way for it.
		told = kind === 'look' ? told : '';
		hints = fieldHints(kind, columns - 2 - leastText - 1 - textWidth(sign) - 1 - textWidth(told) - 2, theme);
		const room = columns - 2 - leastText - 1 - textWidth(told) - (hints === '' ? 0 : visibleWidth(hints) + 2) - 1;
		prompt = room < leastPrompt ? `${sign} ` : `${cutMiddle(oneLine(own), Math.min(half, room), symbols.ellipsis)} `;
	}

	const hintsWidth = hints === '' ? 0 : visibleWidth(hints) + 2;
	const room = Math.max(leastText, columns - textWidth(prompt) - textWidth(told) - hintsWidth - 5);
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
