import type {Term} from './query.js';

/** Where a word stands in a text, and how well. */
export type TextMatch = {
	/** As fzf scores. */
	score: number;
	/** Places of the letters in the text, ascending. */
	places: number[];
};

type TextTerm = Extract<Term, {kind: 'text'}>;

// Fzf's figures (src/algo/algo.go), with its scheme for paths: what stands behind a slash counts more than what stands behind a space.
const scoreMatch = 16;
const scoreGapStart = -3;
const scoreGapExtension = -1;
const bonusBoundary = 8;
const bonusDelimiter = 9;
const bonusCamel = 7;
const bonusConsecutive = 4;
const firstFactor = 2;

/** More cells than this are not weighed: letters are then taken where they come first. Paths may be 4 kB long. */
const maximumCells = 1 << 16;

/** The best place of a word in a path, beginning with `/`; undefined where it is not. */
export function matchText(term: TextTerm, path: string): TextMatch | undefined {
	const text = term.hasCase ? path : foldText(path);
	const word = term.hasCase ? term.text : foldText(term.text);
	switch (term.how) {
		case 'fuzzy': {
			// A word that stands whole in the last name is meant there, whatever stands spread before it.
			const whole = bestWhole(text, path, word, text.lastIndexOf('/'), false) ?? bestWhole(text, path, word, 0, false);
			return whole ?? spread(text, path, word);
		}

		case 'exact':
		case 'boundary': {
			const needsBorders = term.how === 'boundary';
			return bestWhole(text, path, word, text.lastIndexOf('/'), needsBorders) ?? bestWhole(text, path, word, 0, needsBorders);
		}

		case 'prefix':
		case 'equal': {
			const at = word.startsWith('/') ? 0 : 1;
			const isThere = text.startsWith(word, at) && (term.how === 'prefix' || text.length === at + word.length);
			return isThere ? wholeAt(path, at, word.length) : undefined;
		}

		case 'suffix': {
			return text.endsWith(word) ? wholeAt(path, text.length - word.length, word.length) : undefined;
		}
	}
}

/** ASCII capitals made small, as the columns of names have them: places stay the same. */
function foldText(text: string): string {
	return hasCapital(text) ? text.replaceAll(/[A-Z]+/g, letters => letters.toLowerCase()) : text;
}

function hasCapital(text: string): boolean {
	for (let index = 0; index < text.length; index++) {
		const code = text.charCodeAt(index);
		if (code >= 0x41 && code <= 0x5A) {
			return true;
		}
	}

	return false;
}

/** The first of the best places from `from` on at which a word stands whole. */
function bestWhole(text: string, path: string, word: string, from: number, needsBorders: boolean): TextMatch | undefined {
	let best = -1;
	let bestBonus = -1;
	for (let at = text.indexOf(word, from); at >= 0; at = text.indexOf(word, at + 1)) {
		const bonus = bonusAt(path, at);
		const isAlone = !needsBorders || (bonus >= bonusBoundary && (at + word.length === text.length || classOf(path, at + word.length) <= nonWord || classOf(path, at + word.length - 1) <= nonWord));
		if (isAlone && bonus > bestBonus) {
			best = at;
			bestBonus = bonus;
			if (bonus === bonusDelimiter) {
				break;
			}
		}
	}

	return best < 0 ? undefined : wholeAt(path, best, word.length);
}

function wholeAt(path: string, at: number, length: number): TextMatch {
	let score = 0;
	let first = 0;
	const places: number[] = [];
	for (let index = 0; index < length; index++) {
		let bonus = bonusAt(path, at + index);
		if (index === 0) {
			first = bonus;
			score += scoreMatch + (bonus * firstFactor);
		} else {
			first = bonus >= bonusBoundary && bonus > first ? bonus : first;
			bonus = Math.max(bonus, first, bonusConsecutive);
			score += scoreMatch + bonus;
		}

		places.push(at + index);
	}

	return {score, places};
}

const delimiter = 0;
const nonWord = 1;
const lower = 2;
const upper = 3;
const digit = 4;

function classOf(text: string, at: number): number {
	const code = text.charCodeAt(at);
	if (code === 0x2F) {
		return delimiter;
	}

	if ((code >= 0x61 && code <= 0x7A) || code >= 0x80) {
		return lower;
	}

	if (code >= 0x41 && code <= 0x5A) {
		return upper;
	}

	return code >= 0x30 && code <= 0x39 ? digit : nonWord;
}

