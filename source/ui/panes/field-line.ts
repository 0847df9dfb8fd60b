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

/** Columns that what is typed has where all else has room too. */
const roomyText = 20;

/** In fewer columns nothing is told of what stands before the text. */
const leastPrompt = 12;

/** Columns that are left of a name that stands before the text, before hints make way for it. */
const leastName = 9;

/** What stands before the text, where that is more than the key: what is cut where there is little room, and what stands behind that. */
export type Prompt = {name: string; rest: string};

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
	prompt?: Prompt;
	columns: number;
	theme: Theme;
}): string {
	const {paint, symbols} = theme;
	const sign = {search: '/', filter: '&', help: '?', copy: 'Y', find: 'f', look: '/', line: ':', extract: 'x', start: ''}[kind];
	const half = Math.floor(columns / 2);
	// Beside what is wrong the key alone stands before what is typed.
	let prompt = own === undefined ? sign : (error ? `${sign} ` : `${cutPrompt(own, half, symbols.ellipsis)} `);
	// What is wrong is told whole where what is typed has room beside it, else in half of the line.
	let told = error ? cutEnd(safeText(error.message), Math.max(half, columns - textWidth(prompt) - Math.min(textWidth(safeText(text)) + 2, half) - 5), symbols.ellipsis) : result;
	let hints = error ? '' : fieldHints(kind, columns - textWidth(told) - Math.max(32, textWidth(prompt) + 28), theme);
	const roomFor = () => columns - textWidth(prompt) - textWidth(told) - hintsWidth(hints) - (told === '' ? 3 : 5);
	// With the caret behind it, or on it.
	const whole = Math.max(leastText, Math.min(textWidth(safeText(text)) + 2, half));
	if (own !== undefined && !error && (hints === '' || roomFor() < Math.max(roomyText, whole))) {
		// What is typed is seen first of all: a name is cut for it, then the hints make way, and then what stands before it.
		told = kind === 'look' ? told : '';
		hints = fieldHints(kind, columns, theme);
		const least = leastName + textWidth(oneLine(own.rest));
		const roomBefore = () => roomFor() + textWidth(prompt) - whole - 1;
		hints = roomBefore() < Math.min(textWidth(prompt) - 1, least) ? '' : hints;
		const room = roomBefore();
		prompt = room < Math.min(textWidth(prompt) - 1, leastPrompt) ? `${sign} ` : `${cutPrompt(own, Math.min(half, room), symbols.ellipsis)} `;
	}

	const room = Math.max(leastText, roomFor());
	const {before, under, caretText, after, width} = typedText(text, caret, room, theme);
	const space = Math.max(1, columns - 1 - textWidth(prompt) - width - textWidth(told) - hintsWidth(hints) - 1);
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

/** The prompt in at most `columns`: its name is cut, and where nothing would be left of that, all of it. */
function cutPrompt({name, rest}: Prompt, columns: number, ellipsis: string): string {
	const [first, last] = [oneLine(name), oneLine(rest)];
	const room = columns - textWidth(last);
	return room < leastName ? cutMiddle(first + last, columns, ellipsis) : cutMiddle(first, room, ellipsis) + last;
}

/** Columns of hints, with those in front of them. */
function hintsWidth(hints: string): number {
	return hints === '' ? 0 : textWidth(hints.replaceAll(/\u001B\[[\d;]*m/g, '')) + 2;
}
