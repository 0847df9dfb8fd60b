import {unsafeCharacters} from '../../format/safe-text.js';
import type {Paint} from '../theme.js';
import {isNarrow, textWidth} from './text-width.js';

/** A stretch of a text that stands out: characters from, to, and how. */
export type Span = {from: number; to: number; style: keyof Paint};

const tabWidth = 8;

/** Letters that take two columns, whatever stands beside them: most of Chinese, Japanese and Korean. */
const isWide = (code: number) => (code >= 0x30_41 && code <= 0x30_96) || (code >= 0x30_A1 && code <= 0x30_FA) || (code >= 0x4E_00 && code <= 0x9F_FF) || (code >= 0xAC_00 && code <= 0xD7_A3);

const segmenter = new Intl.Segmenter();

/**
A line of text from an image as it is drawn: tabs as spaces, control characters visibly, with the column of each of its characters, so
that any part of it can be cut out. Made once, and drawn as often as it is scrolled.
*/
export class DrawnText {
	/** Safe. */
	readonly text: string;
	/** Columns that it takes. */
	readonly width: number;
	/** The column of each character of the text, and the width behind the last; undefined where each takes one. */
	private readonly columns?: Uint32Array;
	/** Where each character of the raw text stands in it, and the length behind the last; undefined where they are the same. */
	private readonly places?: Uint32Array;

	constructor(raw: string) {
		if (isNarrow(raw)) {
			this.text = raw;
			this.width = raw.length;
			return;
		}

		const expanded = expand(raw);
		this.text = expanded.text;
		this.places = expanded.places;
		this.columns = isNarrow(this.text) ? undefined : columnsOf(this.text);
		this.width = this.columns?.[this.text.length] ?? this.text.length;
	}

	/** Where a character of the raw text stands in what is drawn. */
	placeOf(index: number): number {
		return this.places ? this.places[Math.min(index, this.places.length - 1)] : Math.min(index, this.text.length);
	}

	/** Columns of the first row, of the second and so on, where it is wrapped at so many: where each begins in the text. */
	wrapped(columns: number): number[] {
		const starts = [0];
		if (!this.columns) {
			for (let at = columns; at < this.text.length; at += columns) {
				starts.push(at);
			}

			return starts;
		}

		let start = 0;
		for (let at = 1; at <= this.text.length; at++) {
			// What takes no column belongs to the character before it.
			if (this.columns[at] - this.columns[start] > columns && this.columns[at] > this.columns[at - 1]) {
				const next = this.characterStart(at - 1);
				start = next > start ? next : at;
				if (start < this.text.length) {
					starts.push(start);
				}
			}
		}

		return starts;
	}

	/** The character at a column, or the first behind it; `text.length` where the text ends before. */
	at(column: number): number {
		if (!this.columns) {
			return Math.min(column, this.text.length);
		}

		let low = 0;
		let high = this.text.length;
		while (low < high) {
			const middle = Math.floor((low + high) / 2);
			if (this.columns[middle] >= column) {
				high = middle;
			} else {
				low = middle + 1;
			}
		}

		return low;
	}

	/** The column of a character. */
	columnOf(at: number): number {
		return this.columns ? this.columns[at] : at;
	}

	/**
	A part of it, painted, and how many columns that takes: from a character on, in at most so many columns.

	@param spans In their order; where two are at one place, the later wins.
	*/
	draw(from: number, columns: number, spans: readonly Span[], paint: Paint): {line: string; width: number} {
		const start = this.columnOf(from);
		let to = this.at(start + columns);
		while (to > from && this.columnOf(to) - start > columns) {
			to = this.characterStart(to - 1);
		}

		// A character of two columns that would be cut at the end is left out.
		return {line: painted(this.text, from, to, spans, paint), width: this.columnOf(to) - start};
	}

	/** Where the character begins that takes the column of a place: marks and second halves belong to what is before them. */
	private characterStart(at: number): number {
		let start = at;
		while (start > 0 && this.columns && this.columns[start] === this.columns[start - 1]) {
			start--;
		}

		return start;
	}
}

/** A part of a text with its spans painted. */
export function painted(text: string, from: number, to: number, spans: readonly Span[], paint: Paint): string {
	// A long line may have a letter that is searched for ten thousand times, and a few of them on the screen.
	const seen = spans.filter(span => span.to > from && span.from < to);
	if (seen.length === 0) {
		return text.slice(from, to);
	}

	const edges = new Set([from, to]);
	for (const span of seen) {
		edges.add(Math.max(from, span.from));
		edges.add(Math.min(to, span.to));
	}

	const sorted = [...edges].sort((a, b) => a - b);
	let line = '';
	for (const [index, edge] of sorted.slice(0, -1).entries()) {
		const piece = text.slice(edge, sorted[index + 1]);
		const style = seen.findLast(span => span.from <= edge && span.to > edge)?.style;
		line += style ? paint[style](piece) : piece;
	}

	return line;
}

/** Tabs and control characters as they are drawn. */
function expand(raw: string): {text: string; places?: Uint32Array} {
	const specials = [...unsafeCharacters(raw)];
	if (specials.length === 0) {
		return {text: raw};
	}

	const places = new Uint32Array(raw.length + 1);
	let text = '';
	let column = 0;
	let done = 0;
	const put = (upTo: number, piece: string) => {
		const length = upTo - done;
		for (let index = 0; index < length; index++) {
			places[done + index] = text.length + (piece.length === length ? index : 0);
		}

		text += piece;
		column += isNarrow(piece) ? piece.length : columnsOf(piece).at(-1)!;
		done = upTo;
	};

	for (const {index, character, shown} of specials) {
		put(index, raw.slice(done, index));
		put(index + character.length, character === '\t' ? ' '.repeat(tabWidth - column % tabWidth) : shown);
	}

	put(raw.length, raw.slice(done));
	places[raw.length] = text.length;
	return {text, places};
}

/** The column of each character, and the width at the end. What belongs to a character has its column. */
function columnsOf(text: string): Uint32Array {
	const columns = new Uint32Array(text.length + 1);
	let column = 0;
	for (let index = 0; index < text.length; index++) {
		const code = text.charCodeAt(index);
		const width = isWide(code) ? 2 : (isNarrow(text[index]) ? 1 : 0);
		if (width === 0) {
			return measured(text);
		}

		columns[index] = column;
		column += width;
	}

	columns[text.length] = column;
	return columns;
}

function measured(text: string): Uint32Array {
	const columns = new Uint32Array(text.length + 1);
	let column = 0;
	for (const {segment, index} of segmenter.segment(text)) {
		columns.fill(column, index, index + segment.length);
		column += textWidth(segment);
	}

	columns[text.length] = column;
	return columns;
}
