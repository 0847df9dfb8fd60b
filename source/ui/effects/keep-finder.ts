import type {Overlay} from '../../tree/overlay.js';
import {findPaths, type FoundPaths} from '../../tree/query/find-paths.js';
import {needsOf} from '../../tree/query/parse-query.js';
import type {Query} from '../../tree/query/query.js';
import {rehearseQueries} from '../../tree/query/rehearse-queries.js';
import type {PackageList} from '../../tree/packages.js';
import {firstLimit, selectQuery, type Finder} from '../finder.js';
import {selectFinding} from '../findings.js';
import type {Grown} from '../state.js';
import type {Store} from '../store.js';
import {needsNothing, type Preparations} from './preparations.js';
import type {SliceName, Slicer} from './slicer.js';

/** Milliseconds: with a frame behind them a key is still answered in time, and most answers are there by then, so that it need not be drawn twice. */
const atOnce = 15;

/** What an answer is made of: while none of it is another, neither is the answer. */
type Wish = {grown: Grown; query: Query; limit: number; packages: PackageList | undefined; news: number};

export type KeepFinderOptions = {
	/** Of the image, for all that asks it. */
	preparations: Preparations;
	/** When the image is closed nothing may go on searching in it. */
	signal: AbortSignal;
	onError: (error: unknown) => void;
};

/** Answers the query of the finder, in slices, while it is open. The newest query cancels the one before. */
export function keepFinder(store: Store, slicer: Slicer<SliceName>, {preparations, signal, onError}: KeepFinderOptions): void {
	let wish: Wish | undefined;
	const answer = (next: Wish, created: string | undefined) => {
		wish = next;
		const {grown: {overlay}, query, limit, packages} = next;
		const {expressions, texts} = preparations.answers(needsOf(query));
		const prepared = {expressions, texts: new Map(Array.from(texts, ([pattern, [found]]) => [pattern, found])), packages, created};
		slicer.run('finder', findPaths(overlay, query, prepared, {limit: query.groups.length === 0 ? 0 : limit}), {
			done(found: FoundPaths) {
				store.dispatch({type: 'finder-found', result: {text: query.text, query, overlay, limit, found, expressions: prepared.expressions}});
			},
			failed: onError,
			atOnce,
		});
	};

	let rehearsedOf: Overlay | undefined;
	const rehearse = (overlay: Overlay) => {
		rehearsedOf = overlay;
		slicer.run('rehearsal', rehearseQueries(overlay, firstLimit), {failed: onError});
	};

	const stop = () => {
		if (wish) {
			wish = undefined;
			slicer.cancel('finder');
		}

		preparations.want('finder', undefined, needsNothing);
	};

	signal.addEventListener('abort', stop);
	store.onAction(() => {
		const state = store.getState();
		const {grown, finder, image} = state;
		if (grown?.isProven && rehearsedOf !== grown.overlay) {
			rehearse(grown.overlay);
		}

		const parsed = state.field?.kind === 'find' && grown ? selectQuery(state) : undefined;
		if (!parsed || 'error' in parsed || !grown) {
			stop();
			tellWork(store, undefined);
			return;
		}

		const {query} = parsed;
		const needs = needsOf(query);
		preparations.want('finder', {tree: grown.overlay.tree, ready: grown.ready, sides: [grown]}, needs);
		const packages = selectFinding(state, 'packages');
		tellWork(store, needs.packages && !packages ? {text: 'looking for packages'} : preparations.work(needs, state.phase), preparations.problem(needs)?.message);
		if (!preparations.hasExpressions(needs) || (needs.packages && !packages && grown.isProven)) {
			// What was found before stays until there is an answer.
			slicer.cancel('finder');
			wish = undefined;
			return;
		}

		const next: Wish = {grown, query, limit: finder.limit, packages: needs.packages ? packages : undefined, news: preparations.news};
		if (!wish || !isSame(wish, next)) {
			answer(next, image?.created);
		}
	});
}

function isSame(a: Wish, b: Wish): boolean {
	return (Object.keys(a) as Array<keyof Wish>).every(key => a[key] === b[key]);
}

function tellWork(store: Store, work: Finder['work'], problem?: string): void {
	const {finder} = store.getState();
	if (finder.work?.text !== work?.text || finder.work?.share !== work?.share || finder.problem !== problem) {
		store.dispatch({type: 'finder-work', work, problem});
	}
}
