import {scoreOf, threshold} from '../filter.js';
import type {PathId, PathTree} from '../path-tree.js';
import {nameColumns} from './name-columns.js';
import type {Query, Term} from './query.js';
import {fit} from './fit.js';
import {textColumn} from './text-columns.js';

/** A word that is wanted, and how well it fits each path. */
export type FittedWord = {word: Extract<Term, {kind: 'text'}>; column: Uint8Array};

/** The words of a query that are wanted. */
export function * fittedWords(tree: PathTree, {groups}: Query): Generator<void, FittedWord[]> {
	const words: FittedWord[] = [];
	for (const term of groups.flat()) {
		if (term.kind === 'text' && !term.isNot) {
			words.push({word: term, column: yield * textColumn(tree, yield * nameColumns(tree), term)});
		}
	}

	return words;
}

/** Whether a path that has a word has it in a way that is meant: where nothing is ranked, letters that lie far apart are none. A path that has it not is no less meant by others. */
export function isMeant(tree: PathTree, path: PathId, {word, column}: FittedWord): boolean {
	const fits = column[path];
	const isSpread = word.how === 'fuzzy' && fits !== 0 && fits < fit.inName && fits !== fit.inFolder;
	return !isSpread || scoreOf(tree, path, word.text) >= threshold;
}

/** Whether a path that has a word has it whole, or close together in its own name: nobody takes out all that has these letters somewhere on the way. */
export function isClose(tree: PathTree, path: PathId, fitted: FittedWord): boolean {
	const {word, column} = fitted;
	const isOnTheWay = word.how === 'fuzzy' && column[path] !== 0 && column[path] < fit.inFolder;
	return (!isOnTheWay || word.text.includes('/')) && isMeant(tree, path, fitted);
}
