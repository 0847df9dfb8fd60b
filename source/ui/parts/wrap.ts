import {safeText} from '../../format/safe-text.js';
import {textWidth} from './text-width.js';

const segmenter = new Intl.Segmenter();

/**
Text from an image as safe lines of at most `columns`: its own line breaks are kept, words are kept whole where they fit.

Lines that go on are indented by `indent` columns.
*/
export function wrapText(text: string, columns: number, indent = 0): string[] {
	const lines: string[] = [];
	for (const line of text.replaceAll('\r\n', '\n').split('\n')) {
		wrapLine(safeText(line.replaceAll('\t', ' '.repeat(4))), Math.max(columns, indent + 4), indent, lines);
	}

	return lines;
}

/** Text from an image on one line: breaks, tabs and continuations stand as one space. */
export function oneLine(text: string): string {
	return safeText(text.replaceAll(/\s*\\?[\n\r]\s*|\t/g, ' ').trim());
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
