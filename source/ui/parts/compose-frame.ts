import {textWidth} from './text-width.js';

/** What Ink's `Output` was told to do: to write a text from a place on, each line of it as its transformers make it; or to clip. */
export type FrameOperation =
	| {type: 'write'; x: number; y: number; text: string; transformers: ReadonlyArray<(line: string, index: number) => string>}
	| {type: 'clip' | 'unclip'};

/** What stands in a row so far. Its width is measured when something else comes beside it. */
type Row = {text: string; start: number; last: string};

const styles = /\u001B\[[\d;]*m/g;

/** Which characters Ink leaves out where they stand alone, since terminals do not agree on whether they take a column. */
const invisible = /\p{Default_Ignorable_Code_Point}/u;

/**
A frame of lines that stand beside and below one another, which all frames of this screen are: put together as they are. Ink makes
objects of each character, twice, and text of them again: most of what a frame costs, and nearly all that is thrown away after it.

@returns Undefined where it takes more than that: lines over one another, clipped ones, or characters that may be invisible.
*/
export function composeFrame(operations: readonly FrameOperation[], height: number): string | undefined {
	const rows = Array.from({length: height}, (): Row => ({text: '', start: 0, last: ''}));
	for (const operation of operations) {
		if (operation.type !== 'write') {
			return undefined;
		}

		const {x, y, text, transformers} = operation;
		for (const [index, given] of text.split('\n').entries()) {
			let line = given;
			for (const transform of transformers) {
				line = transform(line, index);
			}

			const row = rows[y + index];
			if (row && line !== '' && !add(row, x, line)) {
				return undefined;
			}
		}
	}

	return rows.map(({text}) => text.trimEnd()).join('\n');
}

/** Adds a line to a row, from a column on; false where it does not fit behind what stands there. */
function add(row: Row, x: number, line: string): boolean {
	const end = row.start + (row.last === '' ? 0 : textWidth(row.last.replaceAll(styles, '')));
	if (x < end || line.includes('\n') || invisible.test(line)) {
		return false;
	}

	row.text += ' '.repeat(x - end) + line;
	row.start = x;
	row.last = line;
	return true;
}
