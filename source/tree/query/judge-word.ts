import {matchText, type TextMatch} from './match-text.js';
import type {Term} from './query.js';

/** A term that is a word. */
export type Word = Extract<Term, {kind: 'text'}>;

/** A word that stands in the last name counts so much more, and one that is all of it. */
const inNameBonus = 12;
const equalBonus = 8;
const stemBonus = 4;

/** Where a word stands in a path that begins with `/`, and how well: as fzf scores, and more in the last name. Undefined where it is not in it. */
export function judgeWord(path: string, term: Word): TextMatch | undefined {
	const match = matchText(term, path);
	if (!match) {
		return undefined;
	}

	const name = path.lastIndexOf('/') + 1;
	const {score, places} = match;
	const [first] = places;
	const last = places.at(-1)!;
	const isStart = first === name && last - first === places.length - 1;
	const bonus = isStart ? (last === path.length - 1 ? equalBonus : (path[last + 1] === '.' ? stemBonus : 0)) : 0;
	return {score: score + bonus + (first >= name ? inNameBonus : 0), places};
}
