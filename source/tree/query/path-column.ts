import {Buffer} from 'node:buffer';
import {Glob} from '../../format/glob.js';
import {slice, type PathTree} from '../path-tree.js';
import {nameColumns} from './name-columns.js';
import {matchesGlob, nameGlob} from './name-glob.js';
import type {Prepared} from './prepared.js';
import type {Queried} from './queried.js';
import type {Term} from './query.js';
import {termGlob} from './term-glob.js';
import {fit} from './fit.js';
import {textColumn} from './text-columns.js';

/** How well a term that asks about the path alone fits each path, 0 where it does not; undefined for a term that asks about versions. It may be kept elsewhere, and is not to be written to. */
export function * pathColumn({tree}: Queried, term: Term, prepared: Prepared): Generator<void, Uint8Array | undefined> {
	switch (term.kind) {
		case 'text': {
			return yield * textColumn(tree, yield * nameColumns(tree), term);
		}

		case 'glob': {
			return negated(yield * globColumn(tree, term), term);
		}

		case 'expression': {
			const column = new Uint8Array(tree.count);
			column.set(prepared.expressions?.get(term.pattern)?.matches.subarray(0, tree.count) ?? []);
			return negated(column, term);
		}

		case 'field': {
			if (term.test.field === 'extension') {
				return negated(yield * extensionColumn(tree, term.test.extension), term);
			}

			return term.test.field === 'package' ? negated(yield * packageColumn(tree, term.test.name, prepared), term) : undefined;
		}

		case 'content': {
			return undefined;
		}
	}
}

function negated(column: Uint8Array, {isNot}: Term): Uint8Array {
	for (let path = 0, end = isNot ? column.length : 0; path < end; path++) {
		column[path] = column[path] === 0 ? fit.somewhere : 0;
	}

	return column;
}

function * globColumn(tree: PathTree, {pattern, hasCase}: Extract<Term, {kind: 'glob'}>): Generator<void, Uint8Array> {
	const {glob, isOfPath} = termGlob(pattern);
	const {folded} = yield * nameColumns(tree);
	const names = hasCase ? tree.names : folded;
	const {nameStart, count} = tree;
	// The last name alone tells of most paths that they are not meant, and of a glob without a slash all there is to know.
	const last = nameGlob(glob.slice(glob.lastIndexOf('/') + 1), hasCase);
	const isEnough = last !== undefined && !isOfPath;
	const whole = isEnough ? undefined : new Glob(glob, {hasCase});
	const column = new Uint8Array(count);
	for (let path = 1, steps = 0; path < count; path++, steps++) {
		if (!last || matchesGlob(last, names, nameStart[path], nameStart[path + 1])) {
			steps += 8;
			column[path] = !whole || whole.matches(isOfPath ? tree.path(path).slice(1) : tree.name(path)) ? fit.somewhere : 0;
		}

		if (steps > slice) {
			steps = 0;
			yield;
		}
	}

	return column;
}

/** Names that end with `.so`, or with that and a version: `libx.so.6`. */
function * extensionColumn(tree: PathTree, extension: string): Generator<void, Uint8Array> {
	const {folded} = yield * nameColumns(tree);
	const {nameStart, count} = tree;
	const column = new Uint8Array(count);
	const wanted = Buffer.from(`.${extension}`);
	for (let path = 1; path < count; path++) {
		const start = nameStart[path];
		// A version behind it: digits and dots.
		let end = nameStart[path + 1];
		for (let isFirst = true; ; isFirst = false) {
			if (endsWith(folded, start + 1, end, wanted)) {
				column[path] = fit.somewhere;
				break;
			}

			const before = beforeNumber(folded, start, end);
			if (before < 0 || (!isFirst && before >= end)) {
				break;
			}

			end = before;
		}

		if (path % slice === 0) {
			yield;
		}
	}

	return column;
}

function endsWith(bytes: Uint8Array, start: number, end: number, wanted: Uint8Array): boolean {
	if (end - wanted.length < start) {
		return false;
	}

	for (let index = 0; index < wanted.length; index++) {
		if (bytes[end - wanted.length + index] !== wanted[index]) {
			return false;
		}
	}

	return true;
}

/** Where `.6` at the end of a name begins, or -1. */
function beforeNumber(bytes: Uint8Array, start: number, end: number): number {
	let at = end;
	while (at > start && bytes[at - 1] >= 0x30 && bytes[at - 1] <= 0x39) {
		at--;
	}

	return at < end && at > start && bytes[at - 1] === 0x2E ? at - 1 : -1;
}

/** The paths of packages of a name: with or without the architecture that stands behind a colon; `*` and `?` as in globs. */
function * packageColumn(tree: PathTree, name: string, {packages}: Prepared): Generator<void, Uint8Array> {
	const column = new Uint8Array(tree.count);
	if (!packages) {
		return column;
	}

	const glob = /[*?[]/.test(name) ? new Glob(name) : undefined;
	const isWanted = (text: string) => glob ? glob.matches(text) : text === name;
	const wanted = packages.packages.map(({name: own}) => isWanted(own.toLowerCase()) || isWanted(own.toLowerCase().replace(/:[^:]*$/, '')));
	const {ownerOf} = packages;
	for (let path = 0, end = Math.min(tree.count, ownerOf.length); path < end; path++) {
		column[path] = ownerOf[path] >= 0 && wanted[ownerOf[path]] ? fit.somewhere : 0;
		if (path % (slice * 4) === 0) {
			yield;
		}
	}

	return column;
}
