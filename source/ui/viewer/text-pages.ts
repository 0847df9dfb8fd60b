import {occurrencesIn} from '../../content/byte-search.js';
import {CountedBlocks} from '../../content/counted-blocks.js';
import {decodeText} from '../../content/decode-text.js';
import type {Encoding} from '../../content/facts.js';
import {TextRows} from '../../content/text-rows.js';
import {formatCount} from '../../format/count.js';
import {cursorMark} from '../parts/cursor-row.js';
import {DrawnText, type Span} from '../parts/drawn-text.js';
import type {Drawing, Look, Pages, Place} from './pages.js';
import {BlockCache, type ViewedBytes} from './viewed-bytes.js';

/** Of the language of a text: what stands out in a row of it. Characters of the row, as it is decoded. */
export type RowSpans = (start: number, text: string) => readonly Span[] | undefined;

/** Lines are counted in blocks of this many bytes. */
const countedBlock = 1 << 18;

/** As many blocks are counted at once where the number of a line is wanted: a millisecond of work. */
const blocksAtOnce = 4;

/** Rows that are kept ready for drawing: more than the largest screen has, twice. */
const maximumRows = 600;

/** Numbers of lines take no more columns than this, and no fewer. */
const widestNumber = 8;
const narrowestNumber = 3;

/** A row of the text: a line, or a piece of one that is too long. */
type Row = {
	start: number;
	end: number;
	/** What was available when it was made: one that ends there may go on. */
	known: number;
	text: string;
	/** Whether it is a piece of a longer line: it wraps always, so that the next goes on where it ends. */
	isPiece: boolean;
	drawn: DrawnText;
	/** Of each width that it is wrapped at, where its rows begin. */
	wrapped?: {columns: number; starts: number[]};
};

/** A text as rows of a screen, with the numbers of its lines. It reads no more of it than what is seen. */
export class TextPages implements Pages {
	/** How many lines end before any place, as far as that was counted. */
	readonly lines = new CountedBlocks();
	/** What its language makes stand out, once that is known. */
	spansOf?: RowSpans;
	private readonly cache: BlockCache;
	private readonly rows: TextRows;
	private readonly made = new Map<number, Row>();
	private readonly numberWidth: number;
	/** The row whose number was told last: the next is mostly near. */
	private numbered?: {start: number; number: number};

	constructor(readonly bytes: ViewedBytes, readonly encoding: Encoding) {
		this.cache = new BlockCache(bytes);
		this.rows = new TextRows(this.cache.at, encoding);
		this.numberWidth = Math.max(narrowestNumber, Math.min(widestNumber, String(bytes.size).length));
	}

	/** Columns in front of the text. */
	get gutter(): number {
		return this.numberWidth + 2;
	}

	from(place: Place, count: number, look: Look): Place[] {
		const places: Place[] = [];
		let {at, row} = place;
		while (places.length < count && at < this.bytes.available) {
			const rows = this.rowsIn(at, look);
			for (; row < rows && places.length < count; row++) {
				places.push({at, row});
			}

			row = 0;
			at = this.row(at).end;
		}

		return places;
	}

	before(place: Place, count: number, look: Look): Place[] {
		const places: Place[] = [];
		let {at, row} = place;
		for (;;) {
			while (row > 0 && places.length < count) {
				row--;
				places.push({at, row});
			}

			if (places.length >= count || at === 0) {
				return places;
			}

			at = this.rows.start(at - 1);
			row = this.rowsIn(at, look);
		}
	}

	last(look: Look): Place | undefined {
		const {available} = this.bytes;
		if (available === 0) {
			return undefined;
		}

		const at = this.rows.start(available - 1);
		return {at, row: this.rowsIn(at, look) - 1};
	}

	holding(at: number, look: Look): Place {
		const start = this.rows.start(Math.max(0, Math.min(at, this.bytes.available - 1)));
		const row = this.row(start);
		if (!isWrapped(row, look)) {
			return {at: start, row: 0};
		}

		const place = row.drawn.placeOf(this.characters(start, at));
		return {at: start, row: Math.max(0, this.startsOf(row, look).findLastIndex(from => from <= place))};
	}

