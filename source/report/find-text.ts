import {styleText} from 'node:util';
import {safeText} from '../format/safe-text.js';
import type {Find, FoundPath} from './find.js';
import type {TextOptions} from './text-options.js';

/** How rows of text end: where it is with NUL, they are paths alone, as they are. */
export type FindTextOptions = Pick<TextOptions, 'color'> & {ending: '\n' | '\0'};

/** Paths, best first; behind one that the final file system does not have stands a tab and what became of it. */
export function * findText({paths, ranges}: Find, {color, ending}: FindTextOptions): Generator<string> {
	for (const found of paths()) {
		if (ending === '\0') {
			// For programs, which want it as it is.
			yield `${found.path}\0`;
			continue;
		}

		const path = safeText(found.path);
		const shown = color ? painted(path, ranges(path), found.removedBy !== null) : path;
		yield `${shown}${goneNote(found, color)}\n`;
	}
}

function goneNote({layer, removedBy}: FoundPath, color: boolean): string {
	if (removedBy === null) {
		return '';
	}

	const note = removedBy === layer ? `(removed by layer ${removedBy})` : `(of layer ${layer}, removed by layer ${removedBy})`;
	return `\t${color ? styleText('dim', note, {validateStream: false}) : note}`;
}

function painted(path: string, ranges: ReadonlyArray<readonly [number, number]>, isGone: boolean): string {
	const paint = (style: Parameters<typeof styleText>[0], text: string) => text === '' ? '' : styleText(style, text, {validateStream: false});
	const plain = (text: string) => isGone ? paint('red', text) : text;
	let line = '';
	let last = 0;
	for (const [start, end] of ranges) {
		line += plain(path.slice(last, start)) + paint(['bold', isGone ? 'red' : 'magenta'], path.slice(start, end));
		last = end;
	}

	return line + plain(path.slice(last));
}
