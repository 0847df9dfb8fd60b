/** What a regular expression tells of its matches before it is run. */
export type ExpressionParts = {
	/** Texts of which every match holds at least one; undefined where that can't be told. */
	literals?: string[];
	/** The same expression, which never goes over the end of a line; undefined where it looks around itself, which that would change. */
	inLine?: string;
};

/** More texts than this are not looked for side by side. */
const maximumLiterals = 8;

/** A text of one character stands nearly everywhere. */
const shortestLiteral = 2;

/** An item of a branch: text that stands there as it is, nothing wide (an anchor), a choice of branches, or anything else. */
type Item = {
	text?: string;
	isAnchor?: boolean;
	branches?: Item[][];
	/** How often it stands there at least. */
	minimum: number;
	/** Whether it stands there exactly once. */
	isOnce: boolean;
};

/**
Reads a regular expression that is known to be one.

@param isUnicode Whether it has the flag `u`.
*/
export function expressionParts(source: string, isUnicode: boolean): ExpressionParts {
	const reader = new Reader(source, isUnicode);
	const literals = literalsOf(reader.branches());
	return {literals, inLine: reader.looksAround ? undefined : reader.inLine};
}

class Reader {
	inLine = '';
	looksAround = false;
	private at = 0;

	constructor(private readonly source: string, private readonly isUnicode: boolean) {}

	/** What stands up to the end, or to the bracket that closes a group. */
	branches(): Item[][] {
		const branches: Item[][] = [[]];
		while (this.at < this.source.length && this.source[this.at] !== ')') {
			if (this.source[this.at] === '|') {
				this.copy(1);
				branches.push([]);
			} else {
				const item = this.item();
				branches.at(-1)!.push({...item, ...this.quantifier()});
			}
		}

		return branches;
	}

	private item(): Omit<Item, 'minimum' | 'isOnce'> {
		switch (this.source[this.at]) {
			case '(': {
				return this.group();
			}

			case '[': {
				this.characterClass();
				return {};
			}

			case '\\': {
				return this.escape();
			}

			case '.': {
				this.replace(1, '[^\\n]');
				return {};
			}

			case '^':
			case '$': {
				this.copy(1);
				return {isAnchor: true};
			}

			default: {
				const text = this.isUnicode ? String.fromCodePoint(this.source.codePointAt(this.at)!) : this.source[this.at];
				this.copy(text.length);
				return {text};
			}
		}
	}

	private group(): Omit<Item, 'minimum' | 'isOnce'> {
		const [opening] = /^\((?:\?(?:[!:=]|<[!=]|<[^>]*>|[a-z]*(?:-[a-z]*)?:))?/.exec(this.source.slice(this.at))!;
		this.copy(opening.length);
		const branches = this.branches();
		this.copy(1);
		if (/[!=]$/.test(opening)) {
			this.looksAround = true;
			return {isAnchor: true};
		}

		// `(?i:…)` takes any case of what it holds.
		return /^\(\?[-a-z]*i/.test(opening) ? {} : {branches};
	}

	private characterClass(): void {
		const start = this.at;
		let end = start + 1;
		while (end < this.source.length && this.source[end] !== ']') {
			end += this.source[end] === '\\' ? 2 : 1;
		}

		const text = this.source.slice(start, end + 1);
		this.replace(text.length, this.withoutBreak(text));
	}

	/** A class of characters that takes no line break. */
	private withoutBreak(text: string): string {
		if (!new RegExp(text, this.isUnicode ? 'u' : '').test('\n')) {
			return text;
		}

		return text.startsWith('[^') ? `[^\\n${text.slice(2)}` : `(?:(?!\\n)${text})`;
	}

	private escape(): Omit<Item, 'minimum' | 'isOnce'> {
		const rest = this.source.slice(this.at);
		const letter = rest[1];
		if (/b/i.test(letter)) {
			this.copy(2);
			return {isAnchor: true};
		}

		if (!/[\da-z]/i.test(letter)) {
			this.copy(2);
			return {text: letter};
		}

		const [whole] = /^\\(?:\d+|x[\da-f]{2}|u[\da-f]{4}|u\{[\da-f]+\}|c[a-z]|k<[^>]*>|p\{[^}]*\}|.)/is.exec(rest)!;
		// A break that is written as such keeps the expression from ever matching a line, and is left.
		this.replace(whole.length, /[dpsw]/i.test(letter) ? this.withoutBreak(whole) : whole);
		return {};
	}

	private quantifier(): {minimum: number; isOnce: boolean} {
		const match = /^(?:[*+?]|\{(\d+)(?:,\d*)?\})\??/.exec(this.source.slice(this.at));
		if (!match) {
			return {minimum: 1, isOnce: true};
		}

		this.copy(match[0].length);
		return {minimum: Number(match[1] ?? match[0].startsWith('+')), isOnce: false};
	}

	private copy(length: number): void {
		this.replace(length, this.source.slice(this.at, this.at + length));
	}

	private replace(length: number, text: string): void {
		this.inLine += text;
		this.at += length;
	}
}

/** The texts of all branches, if each has any. */
function literalsOf(branches: Item[][]): string[] | undefined {
	const all: string[] = [];
	for (const branch of branches) {
		const literals = literalsOfBranch(branch);
		if (!literals) {
			return undefined;
		}

		all.push(...literals);
	}

	return all.length > maximumLiterals ? undefined : [...new Set(all)];
}

/** The best texts of what stands one after another: those of which the shortest is longest. */
function literalsOfBranch(items: Item[]): string[] | undefined {
	let best: string[] | undefined;
	let bestLength = shortestLiteral - 1;
	const offer = (literals: string[] | undefined) => {
		const length = Math.min(...(literals ?? ['']).map(text => text.length));
		if (length > bestLength) {
			best = literals;
			bestLength = length;
		}
	};

	let run = '';
	for (const {text, isAnchor, branches, minimum, isOnce} of items) {
		if (isAnchor) {
			continue;
		}

		if (text !== undefined && minimum > 0) {
			run += text;
			if (isOnce) {
				continue;
			}
		}

		offer([run]);
		run = '';
		if (branches && minimum > 0) {
			offer(literalsOf(branches));
		}
	}

	offer([run]);
	return best;
}
