import {caseVariants} from './case-variants.js';
import {expressionParts} from './expression-parts.js';

/** What is looked for in contents: plain data, so that it crosses threads. */
export type SearchPattern = {
	/** A regular expression of JavaScript, or with `isLiteral` the text itself. */
	text: string;
	isLiteral: boolean;
	ignoreCase: boolean;
	/** Whether a match must be whole words. */
	wholeWords: boolean;
};

/** A pattern made ready: what finds candidates fast, and what decides of a line. */
export type CompiledPattern = {
	/** Decides of the text of one line; global. */
	line: RegExp;
	/** Bytes of which the line of every match holds one. */
	needles?: Buffer[];
	/** Whether a needle's line is a match by itself. */
	isNeedle: boolean;
	/** The same for any case, over bytes as Latin-1. */
	bytes?: RegExp;
	/** Finds in the text of many lines the lines that may match, where there are no needles. */
	inLine?: RegExp;
	/** Whether it holds more than ASCII: then the bytes of binary contents are no Latin-1. */
	isBeyondAscii: boolean;
	/** Whether it could run for ever on a line. */
	mayRunWild: boolean;
};

/** A pattern that is no regular expression: a sentence for the user without its end. */
export class PatternError extends Error {
	override name = 'PatternError';
}

/** Of a long text so many characters are looked for in any case. */
const longestVariants = 24;

/** A word goes on through these. */
const wordCharacter = String.raw`[\p{Alphabetic}\p{Mark}\p{Nd}\p{Pc}]`;

/**
Makes a pattern ready.

@throws {PatternError} If it is no regular expression.
*/
export function compilePattern({text, isLiteral, ignoreCase, wholeWords}: SearchPattern): CompiledPattern {
	const source = isLiteral ? text.replaceAll(/[$()*+./?[\\\]^{|}]/g, String.raw`\$&`) : text;
	const isUnicode = isLiteral || isExpression(source, 'u');
	if (!isUnicode && !isExpression(source, '')) {
		throw new PatternError(complaint(source));
	}

	const flags = `${ignoreCase ? 'i' : ''}${isUnicode ? 'u' : ''}`;
	const {literals, inLine} = isLiteral ? {literals: text === '' ? undefined : [text], inLine: source} : expressionParts(source, isUnicode);
	const isBeyondAscii = /[^\0-\u007F]/.test(text);
	return {
		line: new RegExp(wholeWords ? wholly(source, isUnicode) : source, `gs${flags}`),
		needles: literals && !ignoreCase ? literals.flatMap(literal => encodings(literal)) : undefined,
		isNeedle: isLiteral && !wholeWords && !isBeyondAscii,
		bytes: literals && ignoreCase ? anyCase(literals) : undefined,
		inLine: inLine === undefined ? undefined : new RegExp(inLine, `gm${flags}`),
		isBeyondAscii,
		mayRunWild: !isLiteral,
	};
}

function isExpression(source: string, flags: string): boolean {
	try {
		return Boolean(new RegExp(source, flags));
	} catch {
		return false;
	}
}

/** `Unterminated group` */
function complaint(source: string): string {
	try {
		// eslint-disable-next-line no-new
		new RegExp(source, 'u');
	} catch (error) {
		const {message} = error as Error;
		return message.slice(message.lastIndexOf(': ') + 2);
	}

	return '';
}

function wholly(source: string, isUnicode: boolean): string {
	const character = isUnicode ? wordCharacter : String.raw`\w`;
	return `(?<!${character})(?:${source})(?!${character})`;
}

/** A text in UTF-8, and in Latin-1 where that is something else. */
function encodings(text: string): Buffer[] {
	const isLatin = /[\u0080-\u00FF]/.test(text) && !/[^\0-\u00FF]/.test(text);
	return [Buffer.from(text), ...(isLatin ? [Buffer.from(text, 'latin1')] : [])];
}

/** Finds the bytes of texts in any case, in bytes that are read as Latin-1. */
function anyCase(literals: string[]): RegExp {
	const alternatives = literals.map(literal => Array.from(literal).slice(0, longestVariants).map(character => {
		const variants = caseVariants(character).flatMap(variant => Array.from(variant).length === 1 ? encodings(variant) : []);
		const sequences = new Set(variants.map(bytes => Array.from(bytes, byte => `\\x${byte.toString(16).padStart(2, '0')}`).join('')));
		const single = [...sequences].filter(sequence => sequence.length === 4);
		const longer = [...sequences].filter(sequence => sequence.length > 4);
		const group = single.length > 1 ? [`[${single.join('')}]`] : single;
		return longer.length > 0 ? `(?:${[...group, ...longer].join('|')})` : group.join('');
	}).join(''));
	return new RegExp(alternatives.join('|'), 'g');
}
