import {needsOf, parseQuery} from '../tree/query/parse-query.js';
import type {Query, QueryError} from '../tree/query/query.js';
import {memoize} from './parts/memoize.js';
import type {State} from './state.js';

/** The query that the filter of the files is. What takes a thread and time is for the finder. */
export const filterQuery = memoize((text: string, layers: number | undefined): {query: Query} | {error: QueryError} => {
	const parsed = parseQuery(text, layers);
	if ('error' in parsed) {
		return parsed;
	}

	const slow = parsed.query.groups.flat().find(term => term.kind === 'expression' || term.kind === 'content');
	return slow ? {error: {message: `${slow.kind === 'expression' ? 're' : 'text'}: is for the finder, f`, ...slow.place}} : parsed;
});

type Typed = Pick<State, 'filter' | 'image'>;

/** What is wrong with the filter as it is typed. */
export function selectFilterError({filter, image}: Typed): QueryError | undefined {
	const parsed = filterQuery(filter, image?.layers.length);
	return 'error' in parsed ? parsed.error : undefined;
}

/** Whether the filter asks who owns what. */
export function filterWantsPackages({filter, image}: Typed): boolean {
	const parsed = filterQuery(filter, image?.layers.length);
	return 'query' in parsed && needsOf(parsed.query).packages;
}
