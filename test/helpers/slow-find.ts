import type {Term} from '../../source/tree/query/query.js';

/** Whether a path's text has what a word of a query asks for: plainly, letter by letter, from its whole text. */
export function slowWord(path: string, term: Extract<Term, {kind: 'text'}>): boolean {
	const fold = (text: string) => term.hasCase ? text : text.replaceAll(/[A-Z]/g, letter => letter.toLowerCase());
	const text = fold(path);
	const word = fold(term.text);
	return hasWord(text, word, term.how) !== term.isNot;
}

function hasWord(text: string, word: string, how: Extract<Term, {kind: 'text'}>['how']): boolean {
	const unrooted = word.startsWith('/') ? word : `/${word}`;
	switch (how) {
		case 'fuzzy': {
			let has = 0;
			for (const letter of text) {
				has += letter === word[has] ? 1 : 0;
			}

			return has === word.length;
		}

		case 'exact': {
			return text.includes(word);
		}

		case 'boundary': {
			const isLetter = (letter: string | undefined) => letter !== undefined && /[\da-z\u0080-\uFFFF]/i.test(letter);
			return [...text].some((_letter, at) => text.startsWith(word, at)
				&& !(isLetter(text[at - 1]) && isLetter(word[0])) && !(isLetter(text[at + word.length]) && isLetter(word.at(-1))));
		}

		case 'prefix': {
			return text.startsWith(unrooted);
		}

		case 'suffix': {
			return text.endsWith(word);
		}

		case 'equal': {
			return text === unrooted;
		}
	}
}
