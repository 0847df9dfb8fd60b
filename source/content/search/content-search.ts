import {isUtf8} from 'node:buffer';
import {decodeBytes} from '../../format/safe-text.js';
import {decodeLine} from './decode-line.js';
import type {Found, FoundLine} from './found.js';
import {LineFinder, type Watch} from './line-finder.js';
import type {CompiledPattern} from './search-pattern.js';

/** What is to be told of contents. */
export type SearchOptions = {
	/** Lines, how many of them, or only which contents have any. */
	mode: 'lines' | 'count' | 'files';
	/** Whether the lines are told that do not match. */
	isInverted: boolean;
	/** Whether lines of binary contents are told as well. */
	asText: boolean;
	/** More lines than this are not told of a content. */
	maximumPerFile: number;
	/** How many lines are told before and after each that matches. */
	before: number;
	after: number;
};

/** How much of a content is searched at once, in bytes: it stays in the processor's cache. */
const segmentSize = 256 * 1024;

/** A longer line is searched in pieces, in bytes: bundled scripts are lines of a few megabytes. */
const longestLine = 4 << 20;

/** So much of a piece is searched again with the next, in bytes, so that a match that lies over the cut is found. */
const overlap = 16 * 1024;

/** Lines around a match are told as far as they lie within so many bytes of it. */
const contextSize = 128 * 1024;

/** More of a line is not told, in characters; and so much of that stands before its first match. */
const shownLength = 8192;
const shownBefore = 256;

/** More matches in a line are not marked. */
const maximumRanges = 1000;

/** A byte order mark is at most so long, in bytes. */
const markLength = 3;

const newline = 0x0A;

const unwatched: Watch = {enter: () => undefined, leave: () => undefined};

/**
Searches contents that go by one after another, in pieces of any size. What is found does not hang on where they are cut.

A content with a NUL is binary from the segment on in which it stands, as with GNU grep; there a NUL ends a line too.
*/
export class ContentSearch {
	private readonly finder: LineFinder;
	private found: Found[] = [];
	private content = -1;
	private size = 0;
	/** The content's first bytes, while they are too few to tell its encoding. */
	private head: Buffer | undefined;
	private buffer = Buffer.allocUnsafe(segmentSize);
	/** How much of the buffer is used: more than a segment only for a long line. */
	private room = segmentSize;
	private filled = 0;
	/** Where in the buffer the first line begins that was not searched. */
	private from = 0;
	/** A line break in the buffer, and the number of the line behind it. */
	private numbered = 0;
	private number = 1;
	/** Up to where in the buffer lines were told. */
	private told = 0;
	private afterLeft = 0;
	private matches = 0;
	private hasNul = false;
	private isBinary = false;
	private isDone = true;
	/** Whether the rest of a line is passed over: its start was told. */
	private isPassing = false;
	private decoder: TextDecoder | undefined;

	constructor(private readonly pattern: CompiledPattern, private readonly options: SearchOptions, private readonly watch: Watch = unwatched) {
		this.finder = new LineFinder(pattern, watch);
	}

	/** Whether the rest of the content need not come. */
	get isSatisfied(): boolean {
		return this.isDone;
	}

	/**
	Begins a content.

	@param size How many bytes of it will come.
	@param hasHoles Whether it is sparse. A hole holds NULs: it ends a line, and what has one is binary.
	*/
	begin(content: number, size: number, hasHoles = false): void {
		this.content = content;
		this.size = size;
		this.head = Buffer.alloc(0);
		this.room = segmentSize;
		this.filled = 0;
		this.from = 0;
		this.numbered = 0;
		this.number = 1;
		this.told = 0;
		this.afterLeft = 0;
		this.matches = 0;
		this.hasNul = hasHoles;
		this.isBinary = hasHoles && !this.options.asText;
		this.isDone = false;
		this.isPassing = false;
		this.decoder = undefined;
	}

