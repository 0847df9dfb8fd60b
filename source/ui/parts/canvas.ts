import type {Paint, Theme} from '../theme.js';
import {cutMiddle} from './fit.js';
import {textWidth} from './text-width.js';

const up = 1;
const down = 2;
const left = 4;
const right = 8;

const segmenter = new Intl.Segmenter();

type Style = keyof Paint | undefined;

/** A rectangle of cells to draw on. What it gives are lines of exactly its width. */
export class Canvas {
	private readonly text: string[];
	private readonly styles: Style[];
	/** Where lines run from each cell. */
	private readonly strokes: Uint8Array;

	constructor(private readonly width: number, private readonly height: number) {
		this.text = Array.from({length: width * height}, () => ' ');
		this.styles = Array.from({length: width * height});
		this.strokes = new Uint8Array(width * height);
	}

	/** A frame on the outermost cells of a rectangle; frames that meet join. */
	frame({left: x0, top: y0, right: x1, bottom: y1}: {left: number; top: number; right: number; bottom: number}): void {
		for (let x = x0; x < x1; x++) {
			for (const y of [y0, y1]) {
				this.strokes[y * this.width + x] |= right;
				this.strokes[y * this.width + x + 1] |= left;
			}
		}

		for (let y = y0; y < y1; y++) {
			for (const x of [x0, x1]) {
				this.strokes[y * this.width + x] |= down;
				this.strokes[(y + 1) * this.width + x] |= up;
			}
		}
	}

	/** One character again and again, from one cell to another in the same row. */
	fill(y: number, from: number, to: number, character: string, style?: Style): void {
		for (let x = Math.max(0, from); x < Math.min(to, this.width); x++) {
			this.text[y * this.width + x] = character;
			this.styles[y * this.width + x] = style;
		}
	}

	/** A safe text, in at most `columns`; its middle is given where it is longer. */
	write(y: number, x: number, columns: number, text: string, style: Style, ellipsis: string): void {
		let at = y * this.width + x;
		for (const {segment} of segmenter.segment(cutMiddle(text, columns, ellipsis))) {
			const width = textWidth(segment);
			if (width === 0) {
				continue;
			}

			this.text[at] = segment;
			this.styles[at] = style;
			// A wide character takes the cells behind it.
			for (let more = 1; more < width; more++) {
				this.text[at + more] = '';
				this.styles[at + more] = style;
			}

			at += width;
		}
	}

	lines({paint, symbols}: Theme): string[] {
		return Array.from({length: this.height}, (_, y) => {
			let line = '';
			let run = '';
			let style: Style;
			for (let x = 0; x < this.width; x++) {
				const at = y * this.width + x;
				const stroke = this.strokes[at];
				const own = stroke === 0 ? this.styles[at] : 'faint';
				if (own !== style) {
					line += style ? paint[style](run) : run;
					run = '';
					style = own;
				}

				run += stroke === 0 ? this.text[at] : symbols.strokes[stroke];
			}

			return line + (style ? paint[style](run) : run);
		});
	}
}
