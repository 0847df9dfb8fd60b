import {isNarrow, textWidth} from './text-width.js';

const segmenter = new Intl.Segmenter();

/** The text cut to at most `columns`, its end given for the ellipsis. For text without escape sequences. */
export function cutEnd(text: string, columns: number, ellipsis: string): string {
	if (textWidth(text) <= columns) {
		return text;
	}

	const room = columns - ellipsis.length;
	return room < 0 ? '' : start(text, room) + ellipsis;
}

/** The text cut to at most `columns`, its start given for the ellipsis: the end of a path tells more than its start. */
export function cutStart(text: string, columns: number, ellipsis: string): string {
	if (textWidth(text) <= columns) {
		return text;
	}

	const room = columns - ellipsis.length;
	return room < 0 ? '' : ellipsis + end(text, room);
}

/** The text cut to at most `columns`, its middle given for the ellipsis: of a name both ends tell something. */
export function cutMiddle(text: string, columns: number, ellipsis: string): string {
	if (textWidth(text) <= columns) {
		return text;
	}

	const room = columns - ellipsis.length;
	if (room < 6) {
		return cutEnd(text, columns, ellipsis);
	}

	const tail = Math.floor(room / 3);
	return start(text, room - tail) + ellipsis + end(text, tail);
}

/** Cut and filled up to exactly `columns`. */
export function padEnd(text: string, columns: number, ellipsis: string): string {
	const cut = cutEnd(text, columns, ellipsis);
	return cut + ' '.repeat(Math.max(0, columns - textWidth(cut)));
}

/** Cut and filled up from the left to exactly `columns`, for numbers. */
export function padStart(text: string, columns: number, ellipsis: string): string {
	const cut = cutEnd(text, columns, ellipsis);
	return ' '.repeat(Math.max(0, columns - textWidth(cut))) + cut;
}

/** The longest start of a text that takes at most `columns`, by whole graphemes. */
function start(text: string, columns: number): string {
	if (isNarrow(text)) {
		return text.slice(0, columns);
	}

	let width = 0;
	let length = 0;
	for (const {segment} of segmenter.segment(text)) {
		width += textWidth(segment);
		if (width > columns) {
			break;
		}

		length += segment.length;
	}

	return text.slice(0, length);
}

function end(text: string, columns: number): string {
	if (isNarrow(text)) {
		return text.slice(Math.max(0, text.length - columns));
	}

	let width = 0;
	let length = 0;
	for (const segment of Array.from(segmenter.segment(text), part => part.segment).reverse()) {
		width += textWidth(segment);
		if (width > columns) {
			break;
		}

		length += segment.length;
	}

	return text.slice(text.length - length);
}
