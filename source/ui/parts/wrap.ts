import {countOf} from '../../format/count.js';
import {safeText} from '../../format/safe-text.js';
import {isNarrow, textWidth} from './text-width.js';

const segmenter = new Intl.Segmenter();

/** More of a text than this is only counted: it is wrapped anew for each frame, and no one reads as much here. */
const longest = 1 << 16;

/**
Text from an image as safe lines of at most `columns`: its own line breaks are kept, words are kept whole where they fit.

Lines that go on are indented by `indent` columns.
*/
export function wrapText(text: string, columns: number, indent = 0): string[] {
	const lines: string[] = [];
	for (const line of text.slice(0, longest).replaceAll('\r\n', '\n').split('\n')) {
		wrapLine(safeText(line.replaceAll('\t', ' '.repeat(4))), Math.max(columns, indent + 4), indent, lines);
	}

	if (text.length > longest) {
		lines.push(`(${countOf(text.length - longest, 'character')} more)`);
	}

	return lines;
}

/** Text from an image on one line: breaks, tabs and continuations stand as one space. */
export function oneLine(text: string): string {
	// A run of white space is one match: a pattern that tries at each of its places would take the square of its length.
	return safeText(text.replaceAll(/(?:\s|\\(?=[\n\r]))+/g, run => /[\n\r]/.test(run) ? ' ' : run.replaceAll('\t', ' ')).trim());
}

function wrapLine(line: string, columns: number, indent: number, lines: string[]): void {
	let current = '';
	let width = 0;
	let isContinued = false;
	const flush = () => {
		lines.push(isContinued ? ' '.repeat(indent) + current.trimEnd() : current.trimEnd());
		isContinued = true;
		current = '';
		width = 0;
	};

	for (const word of line.match(/^\s+|\S+\s*/g) ?? ['']) {
		const room = columns - (isContinued ? indent : 0);
		const wordWidth = textWidth(word.trimEnd());
		if (width > 0 && width + wordWidth > room) {
			flush();
		}

		if (wordWidth <= columns - (isContinued ? indent : 0)) {
			current += word;
			width += textWidth(word);
			continue;
		}

		if (isNarrow(word)) {
			for (let start = 0; start < word.length;) {
				const end = start + Math.max(1, columns - (isContinued ? indent : 0) - width);
				current += word.slice(start, end);
				width += Math.min(end, word.length) - start;
				start = end;
				if (start < word.length) {
					flush();
				}
			}

			continue;
		}

		for (const {segment} of segmenter.segment(word)) {
			const segmentWidth = textWidth(segment);
			if (width + segmentWidth > columns - (isContinued ? indent : 0)) {
				flush();
			}

			current += segment;
			width += segmentWidth;
		}
	}

	if (current !== '' || !isContinued) {
		flush();
	}
}
