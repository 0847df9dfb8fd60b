import fuzzysort from 'fuzzysort';
import {root, slice, type PathId, type PathTree} from './path-tree.js';
import {foldByte} from './query/name-columns.js';
import {isShown, type RowView} from './rows.js';

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
export const threshold = 0.3;

/** What is filtered. `length`: how many paths its columns are for. */
export type FilteredView = RowView & {length: number};

/** What bits of a view a filter looks at. */
export type FilterScope = {show: number};

/**
The filter of the tree by one fuzzy word; `filterByQuery` is that of any query. One pass over the name bytes leaves the paths that contain the query's characters in their order;
those whose own name has the query whole are matches, and fuzzysort judges the rest.

A match is shown with all that lies below it; of that, only names that have the query whole are matches themselves.
A query that begins with `/` begins at the root or at a folder. A query with a capital letter is matched with case.
*/
export function * filterTree(tree: PathTree, view: FilteredView, query: string, scope: FilterScope): Generator<void, FilterResult> {
	const candidates = yield * candidatesOf(tree, view, query, scope);
	const isRanked = candidates.length <= maximumRanked;
	const whole = foldedBytes(query.trim());
	const matches = new Uint8Array(view.length);
	/** 1 for what lies below a match. */
	const within = new Uint8Array(view.length);
	let matched = 0;
	let best = -1;
	let bestRank = -1;
	for (let path = 1, next = 0, steps = 0; next < candidates.length; path++) {
		const above = tree.parent[path];
		within[path] = within[above] | matches[above];
		if (path === candidates[next]) {
			next++;
			steps += slice / 256;
			const isWhole = contains(tree, path, whole);
			const score = !isRanked || (within[path] === 1 && !isWhole) ? 0 : scoreOf(tree, path, query);
			if (isWhole || !isRanked || score >= threshold) {
				matches[path] = 1;
				matched++;
				// The whole query within the last name comes first.
				const rank = score + (isWhole ? 1 : 0);
				if (rank > bestRank || (rank === bestRank && tree.position[path] < tree.position[best])) {
					bestRank = rank;
					best = path;
				}
			}
		}

		if (++steps >= slice) {
			steps = 0;
			yield;
		}
	}

	return yield * keepAround(tree, view, {query, matches, matched, best});
}

/** How close together fuzzysort finds the letters of a word in a path, 0 to 1. */
export function scoreOf(tree: PathTree, path: PathId, query: string): number {
	const text = tree.path(path);
	// Prepared, because fuzzysort would keep each path that it prepares by itself.
	return fuzzysort.single(query, fuzzysort.prepare(query.startsWith('/') ? text : text.slice(1)))?.score ?? 0;
}

/** The paths whose own name contains the text: what `/` finds. A query with a capital letter is matched with case. */
export function * searchTree(tree: PathTree, view: FilteredView, query: string, scope: FilterScope): Generator<void, FilterResult> {
	const matches = new Uint8Array(view.length);
	const wanted = foldedBytes(query);
	let matched = 0;
	let best = -1;
	for (let path = 1; path < view.length; path++) {
		if (isShown(view, path, scope) && wanted.bytes.length > 0 && contains(tree, path, wanted)) {
			matches[path] = 1;
			matched++;
			if (best < 0 || tree.position[path] < tree.position[best]) {
				best = path;
			}
		}

		if (path % slice === 0) {
			yield;
		}
	}

	return yield * keepAround(tree, view, {query, matches, matched, best});
}

const slash = 0x2F;

type Wanted = {bytes: Uint8Array; folds: boolean};

function foldedBytes(query: string): Wanted {
	const folds = query === query.toLowerCase();
	return {bytes: Buffer.from(query), folds};
}

function contains(tree: PathTree, path: PathId, {bytes, folds}: Wanted): boolean {
	const {names} = tree;
	const start = tree.nameStart[path];
	const last = tree.nameStart[path + 1] - bytes.length;
	const first = bytes[0];
	for (let at = start; at <= last; at++) {
		const byte = folds ? foldByte(names[at]) : names[at];
		if (byte !== first) {
			continue;
		}

		let index = 1;
		while (index < bytes.length && (folds ? foldByte(names[at + index]) : names[at + index]) === bytes[index]) {
			index++;
		}

		if (index === bytes.length) {
			return true;
		}
	}

	return false;
}

function * candidatesOf(tree: PathTree, view: FilteredView, query: string, scope: FilterScope): Generator<void, PathId[]> {
	const wanted = foldedBytes(query.replaceAll(/\s/g, ''));
	const {bytes} = wanted;
	const {parent} = tree;
	/** How many bytes of the query each path has matched, short of all. */
	const reached = new Uint16Array(view.length);
	const candidates: PathId[] = [];
	if (bytes.length === 0) {
		return candidates;
	}

	for (let path = 1; path < view.length; path++) {
		const above = reached[parent[path]];
		const count = matchedBytes(tree, path, wanted, above);
		if (count < bytes.length) {
			reached[path] = count;
		} else {
			// What lies below goes on as if this name were not there.
			reached[path] = above;
			if (isShown(view, path, scope)) {
				candidates.push(path);
			}
		}

		if (path % slice === 0) {
			yield;
		}
	}

	return candidates;
}

/** How many bytes of the query are matched after a path's own name and the slash before it, of which `count` were before. */
function matchedBytes({names, nameStart}: PathTree, path: PathId, {bytes, folds}: Wanted, count: number): number {
	if (bytes[count] === slash) {
		count++;
	}

	for (let at = nameStart[path], end = nameStart[path + 1]; at < end && count < bytes.length; at++) {
		const byte = folds ? foldByte(names[at]) : names[at];
		if (byte === bytes[count]) {
			count++;
		}
	}

	return count;
}

/** Keeps the folders above the matches, and what lies below them. */
export function * keepAround(tree: PathTree, view: FilteredView, {query, matches, matched, best}: Pick<FilterResult, 'query' | 'matches' | 'matched' | 'best'>): Generator<void, FilterResult> {
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
