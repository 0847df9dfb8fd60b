import type {Query, QueryError} from '../tree/query/query.js';
import type {Prepared} from '../tree/query/prepared.js';
import {parseQuery} from '../tree/query/parse-query.js';
import type {FoundPaths} from '../tree/query/find-paths.js';
import type {LayerNumber} from '../image/image.js';
import type {EntryId} from '../tree/entry-store.js';
import type {Overlay} from '../tree/overlay.js';
import type {PathId} from '../tree/path-tree.js';
import {memoize} from './parts/memoize.js';
import type {State} from './state.js';

/** What a query has found. */
export type FinderResult = {
	text: string;
	query: Query;
	overlay: Overlay;
	/** As many were asked for. */
	limit: number;
	found: FoundPaths;
	/** Where the regular expressions of the query match, by pattern. */
	expressions?: Prepared['expressions'];
};

/** The finder: one query over the paths of all layers. While it is open, the line that is typed is the state's field. */
export type Finder = {
	/** What was typed last: what Esc from a path that it led to comes back to. */
	text: string;
	/** The row under the cursor, and the first that is seen. */
	row: number;
	top: number;
	/** At most so many paths are found; more once the cursor comes near the last. */
	limit: number;
	/** What is shown: it may be of a query before, until the new one is answered. */
	result?: FinderResult;
	/** Enter was pressed before the query was answered. */
	isAwaited?: boolean;
	/** What a query waits for that takes long, and how far it is, 0 to 1. */
	work?: {text: string; share?: number};
	/** Why a query that can be read has no answer, in a sentence. */
	problem?: string;
	/** Queries of this session, the last one first. */
	history: readonly string[];
	/** The row among them, while they are shown in the place of what was found. */
	past?: number;
};

/** So many are found at first: many screens, and no more work than a few. */
export const firstLimit = 1000;

/** Older ones are forgotten. */
const longestHistory = 100;

export const newFinder: Finder = {text: '', row: 0, top: 0, limit: firstLimit, history: []};

/** A row of the finder: a version of a path, by its layer and entry; of a removal the entry before it. */
export type FoundRow = {path: PathId; layer: LayerNumber; entry: EntryId; isGone: boolean};

export function foundRow({found}: FinderResult, row: number): FoundRow | undefined {
	return row < found.paths.length ? {path: found.paths[row], layer: found.layers[row], entry: found.entries[row], isGone: found.gone[row] === 1} : undefined;
}

const parsed = memoize(parseQuery);

/** The query as it is typed, or what is wrong with it. */
export function selectQuery({finder, image}: Pick<State, 'finder' | 'image'>): {query: Query} | {error: QueryError} {
	return parsed(finder.text, image?.layers.length);
}

/** Whether nothing is asked: nothing is typed, or so far only a sign, such as `!` or `|`. */
export function asksNothing(state: Pick<State, 'finder'>): boolean {
	const typed = selectQuery(state);
	return 'query' in typed && typed.query.groups.length === 0;
}

/** What was found, where it is of the image that is shown; nothing is shown of no query. */
export function selectResult(state: Pick<State, 'finder' | 'grown'>): FinderResult | undefined {
	const {finder: {result}, grown} = state;
	return result && result.overlay === grown?.overlay && !asksNothing(state) ? result : undefined;
}

/** Whether what is shown answers what is typed. */
export function isAnswered(state: Pick<State, 'finder' | 'grown'>): boolean {
	return state.finder.result?.text === state.finder.text && selectResult(state) !== undefined;
}

/** Whether queries of before are shown: where they were asked for, and as long as nothing is typed. */
export function selectPast({finder}: Pick<State, 'finder'>): number | undefined {
	return finder.past ?? (finder.text.trim() === '' && finder.history.length > 0 ? 0 : undefined);
}

/** A query that has served goes in front of those before. */
export function remembered(history: readonly string[], text: string): readonly string[] {
	const query = text.trim();
	return query === '' ? history : [query, ...history.filter(other => other !== query)].slice(0, longestHistory);
}
