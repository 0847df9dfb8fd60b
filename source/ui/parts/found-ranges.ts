import {matchedRanges} from '../../tree/query/matched-ranges.js';
import type {Query} from '../../tree/query/query.js';

/** The characters of a path's own name, with which the path ends, that a query has found. */
export function rangesInName(query: Query, path: string, name: string): ReadonlyArray<readonly [from: number, to: number]> {
	const start = path.length - name.length;
	return matchedRanges(query, path).filter(([, end]) => end > start).map(([from, end]) => [Math.max(0, from - start), end - start] as const);
}
