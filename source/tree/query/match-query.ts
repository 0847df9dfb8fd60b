import type {LayerNumber} from '../../image/image.js';
import type {Change} from '../change.js';
import type {EntryId} from '../entry-store.js';
import type {Overlay} from '../overlay.js';
import {slice, type PathId} from '../path-tree.js';
import {inSlices} from '../slices.js';
import {pathColumn} from './path-column.js';
import type {Prepared} from './prepared.js';
import type {Query, Term} from './query.js';
import {fit} from './text-columns.js';
import {versionTest, type VersionTest} from './version-test.js';

/** A group that asks about versions too: it holds where the path has what is asked of it, or the version. */
type VersionGroup = {paths: Uint8Array | undefined; tests: readonly VersionTest[]};

/** What a query says of every path. */
export type QueryMatches = {
	/** By `PathId`: 0 where no version of the path can match, else how well its text does, from 1. */
	rank: Uint16Array;
	/** Whether versions must be asked as well. */
	asksVersions: boolean;
	/** Whether one version of a path that has a rank holds for the rest of the query. */
	isVersion: (path: PathId, entry: EntryId, layer: LayerNumber, change: Change) => boolean;
};

/** In a rank: all words stand whole in the last name. More than what the words of a query fit together. */
export const wholeInName = 4096;

/** Whether a query has words that tell which path is better. */
export function hasWords({groups}: Query): boolean {
	return groups.some(group => group.some(term => isWord(term)));
}

/** Holds a query against the names of all paths; what it asks about versions is left for later. */
export function * matchQuery(overlay: Overlay, query: Query, prepared: Prepared): Generator<void, QueryMatches> {
	const {count} = overlay.tree;
	const [only] = query.groups;
	if (query.groups.length === 1 && only.length === 1 && isWord(only[0])) {
		const column = (yield * pathColumn(overlay, only[0], prepared))!;
		return {rank: yield * rankOfOne(column), asksVersions: false, isVersion: () => true};
	}

	const rank = new Uint16Array(count).fill(1, 1);
	const isWhole = hasWords(query) ? new Uint8Array(count).fill(1) : undefined;
	const groups: VersionGroup[] = [];
	for (const terms of query.groups) {
		const tests: VersionTest[] = [];
		let best: Uint8Array | undefined;
		for (const term of terms) {
			const column: Uint8Array | undefined = yield * pathColumn(overlay, term, prepared);
			if (column) {
				best = best ? larger(best, column) : column;
				yield;
			} else {
				tests.push(versionTest(overlay, term, prepared)!);
			}
		}

		const isAny = yield * addUp(rank, best, terms.some(term => isWord(term)) ? isWhole : undefined, tests.length > 0);
		if (!isAny) {
			break;
		}

		if (tests.length > 0) {
			groups.push({paths: best, tests});
		}
	}

	if (isWhole) {
		yield * inSlices(1, count, slice * 4, (from, end) => {
			for (let path = from; path < end; path++) {
				if (rank[path] !== 0 && isWhole[path] !== 0) {
					rank[path] += wholeInName;
				}
			}
		});
	}

	return {
		rank,
		asksVersions: groups.length > 0,
		isVersion: (path, entry, layer, change) => groups.every(({paths, tests}) => paths?.[path] || tests.some(test => test(entry, layer, change))),
	};
}

/** The rank of a single word, which most queries are: one pass instead of three. */
function * rankOfOne(column: Uint8Array): Generator<void, Uint16Array> {
	const rank = new Uint16Array(column.length);
	yield * inSlices(1, column.length, slice * 4, (from, end) => {
		for (let path = from; path < end; path++) {
			const fits = column[path];
			rank[path] = fits < fit.inName ? (fits === 0 ? 0 : fits + 1) : fits + 1 + wholeInName;
		}
	});
	return rank;
}

function isWord(term: Term): boolean {
	return term.kind === 'text' && !term.isNot;
}

function larger(a: Uint8Array, b: Uint8Array): Uint8Array {
	return a.map((fits, path) => Math.max(fits, b[path]));
}

/** Adds a group's fit to the rank; without any the path is out, unless a version may still hold. Returns whether any is left. */
function * addUp(rank: Uint16Array, column: Uint8Array | undefined, isWhole: Uint8Array | undefined, asksVersions: boolean): Generator<void, boolean> {
	if (!column) {
		return true;
	}

	let isAny = false;
	yield * inSlices(1, rank.length, slice * 4, (from, end) => {
		for (let path = from; path < end; path++) {
			const fits = column[path];
			const before = rank[path];
			if (before !== 0) {
				rank[path] = fits === 0 && !asksVersions ? 0 : before + fits;
				isAny ||= rank[path] !== 0;
			}

			if (isWhole && fits < fit.inName) {
				isWhole[path] = 0;
			}
		}
	});
	return isAny;
}
