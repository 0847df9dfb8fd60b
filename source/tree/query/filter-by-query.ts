import type {Change} from '../change.js';
import {filterTree, keepAround, type FilteredView, type FilterResult, type FilterScope} from '../filter.js';
import type {LayerView} from '../layer-view.js';
import type {Overlay} from '../overlay.js';
import {slice, type PathId, type PathTree} from '../path-tree.js';
import {isShown} from '../rows.js';
import {matchQuery} from './match-query.js';
import {fittedWords, isMeant, type FittedWord} from './meant-words.js';
import type {Prepared} from './prepared.js';
import type {Query} from './query.js';
import {fit} from './fit.js';

/** What a query says of the paths of a tree: their rank, 0 for those that can't match; and whether what is shown of one is what it asks for. */
export type PathMatches = {rank: Uint16Array; isShownVersion: (path: PathId) => boolean};

/** The filter of a layer's tree by a query. What is asked of versions is held against the one that the view shows. */
export function * filterByQuery(overlay: Overlay, view: LayerView, query: Query, prepared: Prepared, scope: FilterScope): Generator<void, FilterResult> {
	const {tree, transitions} = overlay;
	return yield * filterPaths(tree, view, query, scope, function * () {
		const {rank, isVersion} = yield * matchQuery(overlay, query, prepared);
		return {rank, isShownVersion: path => isVersion(path, view.entry[path], transitions.layer[transitions.at(path, view.to)] ?? view.to, view.change[path] as Change)};
	});
}

/**
The filter of a tree by a query: which paths of a view it keeps. A match is shown with all that lies below it, so of words alone what only
lies in a folder of that name is no match itself, and below a match only names that have a word whole are. Where more is asked the folder
may be none: `etc ext:conf`.

@param match Holds the query against all paths; not asked where it is but letters.
*/
export function * filterPaths(tree: PathTree, view: FilteredView, query: Query, scope: FilterScope, match: () => Generator<void, PathMatches>): Generator<void, FilterResult> {
	const [first, ...others] = query.groups.flat();
	if (first?.kind === 'text' && first.how === 'fuzzy' && !first.isNot && others.length === 0) {
		return yield * filterTree(tree, view, first.text, scope);
	}

	const matches = new Uint8Array(view.length);
	if (!first) {
		return yield * keepAround(tree, view, {query: query.text, matches, matched: 0, best: -1});
	}

	const {rank, isShownVersion} = yield * match();
	const words = yield * fittedWords(tree, query);
	const isOfWords = query.groups.flat().every(({kind}) => kind === 'text');
	const within = new Uint8Array(view.length);
	let matched = 0;
	let best: PathId = -1;
	for (let path = 1, steps = 0; path < view.length; path++) {
		const above = tree.parent[path];
		within[path] = within[above] | matches[above];
		if (rank[path] > 0 && isShown(view, path, scope)) {
			steps += 16;
			if ((isOfWords ? isOwn(tree, path, words, within[path] === 1) : words.every(each => isMeant(tree, path, each))) && isShownVersion(path)) {
				matches[path] = 1;
				matched++;
				if (best < 0 || rank[path] > rank[best] || (rank[path] === rank[best] && tree.position[path] < tree.position[best])) {
					best = path;
				}
			}
		}

		if (++steps >= slice) {
			steps = 0;
			yield;
		}
	}

	return yield * keepAround(tree, view, {query: query.text, matches, matched, best});
}

/** Whether a path has something of the words of a query in its own name, and none of them only in letters that lie far apart. */
function isOwn(tree: PathTree, path: PathId, words: readonly FittedWord[], isWithin: boolean): boolean {
	if (words.length === 0) {
		return true;
	}

	const isWhole = words.some(({column}) => column[path] >= fit.inName);
	if (isWithin || isWhole) {
		return isWhole && words.every(each => isMeant(tree, path, each));
	}

	const isInName = words.some(({column}) => column[path] !== 0 && column[path] !== fit.inFolder && column[path] !== fit.spread);
	return isInName && words.every(each => isMeant(tree, path, each));
}
