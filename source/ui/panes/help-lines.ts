import {bindings, groups, holdsSomewhere, type Binding} from '../key-bindings.js';
import {placesText} from '../key-table.js';
import {cutEnd, padEnd} from '../parts/fit.js';
import {textWidth} from '../parts/text-width.js';
import {highlight} from '../parts/highlight.js';
import {keySign} from '../parts/key-sign.js';
import {occurrences} from '../parts/text-line.js';
import type {State} from '../state.js';
import type {Theme} from '../theme.js';

/** The keys of what has the screen that match what is typed: the key itself, what begins with it, what tells of it, and then those of its group or place. */
export function helpBindings(query: string, state: Pick<State, 'shelf' | 'comparison'> = {}): Binding[] {
	const typed = query.toLowerCase().trim();
	const words = typed.split(' ').filter(Boolean);
	const found = groups.flatMap(group => bindings.filter(binding => binding.group === group && holdsSomewhere(binding, state))).filter(binding => {
		const text = `${binding.keys.join(' ')} ${binding.label} ${binding.group}${placesText(binding)}`.toLowerCase();
		return binding.keys.includes(query) || words.every(word => text.includes(word));
	});
	return typed === '' ? found : found.toSorted((a, b) => rankOf(a, query, typed) - rankOf(b, query, typed));
}

/** The lower, the sooner. */
function rankOf({keys, label, hint = '', group}: Binding, query: string, typed: string): number {
	const told = label.toLowerCase();
	if (keys.includes(query)) {
		return 0;
	}

	if (group === typed || [told, told.replace(/^(?:a|the|to the) /, ''), hint.toLowerCase()].some(text => text.startsWith(typed))) {
		return 1;
	}

	return typed.split(' ').every(word => told.includes(word)) ? 2 : 3;
}

const keysWidth = 22;
const groupWidth = 16;

/** One key in help; its group is named where the one before is of another. */
export function helpLine(binding: Binding, {isFirst, isSelected, query, columns, theme}: {
	isFirst: boolean;
	isSelected: boolean;
	query: string;
	columns: number;
	theme: Theme;
}): string {
	const {paint, symbols} = theme;
	const hasGroup = columns >= 70;
	const group = hasGroup ? padEnd(isFirst ? binding.group : '', groupWidth, symbols.ellipsis) : '';
	const keys = padEnd(binding.keys.map(key => keySign(key, symbols)).join(' '), Math.min(keysWidth, Math.floor(columns / 3)), symbols.ellipsis);
	const room = columns - 2 - textWidth(group) - textWidth(keys) - 2;
	const label = cutEnd(binding.label + placesText(binding), room, symbols.ellipsis);
	const mark = isSelected ? '> ' : '  ';
	if (isSelected) {
		return paint.selected(padEnd(`${mark}${group}${keys}  ${label}`, columns, symbols.ellipsis));
	}

	return `${mark}${paint.faint(group)}${paint.strong(keys)}  ${highlight(label, occurrences(label, query), text => text, paint.match)}`;
}
