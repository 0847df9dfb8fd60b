import {isAscii, isUtf8} from 'node:buffer';
import {decodeLine} from './decode-line.js';
import type {CompiledPattern} from './search-pattern.js';

/** Told before a regular expression runs, and after: what takes too long can be stopped from outside. */
export type Watch = {
	enter: () => void;
	leave: () => void;
};

const newline = 0x0A;

/**
Finds the lines that match, one after another, in bytes that are whole lines.

Bytes of a needle are looked for where the pattern has any, or the whole is decoded at once; each candidate's line is then decided by itself.
*/
export class LineFinder {
	/** Where the line that was found begins and ends, its line break left out. */
	start = 0;
	end = 0;
	private bytes: Buffer = Buffer.alloc(0);
	private to = 0;
	/** Where the search goes on. */
	private at = 0;
	private isBinary = false;
	/** Where each needle stands next; -1 where it does not. */
	private readonly hits: number[];
	/** The bytes as text, where the text is what is searched. */
	private text: string | undefined;
	private textAt = 0;
	/** A place in the text and the same in the bytes. */
	private knownText = 0;
	private knownByte = 0;
	private isAscii = true;

	constructor(private readonly pattern: CompiledPattern, private readonly watch: Watch) {
		this.hits = pattern.needles?.map(() => -1) ?? [];
	}

	/**
	Begins with other bytes.

	@param isBinary Whether a NUL ends a line as well; such bytes may be changed.
	*/
	open(bytes: Buffer, from: number, to: number, isBinary: boolean): void {
		this.bytes = bytes;
		this.to = to;
		this.at = from;
		this.isBinary = isBinary;
		const {needles, bytes: expression} = this.pattern;
		if (needles) {
			for (const [index, needle] of needles.entries()) {
				this.hits[index] = this.indexOf(needle, from);
			}
		} else if (expression) {
			this.text = bytes.toString('latin1', from, to);
			this.knownByte = from;
		} else {
			this.decode(from, to);
		}
	}

	/** Goes on to the next line that matches; false where there is none. */
	next(): boolean {
		if (this.pattern.needles) {
			return this.nextByNeedle();
		}

		if (this.pattern.bytes) {
			return this.nextByBytes();
		}

		return this.text === undefined ? this.nextLine() : this.nextInText();
	}

	private indexOf(needle: Buffer, from: number): number {
		const hit = this.bytes.indexOf(needle, from);
		return hit + needle.length > this.to ? -1 : hit;
	}

	private nextByNeedle(): boolean {
		const {hits, pattern} = this;
		for (;;) {
			let first = -1;
			for (const [index, needle] of pattern.needles!.entries()) {
				if (hits[index] >= 0 && hits[index] < this.at) {
					hits[index] = this.indexOf(needle, this.at);
				}

				if (hits[index] >= 0 && (first < 0 || hits[index] < first)) {
					first = hits[index];
				}
			}

			if (first < 0) {
				return false;
			}

			this.lineAround(first);
			if (pattern.isNeedle || this.isMatch(this.start, this.end)) {
				return true;
			}
		}
	}

	private nextByBytes(): boolean {
		const {bytes: expression} = this.pattern;
		for (;;) {
			expression!.lastIndex = this.at - this.knownByte;
			const match = expression!.exec(this.text!);
			if (!match) {
				return false;
			}

			this.lineAround(match.index + this.knownByte);
			if (this.isMatch(this.start, this.end)) {
				return true;
			}
		}
	}

	/** Each line by itself, where the bytes are no text as a whole. */
	private nextLine(): boolean {
		while (this.at < this.to) {
			this.lineAround(this.at);
			if (this.isMatch(this.start, this.end)) {
				return true;
			}
		}

		return false;
	}

	private nextInText(): boolean {
		const text = this.text!;
		while (this.textAt < text.length) {
			const candidate = this.candidate(text);
			// Behind the last line break no line begins.
			if (candidate < 0 || (candidate === text.length && text.endsWith('\n'))) {
				this.textAt = text.length;
				return false;
			}

			const start = text.lastIndexOf('\n', candidate - 1) + 1;
			const lineStart = candidate === 0 ? 0 : Math.max(start, this.textAt);
			const lineEnd = text.indexOf('\n', candidate);
			const end = lineEnd < 0 ? text.length : lineEnd;
			this.textAt = end + 1;
			if (this.decides(text.slice(lineStart, end))) {
				this.start = this.byteOf(lineStart);
				this.end = this.byteOf(end);
				return true;
			}
		}

		return false;
	}

	/** Where in the text a line is that may match, at or after `textAt`. */
	private candidate(text: string): number {
		const {inLine} = this.pattern;
		if (!inLine) {
			return this.textAt;
		}

		inLine.lastIndex = this.textAt;
		this.watch.enter();
		const match = inLine.exec(text);
		this.watch.leave();
		return match ? match.index : -1;
	}

	private lineAround(place: number): void {
		const {bytes, at, to} = this;
		let start: number;
		let end: number;
		if (this.isBinary) {
			start = place;
			while (start > at && !isEnd(bytes[start - 1])) {
				start--;
			}

			end = place;
			while (end < to && !isEnd(bytes[end])) {
				end++;
			}
		} else {
			start = place > at ? Math.max(at, bytes.lastIndexOf(newline, place - 1) + 1) : at;
			end = bytes.indexOf(newline, place);
			end = end < 0 || end > to ? to : end;
		}

		this.start = start;
		this.end = end;
		this.at = end + 1;
	}

	private isMatch(start: number, end: number): boolean {
		return this.decides(decodeLine(this.bytes.subarray(start, end), this.isBinary, this.pattern.isBeyondAscii));
	}

	private decides(text: string): boolean {
		const {line} = this.pattern;
		line.lastIndex = 0;
		this.watch.enter();
		const isMatch = line.test(text);
		this.watch.leave();
		return isMatch;
	}

	private decode(from: number, to: number): void {
		const part = this.bytes.subarray(from, to);
		this.isAscii = this.isBinary ? !this.pattern.isBeyondAscii : isAscii(part);
		if (this.isBinary) {
			for (let index = 0; index < part.length; index++) {
				if (part[index] === 0) {
					part[index] = newline;
				}
			}
		}

		this.text = this.isAscii ? part.toString('latin1') : (this.isBinary || isUtf8(part) ? part.toString('utf8') : undefined);
		this.textAt = 0;
		this.knownText = 0;
		this.knownByte = from;
	}

	/** Places are asked for in their order. */
	private byteOf(place: number): number {
		const between = this.isAscii ? place - this.knownText : Buffer.byteLength(this.text!.slice(this.knownText, place));
		this.knownText = place;
		this.knownByte += between;
		return this.knownByte;
	}
}

function isEnd(byte: number): boolean {
	return byte === newline || byte === 0;
}
