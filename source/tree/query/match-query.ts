import type {LayerNumber} from '../../image/image.js';
import type {Change} from '../change.js';
import type {EntryId} from '../entry-store.js';
import {slice, type PathId} from '../path-tree.js';
import {inSlices} from '../../archive/slices.js';
import {KeptWords} from './kept-words.js';
import {countStored, type RankCounting} from './count-stored.js';
import {pathColumn} from './path-column.js';
import type {Prepared} from './prepared.js';
import type {Queried} from './queried.js';
import type {Query, Term} from './query.js';
import {takeColumn} from './spare-columns.js';
import {fit} from './fit.js';
import {versionTest, type VersionTest} from './version-test.js';

/** A group that asks about versions too: it holds where the path has what is asked of it, or the version. */
type VersionGroup = {paths: Uint8Array | undefined; tests: readonly VersionTest[]};

/** What a query says of every path. */
export type QueryMatches = {
	/** By `PathId`: 0 where no version of the path can match, else how well its text does, from 1. Of `takeColumn`: who is done with it may give it back. */
	rank: Uint16Array;
	/** Whether versions must be asked as well. */
	asksVersions: boolean;
	/** Whether the ranks are counted, where that was asked for. Else it is left to whoever asks: it takes a pass of its own. */
	isCounted: boolean;
	/** Whether one version of a path that has a rank holds for the rest of the query. */
	isVersion: (path: PathId, entry: EntryId, layer: LayerNumber, change: Change) => boolean;
};

/** A bit of a rank: all words stand whole in the last name. More than what the words of a query fit together. */
export const wholeInName = 4096;

/** Whether a query has words that tell which path is better. */
export function hasWords({groups}: Query): boolean {
	return groups.some(group => group.some(term => isWord(term)));
}

/**
Holds a query against the names of all paths; what it asks about versions is left for later.

@param counting By which paths that no layer stored are left out, and ranks counted.
*/
export function * matchQuery(overlay: Queried, query: Query, prepared: Prepared, counting?: RankCounting): Generator<void, QueryMatches> {
	const {tree} = overlay;
	const kept = KeptWords.of(tree);
	const [only] = query.groups;
	if (query.groups.length === 1 && only.length === 1 && isWord(only[0])) {
		const column = (yield * pathColumn(overlay, only[0], prepared))!;
		const rank = yield * rankOfOne(column, takeColumn(tree, Uint16Array, column.length), counting);
		kept.letGo(column);
		return {rank, asksVersions: false, isCounted: counting !== undefined, isVersion: () => true};
	}

	const asksWords = hasWords(query);
	// Whole until a word is not.
	const rank = takeColumn(tree, Uint16Array, tree.count).fill(asksWords ? wholeInName + 1 : 1);
	rank[0] = 0;
	const groups: VersionGroup[] = [];
	for (const terms of query.groups) {
		const tests: VersionTest[] = [];
		let best: Uint8Array | undefined;
		for (const term of terms) {
			const column: Uint8Array | undefined = yield * pathColumn(overlay, term, prepared);
			if (column) {
				best = best ? yield * larger(kept, best, column) : column;
			} else {
				tests.push(versionTest(overlay, term, prepared)!);
			}
		}

		const isAny = yield * addUp(rank, best, {isOfWords: terms.some(term => isWord(term)), asksVersions: tests.length > 0});
		// Groups that ask about versions read it on.
		if (tests.length > 0) {
			groups.push({paths: best, tests});
		} else if (best) {
			kept.letGo(best);
		}

		if (!isAny) {
			break;
		}
	}

	return {
		rank,
		asksVersions: groups.length > 0,
		isCounted: false,
		isVersion: (path, entry, layer, change) => groups.every(({paths, tests}) => paths?.[path] || tests.some(test => test(entry, layer, change))),
	};
}

/** The rank of a single word, which most queries are: all in one pass, for what it takes is to bring columns of all paths from memory. */
function * rankOfOne(column: Uint8Array, rank: Uint16Array, counting?: RankCounting): Generator<void, Uint16Array> {
	const ranks = Uint16Array.from({length: 256}, (_, fits) => fits === 0 ? 0 : fits + 1 + (fits < fit.inName ? 0 : wholeInName));
	rank[0] = 0;
	yield * inSlices(1, column.length, slice, (from, end) => {
		for (let path = from; path < end; path++) {
			rank[path] = ranks[column[path]];
		}

		if (counting) {
			countStored(from, end, rank, counting);
		}
	});
	return rank;
}

function isWord(term: Term): boolean {
	return term.kind === 'text' && !term.isNot;
}

/** How well the better of two terms fits. Both are let go. */
function * larger(kept: KeptWords, a: Uint8Array, b: Uint8Array): Generator<void, Uint8Array> {
	const both = a.slice();
	yield * inSlices(1, both.length, slice * 4, (from, end) => {
		for (let path = from; path < end; path++) {
			const fits = b[path];
			if (fits > both[path]) {
				both[path] = fits;
			}
		}
	});
	kept.letGo(a);
	kept.letGo(b);
	return both;
}

/** What a group is of: words, which a path may have whole in its last name; versions, which may hold where the path has none of its words. */
type GroupKind = {isOfWords: boolean; asksVersions: boolean};

/** Adds a group's fit to the rank; without any the path is out, unless a version may still hold. Returns whether any is left. */
function * addUp(rank: Uint16Array, column: Uint8Array | undefined, kind: GroupKind): Generator<void, boolean> {
	if (!column) {
		return true;
	}

	let all = 0;
	yield * inSlices(1, rank.length, slice * 4, (from, end) => {
		all |= addUpOver(from, end, rank, column, kind);
	});
	return all !== 0;
}

/** The same for some of the paths: the bits of all their ranks. */
function addUpOver(from: number, end: number, rank: Uint16Array, column: Uint8Array, {isOfWords, asksVersions}: GroupKind): number {
	let all = 0;
	const whole = isOfWords ? fit.inName : 0;
	for (let path = from; path < end; path++) {
		const before = rank[path];
		if (before !== 0) {
			const fits = column[path];
			const kept = fits < whole ? before & (wholeInName - 1) : before;
			rank[path] = fits === 0 && !asksVersions ? 0 : kept + fits;
			all |= rank[path];
		}
	}

	return all;
}
