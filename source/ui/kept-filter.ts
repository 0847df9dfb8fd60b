import type {FilterResult} from '../tree/filter.js';
import type {Prepared} from '../tree/query/prepared.js';
import type {Query} from '../tree/query/query.js';
import {filterQuery} from './filter-query.js';

/** What is wished of a filter: its text, empty for none; what it may ask for, as far as it is found; and whether that is still to come. */
type FilterWish = {filter: string; prepared?: Pick<Prepared, 'expressions'>; isAwaited?: boolean};

/** What a filter keeps, the query that it is, and where the regular expressions of that match. */
export type KeptFilter = {filter?: FilterResult; query?: Query; expressions?: Prepared['expressions']};

/**
What the filter of a list keeps, from what a list before it has, where that still holds. What is no query yet, or can't be answered yet,
leaves what the one before has kept.

@param layers How many layers a query may ask for.
@param before The list before, where it was of the same rows but for the filter.
@param match Holds the query against the rows.
*/
export function * keptFilter(wish: FilterWish, layers: number, before: KeptFilter & {wish: FilterWish} | undefined, match: (query: Query) => Generator<void, FilterResult>): Generator<void, KeptFilter> {
	if (wish.filter === '') {
		return {};
	}

	const parsed = filterQuery(wish.filter, layers);
	if ('error' in parsed || wish.isAwaited) {
		return {filter: before?.filter, query: before?.query, expressions: before?.expressions};
	}

	const isSame = before?.wish.filter === wish.filter && before.wish.prepared === wish.prepared && !before.wish.isAwaited;
	return {filter: isSame ? before.filter : yield * match(parsed.query), query: parsed.query, expressions: wish.prepared?.expressions};
}
