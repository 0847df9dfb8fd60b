import {needsOf, parseQuery} from '../tree/query/parse-query.js';
import type {Query, QueryError} from '../tree/query/query.js';
import {memoize} from './parts/memoize.js';
import type {Filtering, State} from './state.js';

/** The query that the filter of the files is. */
export const filterQuery = memoize((text: string, layers: number | undefined): {query: Query} | {error: QueryError} => parseQuery(text, layers));

type Typed = Pick<State, 'filter' | 'image' | 'comparison'>;

/** Layers can be asked for by as many numbers as there are; of two images by those of the one that has more. Until that is known any number will do. */
export function parsedFilter({filter, image, comparison}: Typed): ReturnType<typeof filterQuery> {
	const counts = (comparison ? [comparison.a, comparison.b] : [{image}]).map(each => each.image?.layers.length);
	return filterQuery(filter, counts.includes(undefined) ? undefined : Math.max(...counts as number[]));
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

const begun = memoize((text: string): Filtering => ({text, isAwaited: true, expressions: new Map(), texts: new Map()}));

/** What the filter needs that takes long, as far as it is there; undefined where it needs nothing. */
export function selectFiltering(state: Typed & Pick<State, 'filtering'>): Filtering | undefined {
	const {filter, filtering} = state;
	if (filter === '' || filtering?.text === filter) {
		return filter === '' ? undefined : filtering;
	}

	const parsed = parsedFilter(state);
	const needs = 'query' in parsed ? needsOf(parsed.query) : undefined;
	return needs && needs.expressions.length + needs.texts.length > 0 ? begun(filter) : undefined;
}

/** What the filter waits for, and how far that is, in words; empty for nothing. */
export function filterWorkText(state: Typed & Pick<State, 'filtering'>): string {
	const {work} = selectFiltering(state) ?? {};
	return work ? `${work.text}${work.share === undefined ? '' : ` ${Math.floor(work.share * 100)} %`}` : '';
}
