import {helpColumns, type HelpRow} from '../help-rows.js';
import {padEnd} from '../parts/fit.js';
import {highlight} from '../parts/highlight.js';
import {keySign} from '../parts/key-sign.js';
import {occurrences} from '../parts/text-line.js';
import type {Theme} from '../theme.js';

/** One key in help: the place above it where it is the first of that, and as many lines as what it does takes. */
export function helpLines({binding, keys: ownKeys, heading, isFirst, label}: HelpRow, {isSelected, query, columns, theme}: {
	isSelected: boolean;
	query: string;
	columns: number;
	theme: Theme;
}): string[] {
	const {paint, symbols} = theme;
	const widths = helpColumns(columns);
	const lines = label.map((text, index) => {
		const group = widths.group === 0 ? '' : padEnd(isFirst && index === 0 ? binding.group : '', widths.group, symbols.ellipsis);
		const keys = padEnd(index === 0 ? ownKeys.map(key => keySign(key, symbols)).join(' ') : '', widths.keys, symbols.ellipsis);
		return isSelected
			? paint.selected(padEnd(`${index === 0 ? '> ' : '  '}${group}${keys}  ${text}`, columns, symbols.ellipsis))
			: `  ${paint.faint(group)}${paint.strong(keys)}  ${highlight(text, occurrences(text, query), plain => plain, paint.match)}`;
	});
	return [...heading.map(text => ` ${paint.good(text)}`), ...lines];
}
