import type {Highlighter, TextStyle} from '../../content/highlight-text.js';
import type {Span} from '../parts/drawn-text.js';
import type {Paint} from '../theme.js';
import type {TextPages} from './text-pages.js';

const styles: Readonly<Partial<Record<TextStyle, keyof Paint>>> = {
	comment: 'comment', string: 'string', number: 'number', keyword: 'keyword', name: 'name', type: 'type', attribute: 'name', variable: 'type',
	meta: 'keyword', heading: 'strong', strong: 'strong', link: 'link', addition: 'added', deletion: 'removed',
};

/** Rows that are highlighted at a time. */
const batch = 40;

/** Rows further back than this, in bytes, are highlighted on the way to those that are seen; from further away it begins anew. */
const nearby = 1 << 16;

/** Rows whose parts are kept. */
const maximumRows = 8192;

/** What a language makes stand out in the rows that are seen, and in those on the way to them. */
export class Highlighting {
	private readonly spans = new Map<number, readonly Span[]>();
	/** Where the next row begins, and what the rows before leave open. */
	private next = 0;
	private open = '';

	constructor(private readonly highlighter: Highlighter, private readonly pages: TextPages) {}

	readonly spansOf = (start: number): readonly Span[] | undefined => this.spans.get(start);

	/** Whether all of these rows are done. */
	covers(starts: readonly number[]): boolean {
		return starts.every(start => this.spans.has(start));
	}

	/** Highlights these rows, which follow one another. It gives way every few milliseconds. */
	* cover(starts: readonly number[]): Generator<void, void> {
		const first = starts.find(start => !this.spans.has(start));
		const last = starts.at(-1);
		if (first === undefined || last === undefined) {
			return;
		}

		if (this.spans.size > maximumRows) {
			this.spans.clear();
		}

		if (first < this.next || first - this.next > nearby) {
			// From a little before: what was opened there is mostly closed by then.
			this.next = first < nearby ? 0 : this.pages.startOf(first - nearby / 4);
			this.open = '';
		}

		while (this.next <= last && this.next < this.pages.bytes.available) {
			const rows: number[] = [];
			for (let at = this.next; rows.length < batch && at < this.pages.bytes.available; at = this.pages.endOf(at)) {
				rows.push(at);
			}

			const {spans, open} = yield * this.highlighter.highlight(rows.map(at => this.pages.textOf(at)), this.open);
			for (const [index, at] of rows.entries()) {
				this.spans.set(at, (spans[index] ?? []).flatMap(({start, end, style}) => {
					const name = styles[style];
					return name ? [{from: start, to: end, style: name}] : [];
				}));
			}

			this.open = open;
			this.next = this.pages.endOf(rows.at(-1)!);
		}
	}
}
