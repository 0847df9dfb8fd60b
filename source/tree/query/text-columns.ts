import {Buffer} from 'node:buffer';
import {slice, type PathTree} from '../path-tree.js';
import {inSlices} from '../../archive/slices.js';
import {fit} from './fit.js';
import {KeptWords, type FoundWord} from './kept-words.js';
import type {NameColumns} from './name-columns.js';
import {TextPass, type Shorter, type TextTerm} from './text-pass.js';

/**
A column by `PathId`: how well a word fits, 0 where it does not. What is not wanted fits where it is not. It is not to be written to, and
who lets it go (`KeptWords`) reads it no more.
*/
export function * textColumn(tree: PathTree, columns: NameColumns, term: TextTerm): Generator<void, Uint8Array> {
	const kept = KeptWords.of(tree);
	const key = keyOf(term, term.text);
	let found = kept.read(key, columns.count);
	if (!found) {
		found = yield * find(kept, tree, columns, term);
		kept.keep(key, found);
	}

	const {column} = found;
	if (!term.isNot) {
		return column;
	}

	const without = new Uint8Array(column.length);
	yield * inSlices(0, column.length, slice * 4, (from, end) => {
		for (let path = from; path < end; path++) {
			without[path] = column[path] === 0 ? fit.somewhere : 0;
		}
	});
	kept.letGo(column);
	return without;
}

/** A longer word goes on from the shorter one that was typed before. */
function * find(kept: KeptWords, tree: PathTree, columns: NameColumns, term: TextTerm): Generator<void, FoundWord> {
	// A letter may be several bytes.
	const start = Array.from(term.text).slice(0, -1).join('');
	const before = term.how === 'fuzzy' ? kept.read(keyOf(term, start), columns.count) : undefined;
	const shorter: Shorter | undefined = before?.reached ? {column: before.column, reached: before.reached, length: Buffer.byteLength(start)} : undefined;
	const found = yield * new TextPass(tree, columns, term).run(shorter);
	if (before) {
		kept.letGo(before.column);
	}

	return found;
}

function keyOf({how, hasCase}: TextTerm, text: string): string {
	return `${how} ${hasCase} ${text}`;
}
