import type {ExpressionMatches} from '../../archive/expression-worker.js';
import type {EntryId} from '../../tree/entry-store.js';
import type {Overlay} from '../../tree/overlay.js';
import {findPaths, type FoundPaths} from '../../tree/query/find-paths.js';
import {needsOf} from '../../tree/query/parse-query.js';
import type {Query} from '../../tree/query/query.js';
import {rehearseQueries} from '../../tree/query/rehearse-queries.js';
import type {PackageList} from '../../tree/packages.js';
import {firstLimit, selectQuery, type Finder} from '../finder.js';
import {selectFinding} from '../findings.js';
import type {Grown, State} from '../state.js';
import type {Store} from '../store.js';
import {prepare, type Preparation} from './prepare-query.js';
import type {SliceName, Slicer} from './slicer.js';

/** Patterns whose answers are kept: who takes back a letter need not wait again. */
const kept = 8;

/** Milliseconds: with a frame behind them a key is still answered in time, and most answers are there by then, so that it need not be drawn twice. */
const atOnce = 15;

/** What an answer is made of: while none of it is another, neither is the answer. */
type Wish = {grown: Grown; query: Query; limit: number; packages: PackageList | undefined; news: number};

export type KeepFinderOptions = {
	threads: number;
	/** When the image is closed nothing may go on searching in it. */
	signal: AbortSignal;
	onError: (error: unknown) => void;
};

/** Answers the query of the finder, in slices, while it is open. The newest query cancels the one before. */
export function keepFinder(store: Store, slicer: Slicer<SliceName>, {threads, signal, onError}: KeepFinderOptions): void {
	const preparations = new Preparations(store, threads);
	let wish: Wish | undefined;
	const answer = (next: Wish, created: string | undefined) => {
		wish = next;
		const {grown: {overlay}, query, limit, packages} = next;
		const prepared = {...preparations.answers(), packages, created};
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

		preparations.stop();
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
		preparations.want(grown, needs);
		const packages = selectFinding(state, 'packages');
		tellWork(store, workOf(state, preparations, needs.packages && !packages), preparations.problem(needs));
		if (!preparations.hasExpressions(needs.expressions) || (needs.packages && !packages && grown.isProven)) {
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

/** What is waited for. */
function workOf({grown, phase}: State, preparations: Preparations, wantsPackages: boolean): Finder['work'] {
	if (wantsPackages) {
		return {text: 'looking for packages'};
	}

	const work = preparations.work();
	return work ?? (preparations.isWaiting && !grown?.contents && phase !== 'stopped' ? {text: 'reading the layers first'} : undefined);
}

/** What was prepared for queries, and what is being prepared: one at a time. */
class Preparations {
	/** Counts what came. */
	news = 0;
	/** Whether contents are to be searched that can't be read yet. */
	isWaiting = false;
	private grown?: Grown;
	private readonly done = new Map<string, Preparation>();
	private running?: {key: string; preparation?: Preparation; abort: AbortController};

	constructor(private readonly store: Store, private readonly threads: number) {}

	/** Begins what a query needs, and stops what it does not. */
	want(grown: Grown, {expressions, texts}: {expressions: readonly string[]; texts: readonly string[]}): void {
		if (this.grown !== grown) {
			this.forget(grown);
		}

		const wanted = [...expressions.map(pattern => ['expression', pattern] as const), ...texts.map(pattern => ['text', pattern] as const)];
		this.isWaiting = texts.length > 0 && !grown.contents;
		if (this.running && wanted.every(([kind, pattern]) => keyOf(kind, pattern) !== this.running!.key)) {
			this.stop();
		}

		const next = wanted.find(([kind, pattern]) => !this.done.has(keyOf(kind, pattern)) && (kind === 'expression' || grown.contents !== undefined));
		if (next && !this.running) {
			const [kind, pattern] = next;
			this.begin(kind, pattern, grown);
		}
	}

	stop(): void {
		this.running?.abort.abort();
		this.running = undefined;
	}

	hasExpressions(patterns: readonly string[]): boolean {
		return patterns.every(pattern => this.done.has(keyOf('expression', pattern)));
	}

	/** What is prepared so far. */
	answers(): {expressions: Map<string, ExpressionMatches>; texts: Map<string, ReadonlySet<EntryId>>} {
		const all = [...this.done.values(), ...(this.running?.preparation ? [this.running.preparation] : [])];
		return {
			expressions: new Map(all.flatMap(({kind, pattern, column}) => kind === 'expression' && column ? [[pattern, column]] : [])),
			texts: new Map(all.flatMap(({kind, pattern, found}) => kind === 'text' ? [[pattern, found]] : [])),
		};
	}

	work(): Finder['work'] {
		if (!this.running) {
			return undefined;
		}

		const isText = this.running.key.startsWith('text');
		return {text: isText ? 'searching contents' : 'matching', share: this.running.preparation?.share};
	}

	/** What kept a part of a query from being answered. */
	problem({expressions, texts}: {expressions: readonly string[]; texts: readonly string[]}): string | undefined {
		const keys = [...expressions.map(pattern => keyOf('expression', pattern)), ...texts.map(pattern => keyOf('text', pattern))];
		return keys.map(key => this.done.get(key)?.problem).find(problem => problem !== undefined);
	}

	/** What was prepared of fewer layers does not hold. */
	private forget(grown: Grown): void {
		const before = this.grown;
		this.grown = grown;
		if (before?.overlay !== grown.overlay || before.ready !== grown.ready) {
			this.stop();
			this.done.clear();
			this.news++;
		}
	}

	private begin(kind: Preparation['kind'], pattern: string, grown: Grown): void {
		const abort = new AbortController();
		const running: NonNullable<typeof this.running> = {key: keyOf(kind, pattern), abort};
		this.running = running;
		void prepare(kind, pattern, grown, {
			threads: this.threads,
			signal: abort.signal,
			onNews: preparation => {
				if (this.running !== running) {
					return;
				}

				this.news++;
				running.preparation = preparation;
				if (preparation.isDone) {
					this.running = undefined;
					this.done.set(running.key, preparation);
					if (this.done.size > kept) {
						this.done.delete(this.done.keys().next().value!);
					}
				}

				// Whoever follows looks again.
				this.store.dispatch({type: 'finder-work', work: this.work(), problem: this.store.getState().finder.problem});
			},
		});
	}
}

function keyOf(kind: Preparation['kind'], pattern: string): string {
	return `${kind} ${pattern}`;
}
