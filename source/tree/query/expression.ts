/**
A regular expression as `re:` writes it. As with words, one in small letters matches capitals too; `\S` and the like are no capitals.

@throws {SyntaxError} Where it is none.
*/
export function compileExpression(pattern: string): RegExp {
	return new RegExp(pattern, hasCapitalLetter(pattern) ? 'u' : 'iu');
}

/** Whether a regular expression is in capitals too: what stands behind a backslash is none. */
export function hasCapitalLetter(pattern: string): boolean {
	const letters = pattern.replaceAll(/\\(?:p\{[^}]*\}|[\s\S])/gi, '');
	return letters !== letters.toLowerCase();
}

/** What is wrong with a regular expression, in a sentence; undefined where nothing is. */
export function expressionProblem(pattern: string): string | undefined {
	try {
		compileExpression(pattern);
		return undefined;
	} catch (error) {
		// `Invalid regular expression: /(/u: Unterminated group`
		return `no regular expression: ${(error as Error).message.replace(/^.*\/[a-z]*: /s, '').toLowerCase()}`;
	}
}
