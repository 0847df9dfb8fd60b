import {readAnsiQuote} from './ansi-quote.js';

/** Quotes, groups and substitutions may lie in one another this deep; what is deeper is read as plain text, so that no call stack overflows. */
export const deepest = 48;

const inDoubleQuotes = /[^"$\\`]+/y;
const parameter = /\$(?:\w+|[!#$*\-?@])/y;

/** What a word is made of while it is read. */
export type WordDraft = {text: string; isQuoted: boolean; isExpanded: boolean; isSubstituted: boolean};

/** A word of which nothing is read. */
export function noWord(): WordDraft {
	return {text: '', isQuoted: false, isExpanded: false, isSubstituted: false};
}

/**
Reads what is quoted or expanded, from `at` on: each character once, but for arithmetic and backquotes, whose end is looked for first.
What is never closed ends with the text.
*/
export abstract class QuoteReader {
	protected at = 0;

	constructor(protected readonly source: string, protected depth: number) {}

	/** Reads the commands of a substitution, from after `$(` to after its `)`. */
	protected abstract readSubstitution(): void;

	/** Reads the commands in backquotes, whose text stands apart since its backslashes are removed. */
	protected abstract readBackquoted(text: string): void;

	/** Passes over arithmetic, from after its two parentheses to after those that close it; false, and nowhere, where it is none. */
	protected skipArithmetic(): boolean {
		const end = this.endOfParentheses(this.at, 2);
		if (end === undefined) {
			return false;
		}

		this.readExpansions(end);
		return true;
	}

	/** Reads the substitutions of a text that is no word, such as a here-document, up to `end`. */
	protected readExpansions(end: number): void {
		const {source} = this;
		const draft = noWord();
		while (this.at < end) {
			const character = source[this.at];
			if (character === '\\') {
				this.at += 2;
			} else if (character === '$') {
				this.readDollar(draft, true);
			} else if (character === '`') {
				this.readBackquotes(draft, false);
			} else {
				this.at++;
			}
		}

		this.at = Math.min(Math.max(this.at, end), source.length);
	}

	protected readBackslash(draft: WordDraft): void {
		const next = this.source[this.at + 1];
		this.at += 2;
		if (next === undefined) {
			this.at--;
			draft.text += '\\';
		} else if (next !== '\n') {
			draft.text += next;
			draft.isQuoted = true;
		}
	}

	/** What stands between single quotes, to the end of the text where they are not closed. */
	protected readSingleQuotes(): string {
		const {source} = this;
		const end = closing(source.indexOf('\'', this.at + 1), source);
		const text = source.slice(this.at + 1, end);
		this.at = Math.min(end + 1, source.length);
		return text;
	}

	protected readDoubleQuotes(draft: WordDraft): void {
		const {source} = this;
		draft.isQuoted = true;
		this.at++;
		while (this.at < source.length) {
			const character = source[this.at];
			if (character === '"') {
				this.at++;
				return;
			}

			if (character === '$') {
				this.readDollar(draft, true);
			} else if (character === '`') {
				this.readBackquotes(draft, true);
			} else if (character === '\\') {
				const next = source[this.at + 1] ?? '';
				draft.text += next === '\n' ? '' : ('"$\\`'.includes(next) ? next || '\\' : `\\${next}`);
				this.at = Math.min(this.at + 2, source.length);
			} else {
				inDoubleQuotes.lastIndex = this.at;
				const run = inDoubleQuotes.exec(source)![0];
				draft.text += run;
				this.at += run.length;
			}
		}
	}

	protected readDollar(draft: WordDraft, isInQuotes: boolean): void {
		const {source} = this;
		const next = source[this.at + 1];
		if (!isInQuotes && next === '\'') {
			this.at++;
			draft.text += readAnsiQuote(this.readAnsiQuotes());
			draft.isQuoted = true;
		} else if (!isInQuotes && next === '"') {
			this.at++;
			this.readDoubleQuotes(draft);
		} else if (next === '(') {
			this.readNested(draft, 2, () => {
				if (source[this.at] === '(') {
					this.at++;
					if (this.skipArithmetic()) {
						return;
					}

					this.at--;
				}

				draft.isSubstituted = true;
				this.readSubstitution();
			});
		} else if (next === '{') {
			this.readNested(draft, 2, () => {
				draft.isSubstituted ||= this.readBraces(isInQuotes);
			});
		} else {
			parameter.lastIndex = this.at;
			const name = parameter.exec(source)?.[0];
			draft.text += name ?? '$';
			draft.isExpanded ||= name !== undefined;
			this.at += name?.length ?? 1;
		}
	}

	/** Between `$'` and its quote, which a backslash may stand before; `at` is at the first quote. */
	private readAnsiQuotes(): string {
		const {source} = this;
		const start = this.at + 1;
		let end = start;
		while (end < source.length && source[end] !== '\'') {
			end += source[end] === '\\' ? 2 : 1;
		}

		this.at = Math.min(end + 1, source.length);
		return source.slice(start, end);
	}

	/** `${…}`, from after its brace to after the one that closes it; whether there is a substitution in it. */
	private readBraces(isInQuotes: boolean): boolean {
		const {source} = this;
		const inside = noWord();
		while (this.at < source.length) {
			const character = source[this.at];
			if (character === '}') {
				this.at++;
				break;
			}

			if (character === '\\') {
				this.at += 2;
			} else if (character === '"') {
				this.readDoubleQuotes(inside);
			} else if (character === '\'' && !isInQuotes) {
				this.readSingleQuotes();
			} else if (character === '$') {
				this.readDollar(inside, isInQuotes);
			} else if (character === '`') {
				this.readBackquotes(inside, isInQuotes);
			} else {
				this.at++;
			}
		}

		return inside.isSubstituted;
	}

	protected readBackquotes(draft: WordDraft, isInQuotes: boolean): void {
		const {source} = this;
		const start = this.at;
		let end = start + 1;
		while (end < source.length && source[end] !== '`') {
			end += source[end] === '\\' ? 2 : 1;
		}

		this.at = Math.min(end + 1, source.length);
		draft.text += source.slice(start, this.at);
		draft.isExpanded = true;
		draft.isSubstituted = true;
		// "<backslash> shall retain its literal meaning, except when followed by: '$', '`', or <backslash>" (XCU 2.6.3).
		this.readBackquoted(source.slice(start + 1, end).replaceAll(isInQuotes ? /\\(["$\\`])/g : /\\([$\\`])/g, '$1'));
	}

	/** Reads what begins with so many characters and lies within the word; too deep, its first character is a plain one. */
	protected readNested(draft: WordDraft, opening: number, read: () => void): void {
		const start = this.at;
		if (this.depth >= deepest) {
			this.at++;
		} else {
			this.depth++;
			this.at += opening;
			read();
			this.at = Math.min(this.at, this.source.length);
			this.depth--;
			draft.isExpanded = true;
		}

		draft.text += this.source.slice(start, this.at);
	}

	/** Where the last of so many open parentheses is closed: after it, or where the text ends. Undefined where the last two are not closed together. */
	protected endOfParentheses(from: number, open: 1 | 2): number | undefined {
		const {source} = this;
		let at = from;
		for (let left: number = open; at < source.length && left > 0; at++) {
			left += source[at] === '(' ? 1 : (source[at] === ')' ? -1 : 0);
			if (left === 1 && open === 2 && source[at + 1] !== ')') {
				return undefined;
			}
		}

		return at;
	}
}

function closing(end: number, source: string): number {
	return end === -1 ? source.length : end;
}
