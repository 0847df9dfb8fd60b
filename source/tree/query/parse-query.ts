import {didYouMean} from '../../format/nearest.js';
import {expressionProblem} from './expression.js';
import {globProblem} from './glob-problem.js';
import {fieldKeys, parseField} from './parse-field.js';
import type {Query, QueryError, Term} from './query.js';
import {textProblem} from './text-pattern.js';

export type {Query, QueryError} from './query.js';

/** Nobody types more; what is pasted by mistake shall not be taken for a query. */
const maximumLength = 1000;

/** Each term is a pass over all names. */
const maximumTerms = 32;

/** A part of a query between spaces; `\ ` is a space within one. */
type Word = {text: string; at: number; length: number};

/**
Reads a query: words of fzf's extended search, globs, and filters as `key:value`.

Words are ANDed, `a | b` is one of them. `word` is fuzzy, `'word` exact, `'word'` exact between borders, `^word` at the start, `word$` at the
end, `!word` not. A word in small letters matches capitals too. `*`, `?` and `[…]` make a glob of a word that has no such sign in front.
A backslash takes a sign's meaning away.

@param layers How many the image has, where that is known: a layer that it has not is wrong then.
*/
export function parseQuery(text: string, layers = Number.POSITIVE_INFINITY): {query: Query} | {error: QueryError} {
	if (text.length > maximumLength) {
		return {error: {message: `a query has ${maximumLength} characters at most`, at: maximumLength, length: 1}};
	}

	const groups: Term[][] = [];
	let isAlternative = false;
	let count = 0;
	let before = '';
	for (const word of wordsOf(text)) {
		if (word.text === '|') {
			isAlternative = groups.length > 0;
			continue;
		}

		// `size:>1 MB` would be what is larger than one byte and has these letters.
		if (/^!?size:.*\d$/i.test(before) && /^[egkmpt]i?b$/i.test(word.text)) {
			return {error: {message: `${before}${word.text} is written without a space; '${word.text} searches for the text`, at: word.at, length: word.length}};
		}

		before = word.text;
		const parsed = parseWord(word, layers);
		if ('error' in parsed) {
			return parsed;
		}

		if (!parsed.term) {
			continue;
		}

		if (++count > maximumTerms) {
			return {error: {message: `a query has ${maximumTerms} conditions at most`, at: word.at, length: word.length}};
		}

		if (isAlternative) {
			groups.at(-1)!.push(parsed.term);
		} else {
			groups.push([parsed.term]);
		}

		isAlternative = false;
	}

	return {query: {text, groups}};
}

/** What must be prepared before a query can be answered: which expressions and texts are to be searched, and whether packages and proven contents are asked for. */
export type QueryNeeds = {expressions: readonly string[]; texts: readonly string[]; packages: boolean; proof: boolean};

/** What a query needs. */
export function needsOf({groups}: Query): QueryNeeds {
	const terms = groups.flat();
	const patterns = (kind: 'expression' | 'content') => [...new Set(terms.flatMap(term => term.kind === kind ? [term.pattern] : []))];
	const fields = new Set(terms.flatMap(term => term.kind === 'field' ? [term.test.field] : []));
	return {
		expressions: patterns('expression'),
		texts: patterns('content'),
		packages: fields.has('package'),
		proof: fields.has('change') || fields.has('fate'),
	};
}

function wordsOf(text: string): Word[] {
	return Array.from(text.matchAll(/(?:\\ |\S)+/g), ({0: found, index}) => ({text: found.replaceAll('\\ ', ' '), at: index, length: found.length}));
}