	line({at, row: subrow}: Place, look: Look, {theme, left, query, match}: Drawing): string {
		const {paint, symbols} = theme;
		const row = this.row(at);
		const columns = this.textColumns(look);
		const starts = isWrapped(row, look) ? this.startsOf(row, look) : undefined;
		const from = starts ? starts[subrow] : row.drawn.at(left);
		const current = match !== undefined && match >= row.start && match < row.end ? row.drawn.placeOf(this.characters(row.start, match)) : undefined;
		const found = matchSpans(row.text, query, row.drawn).map(span => span.from === current ? {...span, style: 'selected' as const} : span);
		const spans = [...this.languageSpans(row), ...found];
		// A wide character that is cut on the left leaves a column empty.
		const lead = starts ? 0 : Math.max(0, row.drawn.columnOf(from) - left);
		const {line, width} = row.drawn.draw(from, columns - lead, spans, paint);
		const isCut = !starts && row.drawn.width - left > columns;
		const shown = isCut ? row.drawn.draw(from, columns - lead - symbols.ellipsis.length, spans, paint).line + paint.faint(symbols.ellipsis) : line;
		const mark = current !== undefined && subrow === (starts ? starts.findLastIndex(start => start <= current) : 0) ? cursorMark : ' ';
		return `${paint.faint(this.number(at, subrow, look))}${mark} ${width > 0 ? ' '.repeat(lead) : ''}${shown}`;
	}

	position(first: Place, last: Place): string {
		const from = this.lineNumber(first.at);
		const to = this.lineNumber(last.at);
		const total = this.lineCount();
		const {end} = this.row(last.at);
		const share = `${Math.floor(end / Math.max(1, this.bytes.size) * 100)} %`;
		if (from === undefined || to === undefined) {
			return share;
		}

		return `${formatCount(from)}${to > from ? `-${formatCount(to)}` : ''}${total === undefined ? '' : ` of ${formatCount(total)}`}  ${share}`;
	}

	columnOf(at: number, look: Look): number {
		const row = this.row(this.rows.start(Math.max(0, Math.min(at, this.bytes.available - 1))));
		return isWrapped(row, look) ? 0 : this.columnIn(row, at);
	}

	firstSeen({at, row: subrow}: Place, look: Look, left: number): number {
		const row = this.row(at);
		const column = isWrapped(row, look) ? row.drawn.columnOf(this.startsOf(row, look)[subrow] ?? 0) : left;
		let low = row.start;
		let high = Math.max(row.start, row.end - 1);
		while (low < high) {
			const middle = Math.floor((low + high) / 2);
			if (this.columnIn(row, middle) >= column) {
				high = middle;
			} else {
				low = middle + 1;
			}
		}

		return low;
	}

	room(look: Look): number {
		return this.textColumns(look);
	}

	beyond(places: readonly Place[], look: Look): number {
		const widest = places.reduce((most, {at}) => Math.max(most, this.row(at).isPiece ? 0 : this.row(at).drawn.width), 0);
		return Math.max(0, widest - this.textColumns(look));
	}

	/** How many lines there are, once that is known. */
	lineCount(): number | undefined {
		const {bytes, lines} = this;
		if (bytes.isWhole && bytes.available - lines.end <= blocksAtOnce * countedBlock) {
			this.countSome(bytes.available);
		}

		if (!bytes.isWhole || lines.end < bytes.available) {
			return undefined;
		}

		// What follows the last line feed is a line too.
		const endsLine = bytes.available > 0 && this.rows.isLine(bytes.available);
		return lines.total + (endsLine || bytes.available === 0 ? 0 : 1);
	}

	/** The number of the line that a row belongs to, from 1; undefined where that takes longer than a moment. */
	lineNumber(start: number): number | undefined {
		const {numbered, lines} = this;
		if (numbered && start >= numbered.start && start - numbered.start < countedBlock) {
			this.numbered = {start, number: numbered.number + this.rows.lineEnds(numbered.start, start)};
			return this.numbered.number;
		}

		// What is far from all that was counted is counted in the background: not even a little of it for each row of a frame.
		if (start - lines.end > blocksAtOnce * countedBlock) {
			return undefined;
		}

		this.countSome(start);
		const block = (start < lines.end ? lines.at(start) : undefined) ?? {start: lines.end, before: lines.total};
		// What lies further from the start of a block than a block is long lies in a hole.
		if (start >= lines.end && start - lines.end > countedBlock) {
			return undefined;
		}

		this.numbered = {start, number: block.before + this.rows.lineEnds(block.start, Math.min(start, block.start + countedBlock)) + 1};
		return this.numbered.number;
	}

	/** Counts as many lines as takes no longer than a moment. */
	private countSome(to: number): void {
		const counting = this.count(to);
		for (let blocks = 0; blocks < blocksAtOnce && counting.next().done !== true; blocks++) {
			// It is little.
		}
	}

