import {compilePattern, PatternError, type SearchPattern} from '../../content/search/search-pattern.js';
import {hasCapitalLetter} from './expression.js';

/** What `text:` looks for in contents: a regular expression; one in small letters matches capitals too, as words do. */
export function textPattern(text: string): SearchPattern {
	return {text, isLiteral: false, ignoreCase: !hasCapitalLetter(text), wholeWords: false};
}

/** What is wrong with what `text:` looks for, in a sentence; undefined where nothing is. */
export function textProblem(text: string): string | undefined {
	try {
		compilePattern(textPattern(text));
		return undefined;
	} catch (error) {
		if (error instanceof PatternError) {
			return `no regular expression: ${error.message.toLowerCase()}`;
		}

		throw error;
	}
}
