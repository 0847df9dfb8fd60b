import {formatCount} from '../../format/count.js';
import {cursorMark} from '../parts/cursor-row.js';
import {DrawnText, type Span} from '../parts/drawn-text.js';
import type {Paint} from '../theme.js';
import type {Drawing, Look, Pages, Place} from './pages.js';
import {matchSpans} from './text-pages.js';

/** A line that the program writes; what is from the image in it need not be safe. */
export type StyledLine = {
	text: string;
	style?: keyof Paint;
	/** Characters of it that stand out. */
	spans?: readonly Span[];
};

/** Lines that are all at hand, as rows of a screen: tables of facts, and differences. */
export class LinesPages implements Pages {
	private readonly drawn = new Map<number, DrawnText>();

	constructor(readonly lines: readonly StyledLine[]) {}

	from(place: Place, count: number, look: Look): Place[] {
		const places: Place[] = [];
		for (let {at, row} = place; at < this.lines.length && places.length < count; at++, row = 0) {
			for (const rows = this.starts(at, look).length; row < rows && places.length < count; row++) {
				places.push({at, row});
			}
		}

		return places;
	}

	before(place: Place, count: number, look: Look): Place[] {
		const places: Place[] = [];
		for (let {at, row} = place; places.length < count; row = this.starts(at, look).length) {
			while (row > 0 && places.length < count) {
				row--;
				places.push({at, row});
			}

			if (at === 0) {
				break;
			}

			at--;
		}

		return places;
	}

	last(look: Look): Place | undefined {
		const at = this.lines.length - 1;
		return at < 0 ? undefined : {at, row: this.starts(at, look).length - 1};
	}

	holding(at: number, look: Look, query = ''): Place {
		const line = Math.max(0, Math.min(at, this.lines.length - 1));
		const place = look.wraps && query !== '' ? this.matchIn(line, query) : 0;
		return {at: line, row: place === 0 ? 0 : Math.max(0, this.starts(line, look).findLastIndex(start => start <= place))};
	}

	firstSeen({at}: Place): number {
		return at;
	}

	line({at, row}: Place, look: Look, {theme: {paint, symbols}, left, query, match}: Drawing): string {
		const line = this.lines[at];
		const drawn = this.drawnOf(at);
		const from = look.wraps ? this.starts(at, look)[row] : drawn.at(left);
		const whole: Span[] = line.style ? [{from: 0, to: drawn.text.length, style: line.style}] : [];
		const own = line.spans?.map(({from, to, style}) => ({from: drawn.placeOf(from), to: drawn.placeOf(to), style})) ?? [];
		const spans = [...whole, ...own, ...matchSpans(line.text, query, drawn)];
		const isCut = !look.wraps && drawn.width - left > look.columns - 1;
		const {line: shown} = drawn.draw(from, look.columns - 1 - (isCut ? symbols.ellipsis.length : 0), spans, paint);
		return `${at === match && row === (look.wraps ? this.holding(at, look, query).row : 0) ? cursorMark : ' '}${shown}${isCut ? paint.faint(symbols.ellipsis) : ''}`;
	}

	position(first: Place, last: Place): string {
		const total = this.lines.length;
		return `${formatCount(first.at + 1)}${last.at > first.at ? `-${formatCount(last.at + 1)}` : ''} of ${formatCount(total)}`;
	}

	columnOf(at: number, look: Look, query = ''): number {
		return look.wraps || query === '' ? 0 : this.drawnOf(at).columnOf(this.matchIn(at, query));
	}

	/** Whether any line has no room in so many columns. */
	hasLong({columns}: Look): boolean {
		return this.lines.some(({text}) => text.length > columns - 1);
	}

	room({columns}: Look): number {
		return columns - 1;
	}

	beyond(places: readonly Place[], {columns}: Look): number {
		return Math.max(0, places.reduce((most, {at}) => Math.max(most, this.drawnOf(at).width), 0) - columns + 1);
	}

	/** Where the first match of a line is drawn; 0 where it has none. */
	private matchIn(at: number, query: string): number {
		return matchSpans(this.lines[at].text, query, this.drawnOf(at))[0]?.from ?? 0;
	}

	private starts(at: number, {columns, wraps}: Look): number[] {
		return wraps ? this.drawnOf(at).wrapped(Math.max(1, columns - 1)) : [0];
	}

	private drawnOf(at: number): DrawnText {
		let drawn = this.drawn.get(at);
		if (!drawn) {
			drawn = new DrawnText(this.lines[at].text);
			if (this.drawn.size > 1000) {
				this.drawn.clear();
			}

			this.drawn.set(at, drawn);
		}

		return drawn;
	}
}
