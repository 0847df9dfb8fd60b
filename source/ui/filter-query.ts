import {needsOf, parseQuery} from '../tree/query/parse-query.js';
import type {Query, QueryError} from '../tree/query/query.js';
import {memoize} from './parts/memoize.js';
import type {State} from './state.js';

/** The query that the filter of the files is. What takes a thread and time is for the finder. `isCompared`: there is none, where two images are compared. */
export const filterQuery = memoize((text: string, layers: number | undefined, isCompared = false): {query: Query} | {error: QueryError} => {
	const parsed = parseQuery(text, layers);
	if ('error' in parsed) {
		return parsed;
	}

	const slow = parsed.query.groups.flat().find(term => term.kind === 'expression' || term.kind === 'content');
	return slow ? {error: {message: `${slow.kind === 'expression' ? 're' : 'text'}: is for the finder${isCompared ? ' of one image' : ', f'}`, ...slow.place}} : parsed;
});

type Typed = Pick<State, 'filter' | 'image' | 'comparison'>;

/** Layers can be asked for by as many numbers as there are; of two images by those of the one that has more. */
function parsedFilter({filter, image, comparison}: Typed): ReturnType<typeof filterQuery> {
	return comparison
		? filterQuery(filter, Math.max(...[comparison.a, comparison.b].map(({image: each}) => each?.layers.length ?? 0)), true)
		: filterQuery(filter, image?.layers.length);
}

/** What is wrong with the filter as it is typed. */
export function selectFilterError(state: Typed): QueryError | undefined {
	const parsed = parsedFilter(state);
	return 'error' in parsed ? parsed.error : undefined;
}

/** Whether the filter asks who owns what. */
export function filterWantsPackages(state: Typed): boolean {
	const parsed = parsedFilter(state);
	return 'query' in parsed && needsOf(parsed.query).packages;
}