/** The term of a word; none where there is only a sign so far, as while it is being typed. */
function parseWord({text, at, length}: Word, layers: number): {term?: Term} | {error: QueryError} {
	const isNot = text.startsWith('!');
	const rest = isNot ? text.slice(1) : text;
	const start = isNot ? at + 1 : at;
	const colon = /^[a-z]+:/i.exec(rest)?.[0];
	if (colon !== undefined) {
		return parseKeyed({isNot, written: colon.slice(0, -1), value: rest.slice(colon.length), at: start, length: length - (start - at), layers});
	}

	if (rest === 'wasted') {
		return {term: {isNot, kind: 'field', test: {field: 'fate', mask: wastedFates}}};
	}

	const term = parseText(rest, isNot);
	const problem = term?.kind === 'glob' ? globProblem(term.pattern) : undefined;
	return problem === undefined ? {term} : {error: {message: problem, at: start, length: length - (start - at)}};
}

type Keyed = {isNot: boolean; /** The key, in whatever case. */ written: string; value: string; at: number; length: number; layers: number};

function parseKeyed({isNot, written, value, at, length, layers}: Keyed): {term: Term} | {error: QueryError} {
	const key = written.toLowerCase();
	const valueAt = {at: at + key.length + 1, length: Math.max(1, length - key.length - 1)};
	if (key === 're' || key === 'text') {
		if (value === '') {
			return {error: {message: `${key}: wants a pattern, such as ${key === 're' ? String.raw`re:\.so\.\d+$` : 'text:password'}`, ...valueAt}};
		}

		const problem = key === 're' ? expressionProblem(value) : textProblem(value);
		return problem === undefined
			? {term: {isNot, kind: key === 're' ? 'expression' : 'content', pattern: value, place: {at, length}}}
			: {error: {message: problem, ...valueAt}};
	}

	if (!fieldKeys.includes(key)) {
		const near = didYouMean(key, [...fieldKeys, 're', 'text']);
		return {error: {message: `there is no filter ${written}:${near === '' ? `; '${written}: searches for the text` : `.${near.replace(/\?$/, ':?')}`}`, at, length: key.length + 1}};
	}

	const parsed = parseField(key, value);
	if ('problem' in parsed) {
		return {error: {message: parsed.problem, ...valueAt}};
	}

	const {test} = parsed;
	const missing = test.field === 'layer' ? [test.from, test.to].find(layer => layer > layers && Number.isFinite(layer)) : undefined;
	return missing === undefined
		? {term: {isNot, kind: 'field', test}}
		: {error: {message: `there is no layer ${missing}: the image has ${layers === 0 ? 'none' : `layers 1 to ${layers}`}`, ...valueAt}};
}

/** All fates but live. */
const wastedFates = 0b11_1110;

function parseText(word: string, isNot: boolean): Term | undefined {
	let text = word;
	const hasEnd = text.length > 1 && text.endsWith('$') && !text.endsWith(String.raw`\$`);
	text = hasEnd ? text.slice(0, -1) : text;
	// What is not wanted is taken at its word, as fzf does.
	let how: Extract<Term, {kind: 'text'}>['how'] = hasEnd ? 'suffix' : (isNot ? 'exact' : 'fuzzy');
	if (text.length > 2 && text.startsWith('\'') && text.endsWith('\'') && !text.endsWith(String.raw`\'`)) {
		how = 'boundary';
		text = text.slice(1, -1);
	} else if (text.startsWith('\'')) {
		how = hasEnd ? 'suffix' : (isNot ? 'fuzzy' : 'exact');
		text = text.slice(1);
	} else if (text.startsWith('^')) {
		how = hasEnd ? 'equal' : 'prefix';
		text = text.slice(1);
	} else if (!hasEnd && /[*?]|\[[^\]]+\]/.test(text.replaceAll(escaped, ''))) {
		return {isNot, kind: 'glob', pattern: text, hasCase: hasCapital(text)};
	}

	text = text.replaceAll(escaped, '$1');
	return text === '' ? undefined : {isNot, kind: 'text', how, text, hasCase: hasCapital(text)};
}

/** A sign that stands for itself. Other backslashes do so too: `\xNN` is how odd bytes of paths are shown. */
const escaped = /\\([!$'*?[^|])/g;

function hasCapital(text: string): boolean {
	return text !== text.toLowerCase();
}
