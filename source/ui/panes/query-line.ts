import {safeText} from '../../format/safe-text.js';
import {cutEnd} from '../parts/fit.js';
import {textWidth} from '../parts/text-width.js';
import type {Theme} from '../theme.js';
import {typedText} from './typed-text.js';

/** A query that is being typed, as it is drawn. */
export type QueryLine = {
	line: string;
	/** The column of the screen in which a place of the text stands. */
	columnOf: (at: number) => number;
};

/** The line of a query: a prompt, what is typed with its caret, and at the right what came of it. As wide as the screen. */
export function queryLine({prompt, text, caret, result, columns, theme}: {
	prompt: string;
	text: string;
	/** Characters of the text before the caret. */
	caret: number;
	/** Such as `12 of 3,412`. */
	result: string;
	columns: number;
	theme: Theme;
}): QueryLine {
	const {color, paint, symbols} = theme;
	const shownResult = cutEnd(result, Math.max(0, columns - 24), symbols.ellipsis);
	const start = textWidth(prompt) + 2;
	const room = Math.max(8, columns - start - textWidth(shownResult) - 3);
	const {before, caretText, after, width} = typedText(text, caret, room, theme);
	const space = ' '.repeat(Math.max(1, columns - start - width - textWidth(shownResult) - 1));
	const cut = textWidth(safeText(text.slice(0, caret))) - textWidth(before);
	return {
		line: ` ${paint.strong(prompt)} ${before}${caretText}${after}${space}${paint.faint(shownResult)}`,
		columnOf(at) {
			const column = start - cut + textWidth(safeText(text.slice(0, at))) + (!color && at > caret ? textWidth(symbols.caret) : 0);
			return Math.max(start, column);
		},
	};
}
