import type {Paint, Theme} from '../theme.js';
import {cutEnd, padEnd} from './fit.js';
import {highlight} from './highlight.js';
import {wrapText} from './wrap.js';

/** A line of running text in a pane: safe, and no wider than the pane. */
export type TextLine = {
	text: string;
	style?: keyof Paint;
	/** Characters at the start that name what follows. */
	label?: number;
	/** Whether what goes on below it is left out: an ellipsis tells. */
	isCut?: boolean;
};

const labelWidth = 10;

/** A heading, with an empty line before it. */
export function headingLines(text: string): TextLine[] {
	return [{text: ''}, {text, style: 'strong'}];
}

/** Text from an image, wrapped. */
export function paragraph(text: string, columns: number, style?: keyof Paint): TextLine[] {
	return wrapText(text, columns, 2).map(line => ({text: line, style}));
}

/** A name and its value, the value wrapped beside it; nothing where there is no value. */
export function field(name: string, value: string | undefined, columns: number, style?: keyof Paint): TextLine[] {
	if (value === undefined || value === '') {
		return [];
	}

	// A narrow pane has the value below its name.
	if (columns < labelWidth + 20) {
		return [{text: name, label: name.length}, ...wrapText(value, columns - 2).map(line => ({text: `  ${line}`, style}))];
	}

	return wrapText(value, columns - labelWidth - 1).map((line, index) => ({
		text: padEnd(index === 0 ? name : '', labelWidth, '') + ' ' + line,
		label: labelWidth,
		style,
	}));
}

/** Draws a line. `query`: what a search looks for. */
export function textLine(line: TextLine, columns: number, query: string, {paint, symbols}: Theme): string {
	const tail = line.isCut ? ` ${symbols.ellipsis}` : '';
	const text = cutEnd(line.text, Math.max(0, columns - tail.length), line.isCut ? '' : symbols.ellipsis) + tail;
	const style = line.style ? paint[line.style] : (text: string) => text;
	const found = query === '' ? [] : occurrences(text, query);
	if (found.length > 0) {
		return highlight(text, found, style, paint.match);
	}

	const label = line.label ?? 0;
	return paint.faint(text.slice(0, label)) + style(text.slice(label));
}

/** Where a query stands in a text: from, to. With a capital letter in it capitals matter. */
export function occurrences(text: string, query: string): Array<readonly [number, number]> {
	const found: Array<readonly [number, number]> = [];
	const folded = query === query.toLowerCase() ? text.toLowerCase() : text;
	// Some letters change their length with their case; then places would not fit.
	if (query === '' || folded.length !== text.length) {
		return found;
	}

	for (let at = folded.indexOf(query); at !== -1; at = folded.indexOf(query, at + query.length)) {
		found.push([at, at + query.length]);
	}

	return found;
}
