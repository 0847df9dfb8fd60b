import {needsOf} from '../../tree/query/parse-query.js';
import type {Query} from '../../tree/query/query.js';
import {parsedFilter} from '../filter-query.js';
import {selectFinding} from '../findings.js';
import type {Filtering, State} from '../state.js';
import type {Store} from '../store.js';
import {needsNothing, type Preparations} from './preparations.js';
import type {Ground} from './prepare-query.js';
import type {Slicer} from './slicer.js';

export type KeepFilterOptions = {
	preparations: Preparations;
	/** What the filter is asked of; undefined until there is something. */
	groundOf: (state: State) => Ground | undefined;
	/** When the image is closed nothing may go on searching in it. */
	signal: AbortSignal;
};

/** Has prepared what the filter needs that takes a thread, and tells how far it is. The newest filter cancels the one before. To be asked before who lists. */
export function keepFilter(store: Store, slicer: Pick<Slicer<'listing'>, 'has'>, {preparations, groundOf, signal}: KeepFilterOptions): void {
	const tell = (filtering: Filtering | undefined) => {
		const before = store.getState().filtering;
		const next = filtering && before ? withWhatIsSame(before, filtering) : filtering;
		if (next !== before) {
			store.dispatch({type: 'filtering', filtering: next});
		}
	};

	const stop = () => {
		preparations.want('filter', undefined, needsNothing);
	};

	signal.addEventListener('abort', stop);
	store.onAction(() => {
		const state = store.getState();
		const ground = groundOf(state);
		const parsed = state.filter === '' || signal.aborted ? undefined : parsedFilter(state);
		if (!parsed || 'error' in parsed || !ground) {
			stop();
			tell(undefined);
			return;
		}

		const needs = needsOf(parsed.query);
		preparations.want('filter', ground, needs);
		const lacksPackages = needs.packages && !state.comparison && state.grown?.isProven === true && !selectFinding(state, 'packages');
		if (needs.expressions.length + needs.texts.length === 0 && !lacksPackages) {
			tell(undefined);
			return;
		}

		const {phase, filtering} = state;
		const work = lacksPackages ? {text: 'looking for packages'} : preparations.work(needs, phase);
		if (work && filtering?.text === state.filter && !filtering.isAwaited && slicer.has('listing')) {
			// What was found so far is listed first, however long that takes: more of it comes soon.
			return;
		}

		tell({
			text: state.filter,
			isAwaited: lacksPackages || preparations.lacks(needs, phase),
			...preparations.answers(needs),
			work,
			problem: problemOf(parsed.query, preparations.problem(needs)),
		});
	});
}

/** The problem of a pattern, with its place in the query. */
function problemOf({groups}: Query, problem: ReturnType<Preparations['problem']>): Filtering['problem'] {
	const term = groups.flat().find(each => (each.kind === 'expression' || each.kind === 'content') && (each.kind === 'expression') === (problem?.kind === 'expression') && each.pattern === problem?.pattern);
	return problem && term && 'place' in term ? {message: problem.message, ...term.place} : undefined;
}

/** What has come, with what is the same as before in place of what equals it: nothing is done again for it. */
function withWhatIsSame(before: Filtering, next: Filtering): Filtering {
	const isSameWork = before.work?.text === next.work?.text && before.work?.share === next.work?.share;
	const {problem} = next;
	const isSameProblem = before.problem?.message === problem?.message && before.problem?.at === problem?.at && before.problem?.length === problem?.length;
	const expressions = isSameMap(before.expressions, next.expressions) ? before.expressions : next.expressions;
	const texts = isSameMap(before.texts, next.texts) ? before.texts : next.texts;
	return before.text === next.text && before.isAwaited === next.isAwaited && isSameWork && isSameProblem && expressions === before.expressions && texts === before.texts
		? before
		: {...next, expressions, texts};
}

function isSameMap<Value>(a: ReadonlyMap<string, Value>, b: ReadonlyMap<string, Value>): boolean {
	return a.size === b.size && [...a].every(([key, value]) => b.has(key) && b.get(key) === value);
}