	/** Counts lines up to a place, as far as the bytes are there. It gives way after each block. */
	* count(to: number): Generator<void, void> {
		const {lines, bytes} = this;
		while (lines.end < Math.min(to, bytes.available)) {
			const start = lines.end;
			const blockEnd = start - start % countedBlock + countedBlock;
			const stored = bytes.nextStored(start);
			if (stored >= blockEnd) {
				// Holes have no lines.
				lines.add(start, Math.min(stored - stored % countedBlock, bytes.available), 0);
				continue;
			}

			const end = Math.min(blockEnd, bytes.available);
			if (end < blockEnd && !bytes.isWhole) {
				// A block that is not all there is counted once it is.
				return;
			}

			const piece = bytes.peek(start, end - start);
			if (piece.length === 0) {
				return;
			}

			lines.add(start, end, this.rows.lineEndsIn(piece, start));
			yield;
		}
	}

	/** Where a line begins, by its number from 1; undefined while its block was not counted, or where there is no such line. */
	lineStart(number: number): number | undefined {
		if (number <= 1) {
			return 0;
		}

		const block = this.lines.holding(number - 2);
		return block && this.rows.afterLineEnd(number - 1 - block.before, block.start, block.end);
	}

	/** Whether a row is a line, and not a piece of one. */
	isLine(start: number): boolean {
		return this.rows.isLine(start);
	}

	/** Where the row begins that holds a place. */
	startOf(at: number): number {
		return this.rows.start(Math.max(0, at));
	}

	/** The text of a row. */
	textOf(start: number): string {
		return this.row(start).text;
	}

	/** Where a row ends. */
	endOf(start: number): number {
		return this.row(start).end;
	}

	/** How many characters of a row's text lie before a place. */
	private characters(start: number, at: number): number {
		const text = decodeText(this.cache.at(start, Math.max(0, at - start)), this.encoding);
		return text.length - (start === 0 && text.startsWith('\uFEFF') ? 1 : 0);
	}

	private columnIn(row: Row, at: number): number {
		return row.drawn.columnOf(row.drawn.placeOf(this.characters(row.start, at)));
	}

	private textColumns({columns}: Look): number {
		return Math.max(1, columns - this.gutter);
	}

	private number(at: number, subrow: number, look: Look): string {
		const line = subrow === 0 && this.rows.isLine(at) ? this.lineNumber(at) : undefined;
		const text = line === undefined ? '' : String(line);
		return look.columns > this.gutter ? text.slice(-this.numberWidth).padStart(this.numberWidth) : '';
	}

	private languageSpans(row: Row): readonly Span[] {
		const spans = this.spansOf?.(row.start, row.text) ?? [];
		return spans.map(({from, to, style}) => ({from: row.drawn.placeOf(from), to: row.drawn.placeOf(to), style}));
	}

	private rowsIn(at: number, look: Look): number {
		const row = this.row(at);
		return isWrapped(row, look) ? this.startsOf(row, look).length : 1;
	}

	private startsOf(row: Row, look: Look): number[] {
		const columns = this.textColumns(look);
		if (row.wrapped?.columns !== columns) {
			row.wrapped = {columns, starts: row.drawn.wrapped(columns)};
		}

		return row.wrapped.starts;
	}

	private row(start: number): Row {
		const {available} = this.bytes;
		const known = this.made.get(start);
		if (known && (known.end < known.known || known.known === available)) {
			return known;
		}

		const end = Math.max(start + 1, this.rows.end(start, available));
		const decoded = decodeText(this.cache.at(start, end - start), this.encoding);
		const text = withoutEnd(decoded, start);
		const isPiece = !this.rows.isLine(start) || (end < available && !decoded.endsWith('\n'));
		const row = {start, end, known: available, text, isPiece, drawn: new DrawnText(text)};
		if (this.made.size > maximumRows) {
			this.made.clear();
		}

		this.made.set(start, row);
		return row;
	}
}

function isWrapped({isPiece}: Row, {wraps}: Look): boolean {
	return wraps || isPiece;
}

/** Where a search matches in what is drawn. */
export function matchSpans(text: string, query: string, drawn: DrawnText): Span[] {
	return query === '' ? [] : occurrencesIn(text, query).map(([from, to]) => ({from: drawn.placeOf(from), to: drawn.placeOf(to), style: 'match'}));
}

/** A row's text without the end of its line; at the start of the whole without a byte order mark. */
function withoutEnd(text: string, start: number): string {
	const line = text.replace(/\r?\n$/, '');
	return start === 0 && line.startsWith('\uFEFF') ? line.slice(1) : line;
}
