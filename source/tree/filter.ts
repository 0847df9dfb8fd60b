import fuzzysort from 'fuzzysort';
import type {LayerView} from './layer-view.js';
import {root, slice, type PathId, type PathTree} from './path-tree.js';
import {isShown} from './rows.js';

/** Which paths a query left. Columns by `PathId`. */
export type FilterResult = {
	query: string;
	/** 1 for what is shown: matches, the folders above them, and what lies below a match. */
	keep: Uint8Array;
	/** 1 for the matches themselves. */
	matches: Uint8Array;
	/** 1 for a folder with a match below it: such folders stand open. */
	above: Uint8Array;
	/** How many matches there are. */
	matched: number;
	/** The best match, or -1. */
	best: PathId;
};

/** Fuzzysort ranks no more candidates than this; the cheap pass has left far fewer for all but the shortest queries. */
const maximumRanked = 100_000;

/** Below this fuzzysort's score (0 to 1) the letters of the query lie too far apart to be meant. */
const threshold = 0.3;

/** What bits of a view a filter looks at. */
export type FilterScope = {show: number};

/**
The fuzzy filter of the tree. One pass over the name bytes leaves the paths that contain the query's characters in their order,
the last of them in their own name; fuzzysort then judges those.

How many characters a path has matched follows from its parent's count and its own name, so each name is read once.
A query with a capital letter is matched with case.
*/
export function * filterTree(tree: PathTree, view: LayerView, query: string, scope: FilterScope): Generator<void, FilterResult> {
	const candidates = yield * candidatesOf(tree, view, query, scope);
	const matches = new Uint8Array(view.length);
	let best = -1;
	let matched = 0;
	if (candidates.length <= maximumRanked) {
		let bestScore = -1;
		for (let index = 0; index < candidates.length; index++) {
			const path = candidates[index];
			const result = fuzzysort.single(query, tree.path(path).slice(1));
			if (result && result.score >= threshold) {
				matches[path] = 1;
				matched++;
				if (result.score > bestScore) {
					bestScore = result.score;
					best = path;
				}
			}

			if (index % 256 === 255) {
				yield;
			}
		}
	} else {
		for (const path of candidates) {
			matches[path] = 1;
		}

		matched = candidates.length;
		best = candidates[0]!;
	}

	return yield * keepAround(tree, view, query, matches, matched, best);
}

/** The paths whose own name contains the text: what `/` finds. A query with a capital letter is matched with case. */
export function * searchTree(tree: PathTree, view: LayerView, query: string, scope: FilterScope): Generator<void, FilterResult> {
	const matches = new Uint8Array(view.length);
	const wanted = foldedBytes(query);
	let matched = 0;
	let best = -1;
	for (let path = 1; path < view.length; path++) {
		if (isShown(view, path, scope) && wanted.bytes.length > 0 && contains(tree, path, wanted)) {
			matches[path] = 1;
			matched++;
			best = best < 0 ? path : best;
		}

		if (path % slice === 0) {
			yield;
		}
	}

	return yield * keepAround(tree, view, query, matches, matched, best);
}

type Wanted = {bytes: Uint8Array; folds: boolean};

function foldedBytes(query: string): Wanted {
	const folds = query === query.toLowerCase();
	return {bytes: Buffer.from(query), folds};
}

function fold(byte: number): number {
	return byte >= 0x41 && byte <= 0x5A ? byte + 0x20 : byte;
}

function contains(tree: PathTree, path: PathId, {bytes, folds}: Wanted): boolean {
	const {names} = tree;
	const start = tree.nameStart[path];
	const last = tree.nameStart[path + 1] - bytes.length;
	const first = bytes[0];
	for (let at = start; at <= last; at++) {
		const byte = folds ? fold(names[at]) : names[at];
		if (byte !== first) {
			continue;
		}

		let index = 1;
		while (index < bytes.length && (folds ? fold(names[at + index]) : names[at + index]) === bytes[index]) {
			index++;
		}

		if (index === bytes.length) {
			return true;
		}
	}

	return false;
}

function * candidatesOf(tree: PathTree, view: LayerView, query: string, scope: FilterScope): Generator<void, PathId[]> {
	const {bytes, folds} = foldedBytes(query.replaceAll(/\s/g, ''));
	const {names, nameStart, parent} = tree;
	const slash = 0x2F;
	/** How many bytes of the query each path has matched. */
	const reached = new Uint16Array(view.length);
	const candidates: PathId[] = [];
	if (bytes.length === 0) {
		return candidates;
	}

	for (let path = 1; path < view.length; path++) {
		const above = parent[path];
		let count = reached[above];
		if (count < bytes.length && above !== root && bytes[count] === slash) {
			count++;
		}

		const before = count;
		for (let at = nameStart[path], end = nameStart[path + 1]; at < end && count < bytes.length; at++) {
			const byte = folds ? fold(names[at]) : names[at];
			if (byte === bytes[count]) {
				count++;
			}
		}

		reached[path] = count;
		if (count === bytes.length && before < count && isShown(view, path, scope)) {
			candidates.push(path);
		}

		if (path % slice === 0) {
			yield;
		}
	}

	return candidates;
}

/** Keeps the folders above the matches, and what lies below them. */
function * keepAround(tree: PathTree, view: LayerView, query: string, matches: Uint8Array, matched: number, best: PathId): Generator<void, FilterResult> {
	const keep = new Uint8Array(view.length);
	const above = new Uint8Array(view.length);
	for (let path = 1; path < view.length; path++) {
		keep[path] = matches[path] | keep[tree.parent[path]];
		if (path % slice === 0) {
			yield;
		}
	}

	for (let path = view.length - 1; path > 0; path--) {
		if (matches[path] === 1 || above[path] === 1) {
			keep[path] = 1;
			above[tree.parent[path]] = 1;
		}

		if (path % slice === 0) {
			yield;
		}
	}

	keep[root] = 1;
	return {query, keep, matches, above, matched, best};
}