	/** Takes the next bytes; they may be changed. */
	write(piece: Uint8Array): void {
		const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
		if (this.head) {
			this.begins(this.head.length > 0 ? Buffer.concat([this.head, bytes]) : bytes);
		} else {
			this.append(bytes);
		}
	}

	/** A hole of a sparse content. */
	hole(): void {
		this.searchBuffer(true);
		this.filled = 0;
		this.from = 0;
		this.told = 0;
		this.numbered = 0;
	}

	/** Ends the content. */
	end(): void {
		if (this.decoder) {
			this.store(Buffer.from(this.decoder.decode()));
		}

		this.searchBuffer(true);
		if (this.options.mode === 'count' && this.matches > 0) {
			this.part().matches = this.matches;
		}

		this.isDone = true;
	}

	/** What was found since this was asked last. */
	take(): Found[] {
		const {found} = this;
		if (found.length > 0) {
			this.found = [];
		}

		return found;
	}

	/** Sees to what stands at the start of a content: a byte order mark is no part of its text, and what is UTF-16 is searched as UTF-8. */
	private begins(bytes: Buffer): void {
		if (bytes.length < Math.min(markLength, this.size)) {
			this.head = Buffer.from(bytes);
			return;
		}

		this.head = undefined;
		const encoding = utf16(bytes);
		if (encoding) {
			this.decoder = new TextDecoder(encoding);
			this.append(bytes);
			return;
		}

		const text = bytes.subarray(startOf(bytes));
		if (bytes.length === this.size && bytes.length <= segmentSize) {
			// Most contents come whole, and are searched where they lie.
			this.look(text);
			this.search(text, text.length, true);
			this.from = 0;
		} else {
			this.append(text);
		}
	}

	private append(bytes: Buffer): void {
		this.store(this.decoder ? Buffer.from(this.decoder.decode(bytes, {stream: true})) : bytes);
	}

	private store(bytes: Buffer): void {
		for (let at = 0; at < bytes.length && !this.isDone;) {
			const count = Math.min(this.room - this.filled, bytes.length - at);
			bytes.copy(this.buffer, this.filled, at, at + count);
			this.filled += count;
			at += count;
			if (this.filled === this.room) {
				this.searchBuffer(false);
			}
		}
	}

	/** Searches what is in the buffer: all of it, or the whole lines. */
	private searchBuffer(isLast: boolean): void {
		if (this.isDone || this.filled === 0) {
			return;
		}

		const bytes = this.buffer.subarray(0, this.filled);
		this.look(bytes);
		if (isLast) {
			this.search(bytes, this.filled, true);
			return;
		}

		let end = this.lastLineEnd(bytes);
		const isCut = end <= this.from;
		if (isCut) {
			if (!this.isBinary && this.room < longestLine) {
				this.grow();
				return;
			}

			end = this.filled;
		}

		const before = this.matches;
		this.search(bytes, end, false);
		if (this.isDone) {
			return;
		}

		if (isCut && !this.isBinary) {
			this.isPassing = this.matches > before || this.isPassing;
			if (this.pattern.mayRunWild && this.options.mode !== 'files') {
				this.part().isPieced = true;
			}
		}

		this.keep(bytes, end, isCut ? Math.max(this.from, end - overlap) : end);
	}

	/** Makes room for a longer line. */
	private grow(): void {
		this.room *= 2;
		if (this.buffer.length < this.room) {
			const longer = Buffer.allocUnsafe(this.room);
			this.buffer.copy(longer, 0, 0, this.filled);
			this.buffer = longer;
		}
	}

	/** The place behind the last line break of the buffer. */
	private lastLineEnd(bytes: Buffer): number {
		const end = bytes.lastIndexOf(newline) + 1;
		return this.isBinary ? Math.max(end, bytes.lastIndexOf(0) + 1) : end;
	}

