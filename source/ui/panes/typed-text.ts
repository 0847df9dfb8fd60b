import {safeText} from '../../format/safe-text.js';
import {cutEnd, cutStart} from '../parts/fit.js';
import {textWidth} from '../parts/text-width.js';
import type {Theme} from '../theme.js';

/** A text that is being typed, cut to the room that it has around its caret. */
export type TypedText = {
	before: string;
	/** The character under the caret; a space behind the last. */
	under: string;
	/** That character with the caret, as it is drawn. */
	caretText: string;
	after: string;
	/** Columns of all three. */
	width: number;
};

/** Cuts what is typed to `room` columns, and draws its caret. `caret`: characters of the text before it. */
export function typedText(text: string, caret: number, room: number, {color, paint, symbols}: Theme): TypedText {
	const before = cutStart(safeText(text.slice(0, caret)), room - 1, symbols.ellipsis);
	const [under = ' ', ...rest] = Array.from(safeText(text.slice(caret)));
	// Without colours nothing is inverse: a sign of its own is the caret.
	const sign = color ? under : symbols.caret + (under === ' ' ? '' : under);
	const after = cutEnd(rest.join(''), Math.max(0, room - textWidth(before) - textWidth(sign)), symbols.ellipsis);
	return {before, under, caretText: color ? paint.selected(sign) : sign, after, width: textWidth(before) + textWidth(sign) + textWidth(after)};
}
