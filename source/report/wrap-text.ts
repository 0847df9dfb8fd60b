import {columnsOf, cutText} from './cut-text.js';

/**
Text in lines of at most `columns`, broken between words; what is longer than a line is broken anywhere. Lines after the first
begin with `indent`. Made safe before: it has no line breaks.
*/
export function wrapText(text: string, columns: number, indent = ''): string[] {
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(/(?<=\S)(?= )/)) {
		let rest = word;
		if (line !== '' && widthOf(line + rest) > columns) {
			lines.push(line);
			rest = indent + rest.trimStart();
			line = '';
		}

		const pieces = line === '' ? cutInto(rest, columns, indent) : [rest];
		lines.push(...pieces.slice(0, -1));
		line += pieces.at(-1)!;
	}

	return [...lines, line];
}

/** A word in pieces that fit. */
function cutInto(word: string, columns: number, indent: string): string[] {
	const pieces: string[] = [];
	let rest = word;
	while (widthOf(rest) > columns) {
		const fitting = cutText(rest, columns, '');
		if (fitting.length <= indent.length) {
			break;
		}

		pieces.push(fitting);
		rest = indent + rest.slice(fitting.length);
	}

	return [...pieces, rest];
}

function widthOf(text: string): number {
	let width = 0;
	for (const character of text) {
		width += columnsOf(character);
	}

	return width;
}
