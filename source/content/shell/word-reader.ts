import {noWord, QuoteReader, type WordDraft} from './quote-reader.js';
import type {ShellWord} from './shell-command.js';

const plain = /[^\s"$&'();<>\\`|]+/y;
const arrayStart = /^[a-z_]\w*(?:\[[^[\]]*\])?\+?=$/i;

/** Longer names of arrays are none: characters. */
const longestName = 200;

/** Reads words, and passes over what stands between them. */
export abstract class WordReader extends QuoteReader {
	/** The word at `at`, which is to stand at one; none where there is an operator or blank. */
	protected readWord(): ShellWord | undefined {
		const {source} = this;
		const start = this.at;
		const draft = noWord();
		let isPart = this.at < source.length;
		while (isPart) {
			isPart = this.readPart(draft, start) && this.at < source.length;
		}

		return this.at === start ? undefined : {...draft, start, end: this.at};
	}

	/** Passes over blanks, line continuations and comments. */
	protected skipBlanks(): void {
		const {source} = this;
		for (;;) {
			const character = source[this.at];
			if (character === ' ' || character === '\t' || character === '\r') {
				this.at++;
			} else if (character === '\\' && source[this.at + 1] === '\n') {
				this.at += 2;
			} else if (character === '#') {
				const end = source.indexOf('\n', this.at);
				this.at = end === -1 ? source.length : end;
			} else {
				return;
			}
		}
	}

	/** One part of a word: a quoted text, an expansion, or plain characters. False where the word ends. */
	private readPart(draft: WordDraft, start: number): boolean {
		const {source} = this;
		switch (source[this.at]) {
			case '\\': {
				this.readBackslash(draft);
				return true;
			}

			case '\'': {
				draft.text += this.readSingleQuotes();
				draft.isQuoted = true;
				return true;
			}

			case '"': {
				this.readDoubleQuotes(draft);
				return true;
			}

			case '$': {
				this.readDollar(draft, false);
				return true;
			}

			case '`': {
				this.readBackquotes(draft, false);
				return true;
			}

			case '<':
			case '>': {
				// Process substitution: `<(sort a)` is a word.
				if (source[this.at + 1] !== '(' || this.at !== start) {
					return false;
				}

				this.readNested(draft, 2, () => {
					draft.isSubstituted = true;
					this.readSubstitution();
				});
				return true;
			}

			case '(': {
				return this.readParentheses(draft, start);
			}

			default: {
				plain.lastIndex = this.at;
				const run = plain.exec(source)?.[0];
				if (run === undefined) {
					return this.readOddSpace(draft);
				}

				draft.text += run;
				this.at += run.length;
				return true;
			}
		}
	}

	/** White space that is none to a shell, which knows blank, tab and newline, is part of a word. */
	private readOddSpace(draft: WordDraft): boolean {
		const character = this.source[this.at];
		if (/[\t\n\r &);|]/.test(character)) {
			return false;
		}

		draft.text += character;
		this.at++;
		return true;
	}

	/** Parentheses that belong to a word: of an array (`a=(x y)`), of a pattern (`!(a|b)`). */
	private readParentheses(draft: WordDraft, start: number): boolean {
		const {source} = this;
		const before = source.slice(start, Math.min(this.at, start + longestName));
		const isPattern = this.at > start && !draft.isQuoted && '!*+?@'.includes(source[this.at - 1]);
		if (!isPattern && (before.length < this.at - start || !arrayStart.test(before))) {
			return false;
		}

		const end = this.endOfParentheses(this.at + 1, 1)!;
		draft.text += source.slice(this.at, end);
		this.at++;
		this.readExpansions(end);
		return true;
	}
}
