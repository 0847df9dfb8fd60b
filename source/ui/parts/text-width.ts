import stringWidth from 'string-width';

/** 1 for each code unit that takes one column whatever stands beside it, as far as nothing but such stand in the text. */
const narrow = new Uint8Array(0x2C_00);
for (const [first, last] of [
	[0x20, 0x7E],
	// Latin letters with marks; the soft hyphen is no character that is seen.
	[0xA1, 0xAC],
	[0xAE, 0x02_4F],
	// Dashes, quotes, ellipses.
	[0x20_10, 0x20_27],
	// Arrows.
	[0x21_90, 0x21_FF],
	// What boxes and bars are drawn of.
	[0x25_00, 0x25_FC],
	// The mark.
	[0x27_13, 0x27_13],
	[0x28_00, 0x28_FF],
]) {
	narrow.fill(1, first, last + 1);
}

/** More texts than a screen holds, by far. */
const remembered = 10_000;

const widths = new Map<string, number>();

/**
Columns that a text takes on the terminal. What nearly all text is made of is counted; the rest is measured, which takes Unicode's
tables, and remembered: the same text is asked for in frame after frame.
*/
export function textWidth(text: string): number {
	if (isNarrow(text)) {
		return text.length;
	}

	let width = widths.get(text);
	if (width === undefined) {
		width = stringWidth(text);
		if (widths.size >= remembered) {
			widths.clear();
		}

		widths.set(text, width);
	}

	return width;
}

/** Whether each of a text's code units takes one column. */
export function isNarrow(text: string): boolean {
	for (let index = 0; index < text.length; index++) {
		if (narrow[text.charCodeAt(index)] !== 1) {
			return false;
		}
	}

	return true;
}

/** In the bundle Ink asks here as well, in place of `string-width`, which measures each line of a frame's boxes anew. */
export default textWidth;