	/** Moves what is still needed to the buffer's start. */
	private keep(bytes: Buffer, end: number, next: number): void {
		const {before, mode} = this.options;
		if (mode === 'lines' && !this.isBinary) {
			this.numberAt(bytes, end);
		}

		const kept = before > 0 && next === end ? this.linesBefore(bytes, end) : next;
		bytes.copyWithin(0, kept, this.filled);
		this.filled -= kept;
		this.from = next - kept;
		this.numbered = Math.max(0, this.numbered - kept);
		this.told = Math.max(0, this.told - kept);
	}

	/** Whether the content is binary from here on. */
	private look(bytes: Buffer): void {
		this.hasNul ||= bytes.includes(0, this.from);
		this.isBinary = this.hasNul && !this.options.asText;
	}

	/** Searches the lines from `from` to `to`. */
	private search(bytes: Buffer, to: number, isLast: boolean): void {
		if (this.isPassing) {
			const end = bytes.indexOf(newline, this.from);
			if (end < 0 || end >= to) {
				return;
			}

			this.from = end + 1;
			this.isPassing = false;
		}

		const {finder} = this;
		finder.open(bytes, this.from, to, this.isBinary);
		if (this.options.isInverted) {
			this.searchInverted(bytes, to);
		} else {
			while (!this.isDone && finder.next()) {
				this.match(bytes, finder.start, finder.end, to);
			}
		}

		if (!this.isDone || isLast) {
			this.tellAfter(bytes, to);
		}
	}

	/** Tells of the lines between those that match. */
	private searchInverted(bytes: Buffer, to: number): void {
		const {finder, isBinary} = this;
		for (let at = this.from; at < to && !this.isDone;) {
			const isFound = finder.next();
			const next = isFound ? finder.start : to;
			while (at < next && !this.isDone) {
				let end = bytes.indexOf(newline, at);
				if (isBinary) {
					const nul = bytes.indexOf(0, at);
					end = nul >= 0 && (end < 0 || nul < end) ? nul : end;
				}

				end = end < 0 || end > next ? next : end;
				this.match(bytes, at, end, to);
				at = end + 1;
			}

			at = isFound ? finder.end + 1 : to;
		}
	}

	private match(bytes: Buffer, start: number, end: number, to: number): void {
		const {mode, maximumPerFile} = this.options;
		this.matches++;
		if (mode === 'count') {
			this.isDone = this.matches >= maximumPerFile;
			return;
		}

		if (mode === 'files' || this.isBinary) {
			const part = this.part();
			part.matches = 1;
			part.isBinary = mode === 'lines';
			this.isDone = true;
			return;
		}

		this.tellAfter(bytes, start);
		this.tellBefore(bytes, start);
		this.tell(bytes.subarray(start, end), this.numberAt(bytes, start), false);
		this.told = end + 1;
		this.part().matches++;
		this.afterLeft = this.options.after;
		if (this.matches >= maximumPerFile) {
			this.tellAfter(bytes, to);
			this.isDone = true;
		}
	}

	/** Tells of the lines behind the last match, up to a place. */
	private tellAfter(bytes: Buffer, to: number): void {
		while (this.afterLeft > 0 && this.told < to) {
			const found = bytes.indexOf(newline, this.told);
			const end = found < 0 || found > to ? to : found;
			this.tell(bytes.subarray(this.told, end), this.numberAt(bytes, this.told), true);
			this.told = end + 1;
			this.afterLeft--;
		}
	}

	private tellBefore(bytes: Buffer, start: number): void {
		if (this.options.before === 0) {
			return;
		}

		const lines: Buffer[] = [];
		for (let at = Math.max(this.told, this.linesBefore(bytes, start)); at < start;) {
			const end = bytes.indexOf(newline, at);
			lines.push(bytes.subarray(at, end));
			at = end + 1;
		}

		const number = this.numberAt(bytes, start) - lines.length;
		for (const [index, line] of lines.entries()) {
			this.tell(line, number + index, true);
		}
	}

