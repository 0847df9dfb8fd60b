import type {Theme} from '../theme.js';

/** In front of the row under the cursor, in colour or not. */
export const cursorMark = '>';

/** The row under the cursor is inverse in the pane that has the keys, and strong in the others. */
export function cursorRowPaint(isFocused: boolean, {paint}: Theme): (text: string) => string {
	return isFocused ? paint.selected : paint.strong;
}
