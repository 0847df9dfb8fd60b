import {smallest} from '../layout.js';
import {textWidth} from '../parts/text-width.js';
import {wrapText} from '../parts/wrap.js';
import type {Failure, State} from '../state.js';
import type {Theme} from '../theme.js';
import {nameOf} from './title-line.js';

/** An error takes the screen in three sentences: what, why, what to try. */
export function failureScreen({what, why, remedy}: Failure, {size: {columns, rows}, isInner, phase}: Pick<State, 'size' | 'isInner' | 'phase'>, theme: Theme): string[] {
	const {paint} = theme;
	const width = Math.min(columns - 4, 76);
	const part = (text: string, style: (text: string) => string) => wrapText(text, width).map(line => `  ${style(line)}`);
	const hints = [...(phase === 'stopped' ? [['c', 'go on'], ['O', 'open another']] : []), ...(isInner ? [['Esc', 'back']] : []), ['q', 'quit']];
	const lines = [
		...part(what, paint.error),
		'',
		...part(why, text => text),
		'',
		...part(remedy, paint.strong),
		'',
		`  ${hints.map(([key, label]) => `${paint.strong(key)} ${paint.faint(label)}`).join('  ')}`,
	];
	return [...emptyLines(Math.floor((rows - lines.length) / 3)), ...lines];
}

/** Too small a terminal: what it takes. */
export function tinyScreen({columns, rows}: State['size']): string[] {
	const text = `freedive needs ${smallest.columns} columns and ${smallest.rows} rows; here are ${columns} and ${rows}. Make the window larger, or press ctrl-c to quit.`;
	return wrapText(text, Math.max(4, columns - 1));
}

/** What is said while there is nothing to show yet. */
export function openingScreen({size: {columns, rows}, reference}: State): string[] {
	const text = wrapText(`Opening ${nameOf(reference)}`, Math.max(8, columns - 4))[0];
	const space = ' '.repeat(Math.max(0, Math.floor((columns - textWidth(text)) / 2)));
	return [...emptyLines(Math.floor(rows / 2) - 2), space + text];
}

function emptyLines(count: number): string[] {
	return Array.from({length: Math.max(0, count)}, () => '');
}
