import type {Theme} from '../theme.js';
import {cutEnd} from './fit.js';
import {textWidth} from './text-width.js';

/** What a rule carries: the title of a pane, its views, and how far its list is scrolled. */
export type RuleText = {
	/** Shown as a label; the one in focus stands out. */
	title?: string;
	isFocused?: boolean;
	/** What is said beside the title. */
	text?: string;
	/** At the right end. */
	end?: string;
};

/** What a rule keeps of its text's room: the blanks around it, and two signs of the rule. */
const aroundText = 4;

/** For how many columns of text beside its title a rule has room. */
export function ruleRoom({title = '', end = ''}: RuleText, columns: number): number {
	return Math.max(0, columns - (title === '' ? 0 : 3 + textWidth(title)) - (end === '' ? 0 : 2 + textWidth(end)) - aroundText);
}

/** A horizontal rule, exactly `columns` wide, that carries a title: what other programs spend a box on. */
export function rule({title, isFocused = false, text, end}: RuleText, columns: number, {color, paint, symbols}: Theme): string {
	const {horizontal, ellipsis} = symbols;
	let used = 0;
	let line = '';
	const put = (piece: string, painted: (text: string) => string) => {
		const fitting = cutEnd(piece, columns - used, ellipsis);
		used += textWidth(fitting);
		line += painted(fitting);
	};

	if (title !== undefined) {
		put(horizontal, paint.faint);
		// Without colours nothing is inverse, so brackets tell the focus.
		put(isFocused && !color ? `[${title}]` : ` ${title} `, isFocused ? text => paint.selected(paint.strong(text)) : paint.strong);
	}

	const tail = end === undefined || end === '' ? '' : ` ${end} `;
	const room = ruleRoom({title, end}, columns);
	if (text !== undefined && text !== '' && room > 2) {
		put(` ${cutEnd(text, room, ellipsis)} `, plain);
	}

	const rest = columns - used - textWidth(tail) - 1;
	if (tail !== '' && rest >= 0) {
		put(horizontal.repeat(rest), paint.faint);
		put(tail, paint.faint);
	}

	put(horizontal.repeat(Math.max(0, columns - used)), paint.faint);
	return line;
}

function plain(text: string): string {
	return text;
}
