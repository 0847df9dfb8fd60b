import {styleText} from 'node:util';
import type {FoundLine} from '../content/search/found.js';
import {safeText} from '../format/safe-text.js';
import type {Grep, GrepFile} from './grep.js';
import type {TextOptions} from './text-options.js';

type Style = {
	paint: (format: Parameters<typeof styleText>[0], text: string) => string;
	mark: string;
	longest: number;
};

/** So much of a long line stands before its first match. */
const shownBefore = 40;

/** As grep writes it: `path:line:text`; of layers `layer:path:line:text`, with what became of the file. */
export async function * grepText({files, view, mode, hasContext, longest}: Grep, {color, ascii}: TextOptions): AsyncGenerator<string> {
	const style: Style = {paint: (format, text) => color ? styleText(format, text, {validateStream: false}) : text, mark: ascii ? '...' : '…', longest};
	const isOfLayers = 'from' in view;
	let last: {file: string; line: number} | undefined;
	for await (const batch of files) {
		let text = '';
		for (const file of batch) {
			const name = placeOf(file, isOfLayers, style);
			if (mode === 'files') {
				text += `${name}\n`;
			} else if (mode === 'count') {
				text += `${name}${style.paint('cyan', ':')}${file.matches}\n`;
			}

			for (const line of file.lines) {
				if (hasContext && last && (last.file !== name || line.number > last.line + 1)) {
					text += `${style.paint('cyan', '--')}\n`;
				}

				last = {file: name, line: line.number};
				text += lineOf(name, line, style);
			}

			if (file.isBinary) {
				text += `${name}: binary file matches\n`;
			}
		}

		yield text;
	}
}

function placeOf({path, layer, fate, hiddenBy}: GrepFile, isOfLayers: boolean, {paint}: Style): string {
	const name = paint('magenta', safeText(path));
	return isOfLayers ? `${paint('cyan', `${layer}:`)}${name}${fate === 'live' ? '' : ` (${fate} ${hiddenBy === layer ? 'in the same layer' : `by layer ${hiddenBy}`})`}` : name;
}

function lineOf(name: string, line: FoundLine, {paint, mark, longest}: Style): string {
	const sign = paint('cyan', line.isContext ? '-' : ':');
	const {text, ranges} = line;
	const start = text.length > longest ? Math.max(0, Math.min((ranges[0] ?? 0) - shownBefore, text.length - longest)) : 0;
	const end = Math.min(text.length, start + longest);
	let shown = start > 0 || line.before > 0 ? paint('dim', mark) : '';
	let at = start;
	for (let index = 0; index < ranges.length && at < end; index += 2) {
		const from = Math.max(at, Math.min(ranges[index], end));
		const to = Math.max(from, Math.min(ranges[index + 1], end));
		shown += safeLine(text.slice(at, from));
		shown += to > from ? paint(['bold', 'red'], safeLine(text.slice(from, to))) : '';
		at = to;
	}

	shown += safeLine(text.slice(at, end)) + (end < text.length || line.after > 0 ? paint('dim', mark) : '');
	return `${name}${sign}${paint('green', String(line.number))}${sign}${shown}\n`;
}

/** A line of a file, safe for a terminal; a tab does no harm. */
function safeLine(text: string): string {
	return text.includes('\t') ? text.split('\t').map(part => safeText(part)).join('\t') : safeText(text);
}
