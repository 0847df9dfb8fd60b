import type {SearchPattern} from '../../content/search/search-pattern.js';

/** What `text:` looks for in contents: a regular expression; one in small letters matches capitals too, as words do. */
export function textPattern(text: string): SearchPattern {
	const letters = text.replaceAll(/\\(?:p\{[^}]*\}|[\s\S])/gi, '');
	return {text, isLiteral: false, ignoreCase: letters === letters.toLowerCase(), wholeWords: false};
}
