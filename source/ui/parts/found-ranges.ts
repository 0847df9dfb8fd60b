import type {PathId} from '../../tree/path-tree.js';
import {matchedRanges} from '../../tree/query/matched-ranges.js';
import {expressionPlace, type Prepared} from '../../tree/query/prepared.js';
import type {Query} from '../../tree/query/query.js';

/**
The characters of a path's own name, with which the path ends, that a query has found.

@param expressions Where regular expressions match, in the path as it is: given only where it is shown so.
*/
export function rangesInName(query: Query, path: string, name: string, id: PathId, expressions?: Prepared['expressions']): ReadonlyArray<readonly [from: number, to: number]> {
	const start = path.length - name.length;
	return matchedRanges(query, path, pattern => expressionPlace(expressions, pattern, id)).filter(([, end]) => end > start).map(([from, end]) => [Math.max(0, from - start), end - start] as const);
}
