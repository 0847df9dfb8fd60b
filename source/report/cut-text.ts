const wide = /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1F64F}\u{1F680}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;
const narrowest = /[\p{Enclosing_Mark}\p{Nonspacing_Mark}\u200B-\u200D]/u;

/**
Text cut to a number of columns, with `mark` where something was cut off.

The widths are those of the common blocks: what is cut stands last on its line, and loading a full table of widths takes longer
than all else that a summary does.
*/
export function cutText(text: string, columns: number, mark: string): string {
	let used = 0;
	let fits = 0;
	let index = 0;
	for (const character of text) {
		used += columnsOf(character);
		if (used > columns) {
			return text.slice(0, fits) + mark;
		}

		index += character.length;
		if (used <= columns - mark.length) {
			fits = index;
		}
	}

	return text;
}

/** How many columns a character takes on a terminal. */
export function columnsOf(character: string): number {
	if (character < '\u0300') {
		return 1;
	}

	return narrowest.test(character) ? 0 : (wide.test(character) ? 2 : 1);
}
