import {ByteSearch} from '../../content/byte-search.js';
import {cursorMark} from '../parts/cursor-row.js';
import {painted, type Span} from '../parts/drawn-text.js';
import type {Drawing, Look, Pages, Place} from './pages.js';
import {BlockCache, type ViewedBytes} from './viewed-bytes.js';

/** Bytes in a row, where there is room for them and where there is not. */
const bytesInRow = 16;
const bytesInNarrowRow = 8;

/** Digits of a place: enough for 4 GB, and for what is larger. */
const placeDigits = 8;
const longPlaceDigits = 12;

/** A content as bytes in hexadecimal, and beside them as the ASCII that they would be. */
export class HexPages implements Pages {
	private readonly cache: BlockCache;
	private readonly digits: number;
	private search = new ByteSearch('');

	constructor(readonly bytes: ViewedBytes) {
		this.cache = new BlockCache(bytes);
		this.digits = bytes.size > 2 ** 32 ? longPlaceDigits : placeDigits;
	}

	from(place: Place, count: number, look: Look): Place[] {
		const places: Place[] = [];
		const step = this.inRow(look);
		for (let at = place.at - place.at % step; at < this.bytes.available && places.length < count; at += step) {
			places.push({at, row: 0});
		}

		return places;
	}

	before(place: Place, count: number, look: Look): Place[] {
		const places: Place[] = [];
		const step = this.inRow(look);
		for (let at = place.at - place.at % step - step; at >= 0 && places.length < count; at -= step) {
			places.push({at, row: 0});
		}

		return places;
	}

	last(look: Look): Place | undefined {
		const {available} = this.bytes;
		return available > 0 ? this.holding(available - 1, look) : undefined;
	}

	holding(at: number, look: Look): Place {
		const place = Math.max(0, Math.min(at, this.bytes.available - 1));
		return {at: place - place % this.inRow(look), row: 0};
	}

	line({at}: Place, look: Look, {theme: {paint, symbols}, query, match}: Drawing): string {
		const step = this.inRow(look);
		const bytes = this.cache.at(at, step);
		const isMatch = this.matches(at, bytes.length, query);
		let hex = '';
		let text = '';
		const hexSpans: Span[] = [];
		const textSpans: Span[] = [];
		for (let index = 0; index < step; index++) {
			hex += index > 0 && index % 8 === 0 ? '  ' : (index > 0 ? ' ' : '');
			if (index >= bytes.length) {
				hex += '  ';
				continue;
			}

			const byte = bytes[index];
			const isPrintable = byte >= 0x20 && byte < 0x7F;
			const style = isMatch[index] ? (match !== undefined && at + index >= match && at + index < match + this.search.length ? 'selected' : 'match') : (byte === 0 || !isPrintable ? 'faint' : undefined);
			if (style) {
				hexSpans.push({from: hex.length, to: hex.length + 2, style: style === 'faint' && byte !== 0 ? 'metadata' : style});
				textSpans.push({from: text.length, to: text.length + 1, style});
			}

			hex += byte.toString(16).padStart(2, '0');
			text += isPrintable ? String.fromCodePoint(byte) : (symbols.separator === '·' ? symbols.separator : '.');
		}

		const place = at.toString(16).padStart(this.digits, '0');
		const mark = match !== undefined && match >= at && match < at + step ? cursorMark : ' ';
		return `${paint.faint(place)}${mark} ${painted(hex, 0, hex.length, hexSpans, paint)}  ${painted(text, 0, text.length, textSpans, paint)}`;
	}

	position(first: Place, last: Place): string {
		const end = Math.min(this.bytes.size, last.at + bytesInRow);
		return `0x${first.at.toString(16)}  ${Math.floor(end / Math.max(1, this.bytes.size) * 100)} %`;
	}

	firstSeen({at}: Place): number {
		return at;
	}

	columnOf(): number {
		return 0;
	}

	room({columns}: Look): number {
		return columns;
	}

	beyond(): number {
		return 0;
	}

	private inRow({columns}: Look): number {
		// The place, two spaces, three columns a byte and one more in the middle, a space more, and the bytes as ASCII.
		return columns >= this.digits + 2 + bytesInRow * 3 + 2 + bytesInRow ? bytesInRow : bytesInNarrowRow;
	}

	/** Which bytes of a row belong to a match: one may begin in the row before, or end in the next. */
	private matches(at: number, length: number, query: string): boolean[] {
		const isMatch = Array.from({length}, () => false);
		if (query === '') {
			return isMatch;
		}

		if (this.search.query !== query) {
			this.search = new ByteSearch(query);
		}

		const start = Math.max(0, at - this.search.length + 1);
		for (const found of this.search.matches(this.cache.at(start, at - start + length + this.search.length - 1), start)) {
			isMatch.fill(true, Math.max(0, start + found - at), Math.max(0, start + found - at + this.search.length));
		}

		return isMatch.slice(0, length);
	}
}