/** What it is worth that a letter stands where a word of the text begins. */
function bonusAt(text: string, at: number): number {
	const before = at === 0 ? delimiter : classOf(text, at - 1);
	const own = classOf(text, at);
	if (own > nonWord) {
		if (before === delimiter) {
			return bonusDelimiter;
		}

		if (before === nonWord) {
			return bonusBoundary;
		}
	}

	if ((before === lower && own === upper) || (before !== digit && before > nonWord && own === digit)) {
		return bonusCamel;
	}

	return own <= nonWord ? bonusBoundary : 0;
}

let scores = new Int32Array(1024);
let runs = new Uint16Array(1024);
let bonuses = new Int32Array(256);

/** What a letter is worth behind a run of letters that follow one another: as much as the first of them, or where a word begins its own. */
function runBonus(before: number, column: number): number {
	const own = bonuses[column];
	const first = bonuses[column - before];
	return before === 0 || (own >= bonusBoundary && own > first) ? own : Math.max(own, first, bonusConsecutive);
}

/** The best way to find a word's letters in a text, in their order: fzf's own (Smith-Waterman with bonuses). */
function spread(text: string, path: string, word: string): TextMatch | undefined {
	const from = text.indexOf(word[0]);
	const columns = text.length - from;
	if (from < 0 || columns < word.length) {
		return undefined;
	}

	const firsts = firstLetters(text, word);
	const cells = columns * word.length;
	if (!firsts || cells > maximumCells) {
		return firsts && {score: scoreMatch, places: firsts};
	}

	if (scores.length < cells) {
		scores = new Int32Array(cells * 2);
		runs = new Uint16Array(cells * 2);
	}

	if (bonuses.length < columns) {
		bonuses = new Int32Array(columns * 2);
	}

	for (let column = 0; column < columns; column++) {
		bonuses[column] = bonusAt(path, from + column);
	}

	let bestColumn = -1;
	let best = 0;
	for (let row = 0; row < word.length; row++) {
		const letter = word.charCodeAt(row);
		const base = row * columns;
		let left = 0;
		let isGap = false;
		for (let column = 0; column < columns; column++) {
			let score = 0;
			let run = 0;
			const gap: number = left + (isGap ? scoreGapExtension : scoreGapStart);
			const diagonal = (row === 0) || (column === 0) ? 0 : scores[base - columns + column - 1];
			if (from + column >= firsts[row] && text.charCodeAt(from + column) === letter) {
				const own = bonuses[column];
				if (row === 0) {
					score = scoreMatch + (own * firstFactor);
					run = 1;
				} else {
					const before = runs[base - columns + column - 1];
					const bonus = runBonus(before, column);
					const isBetter = diagonal + scoreMatch + bonus >= gap;
					score = diagonal + scoreMatch + (isBetter ? bonus : own);
					run = isBetter ? (bonus === own && own >= bonusBoundary && own > bonuses[column - before] ? 1 : before + 1) : 0;
				}
			}

			isGap = score < gap;
			left = Math.max(score, gap, 0);
			scores[base + column] = left;
			runs[base + column] = isGap ? 0 : run;
			if (row === word.length - 1 && left > best) {
				best = left;
				bestColumn = column;
			}
		}
	}

	if (bestColumn < 0) {
		return undefined;
	}

	return {score: best, places: trace(firsts, columns, bestColumn, from, text, word)};
}

/** The way back from the best last letter. */
function trace(firsts: readonly number[], columns: number, last: number, from: number, text: string, word: string): number[] {
	const places: number[] = [];
	const rows = firsts.length;
	let row = rows - 1;
	let wantsMatch = true;
	for (let column = last; column >= 0 && row >= 0; column--) {
		const at = (row * columns) + column;
		const score = scores[at];
		const diagonal = row > 0 && column > 0 ? scores[at - columns - 1] : 0;
		const left = column > 0 ? scores[at - 1] : 0;
		const isLetter = from + column >= firsts[row] && text.charCodeAt(from + column) === word.charCodeAt(row);
		if (isLetter && score > diagonal && (score > left || (score === left && wantsMatch))) {
			wantsMatch = runs[at] > 1 || (column + 1 < columns && row + 1 < rows && runs[at + columns + 1] > 0);
			places.unshift(from + column);
			row--;
		}
	}

	return places;
}

/** Each letter where it comes first: before that it can't stand. */
function firstLetters(text: string, word: string): number[] | undefined {
	const places: number[] = [];
	for (let index = 0, at = -1; index < word.length; index++) {
		at = text.indexOf(word[index], at + 1);
		if (at < 0) {
			return undefined;
		}

		places.push(at);
	}

	return places;
}