	/** Where the lines begin that are told before one that begins at a place. */
	private linesBefore(bytes: Buffer, start: number): number {
		let at = start;
		for (let count = 0; count < this.options.before && at > 0; count++) {
			const line = at < 2 ? 0 : bytes.lastIndexOf(newline, at - 2) + 1;
			if (start - line > contextSize) {
				break;
			}

			at = line;
		}

		return at;
	}

	private tell(line: Buffer, number: number, isContext: boolean): void {
		this.part().lines.push({...this.shown(line, isContext), number, isContext});
	}

	/** The number of the line that begins at a place; places are asked for in their order. */
	private numberAt(bytes: Buffer, place: number): number {
		for (let at = this.numbered; at < place; at++) {
			if (bytes[at] === newline) {
				this.number++;
			}
		}

		this.numbered = Math.max(this.numbered, place);
		return this.number;
	}

	private shown(line: Buffer, isContext: boolean): Omit<FoundLine, 'number' | 'isContext'> {
		let text = decodeLine(line, false, false);
		if (text.endsWith('\r')) {
			text = text.slice(0, -1);
		}

		const ranges = isContext || this.options.isInverted ? [] : this.rangesIn(text);
		const before = text.length > shownLength ? Math.max(0, Math.min((ranges[0] ?? 0) - shownBefore, text.length - shownLength)) : 0;
		const shown = text.slice(before, before + shownLength);
		const places = ranges.map(place => Math.min(place - before, shown.length));
		return {
			...(this.hasNul && !isUtf8(line) ? escaped(shown, places) : {text: shown, ranges: places}),
			before,
			after: text.length - before - shown.length,
		};
	}

	/** Where the matches of a line that are shown begin and end. */
	private rangesIn(text: string): number[] {
		const {line} = this.pattern;
		const ranges: number[] = [];
		line.lastIndex = 0;
		this.watch.enter();
		for (let match = line.exec(text); match && ranges.length < maximumRanges; match = line.exec(text)) {
			const end = match.index + match[0].length;
			if (ranges.length > 0 && match.index > ranges[0] + shownLength - shownBefore) {
				break;
			}

			if (end > match.index) {
				ranges.push(match.index, end);
			} else {
				// Not into the middle of a character: an expression with the flag u would step back, for ever.
				line.lastIndex = end + (text.codePointAt(end)! > 0xFF_FF ? 2 : 1);
			}
		}

		this.watch.leave();
		return ranges;
	}

	/** What was found in this content since it was taken. */
	private part(): Found {
		const last = this.found.at(-1);
		if (last?.content === this.content) {
			return last;
		}

		const part: Found = {content: this.content, lines: [], matches: 0, isBinary: false, isPieced: false};
		this.found.push(part);
		return part;
	}
}

/** The encoding that a byte order mark tells. */
function utf16(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
	if (bytes.length < 2) {
		return undefined;
	}

	return bytes[0] === 0xFF && bytes[1] === 0xFE ? 'utf-16le' : (bytes[0] === 0xFE && bytes[1] === 0xFF ? 'utf-16be' : undefined);
}

/** Where the text begins: behind the mark that some write before UTF-8. */
function startOf(bytes: Buffer): number {
	return bytes[0] === 0xEF && bytes[1] === 0xBB && bytes[2] === 0xBF ? 3 : 0;
}

/** A line of what is no text is no Latin-1 either: its bytes stand as `\xNN`. */
function escaped(text: string, ranges: number[]): {text: string; ranges: number[]} {
	let result = '';
	const moved: number[] = [];
	let at = 0;
	for (const place of [...ranges, text.length]) {
		result += decodeBytes(Buffer.from(text.slice(at, place), 'latin1'));
		moved.push(result.length);
		at = place;
	}

	return {text: result, ranges: moved.slice(0, -1)};
}
