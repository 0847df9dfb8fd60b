import {columnsOf} from './cut-text.js';

/** A line takes at most so many code units for each column: marks that take none would make it endless. */
const mostUnits = 8;

/**
Text in lines of at most `columns`, broken between words; what is longer than a line is broken anywhere. Lines after the first
begin with `indent`. Made safe before: it has no line breaks.
*/
export function wrapText(text: string, columns: number, indent = ''): string[] {
	const lines: string[] = [];
	let line = '';
	let width = 0;
	for (const word of text.split(/(?<=\S)(?= )/)) {
		if (fitting(word, 0, columns - width, (columns * mostUnits) - line.length) === word.length) {
			line += word;
			width += widthOf(word);
			continue;
		}

		if (line === '') {
			line = cutInto(lines, word, {first: '', columns, indent});
		} else {
			lines.push(line);
			line = cutInto(lines, word.trimStart(), {first: indent, columns, indent});
		}

		width = widthOf(line);
	}

	return [...lines, line];
}

/** Writes a word as lines that are full, each from where the one before ended, and gives what is left of it for the next. */
function cutInto(lines: string[], word: string, {first, columns, indent}: {first: string; columns: number; indent: string}): string {
	let before = first;
	let start = 0;
	for (;;) {
		const end = fitting(word, start, columns - before.length, (columns * mostUnits) - before.length);
		// Where not even one character fits, the rest stands as it is.
		if (end === word.length || end === start) {
			return before + word.slice(start);
		}

		lines.push(before + word.slice(start, end));
		before = indent;
		start = end;
	}
}

/** Up to where a text fits from `start` on. */
function fitting(text: string, start: number, columns: number, units: number): number {
	let width = 0;
	let end = start;
	while (end < text.length) {
		const character = String.fromCodePoint(text.codePointAt(end)!);
		width += columnsOf(character);
		if (width > columns || end + character.length - start > units) {
			break;
		}

		end += character.length;
	}

	return end;
}

function widthOf(text: string): number {
	let width = 0;
	for (const character of text) {
		width += columnsOf(character);
	}

	return width;
}
