import type {ExpressionMatches} from '../../archive/expression-worker.js';
import type {EntryId} from '../../tree/entry-store.js';
import type {QueryNeeds} from '../../tree/query/parse-query.js';
import type {Finder} from '../finder.js';
import type {State} from '../state.js';
import type {Store} from '../store.js';
import {prepare, type Ground, type Preparation} from './prepare-query.js';

/** Patterns whose answers are kept, beside those that are wanted: who takes back a letter need not wait again. */
const kept = 8;

/** Who asks: the finder, while it is open, goes before the filter that lies behind it. */
export type Asker = 'finder' | 'filter';

/** What takes a thread, of all that a query may need. */
export type PatternNeeds = Pick<QueryNeeds, 'expressions' | 'texts'>;

export const needsNothing: PatternNeeds = {expressions: [], texts: []};

type Pattern = Pick<Preparation, 'kind' | 'pattern'>;

/** What was prepared for queries of an image, or of two that are compared, and what is being prepared: one at a time. */
export class Preparations {
	/** Counts what came. */
	news = 0;
	private ground?: Ground;
	private readonly wanted: Record<Asker, readonly Pattern[]> = {finder: [], filter: []};
	private readonly done = new Map<string, Preparation>();
	private running?: {key: string; preparation?: Preparation; abort: AbortController};

	/** Whoever follows the store looks again at each `prepared`. */
	constructor(private readonly store: Store, private readonly threads: number) {}

	/** Begins what a query needs, and stops what none does. */
	want(asker: Asker, ground: Ground | undefined, needs: PatternNeeds): void {
		if (ground) {
			this.standOn(ground);
		}

		this.wanted[asker] = patternsOf(needs);
		const {finder} = this.wanted;
		const isLacking = (pattern: Pattern) => !this.done.has(keyOf(pattern)) && (pattern.kind === 'expression' || this.hasContents);
		const all = this.allWanted();
		const next = all.find(pattern => isLacking(pattern));
		// What the finder waits for is not kept waiting by what lies behind it.
		const isRunningFor = (patterns: readonly Pattern[]) => patterns.some(pattern => keyOf(pattern) === this.running?.key);
		if (this.running && (!isRunningFor(all) || (!isRunningFor(finder) && finder.some(pattern => isLacking(pattern))))) {
			this.stop();
		}

		if (next && !this.running) {
			this.begin(next, this.ground!);
		}
	}

	hasExpressions({expressions}: PatternNeeds): boolean {
		return expressions.every(pattern => this.done.has(keyOf({kind: 'expression', pattern})));
	}

	/** Whether nothing at all is known yet of something that will be known. */
	lacks(needs: PatternNeeds, phase: State['phase']): boolean {
		return !this.hasExpressions(needs) || (this.hasContents ? needs.texts.some(pattern => !this.get({kind: 'text', pattern})) : this.isWaiting(needs, phase));
	}

	/** What is prepared so far of what a query needs. No matches are there of an expression that took too long. */
	answers({expressions, texts}: PatternNeeds): {expressions: Map<string, ExpressionMatches | undefined>; texts: Map<string, ReadonlyArray<ReadonlySet<EntryId>>>} {
		const found = (kind: Preparation['kind'], patterns: readonly string[]) => patterns.flatMap(pattern => this.get({kind, pattern}) ?? []);
		return {
			expressions: new Map(found('expression', expressions).map(({pattern, column}) => [pattern, column])),
			texts: new Map(found('text', texts).map(({pattern, found}) => [pattern, found])),
		};
	}

	/** What a query waits for. */
	work(needs: PatternNeeds, phase: State['phase']): Finder['work'] {
		const running = patternsOf(needs).find(pattern => keyOf(pattern) === this.running?.key);
		if (running) {
			return {text: running.kind === 'text' ? 'searching contents' : 'matching', share: this.running!.preparation?.share};
		}

		return this.isWaiting(needs, phase) ? {text: 'reading the layers first'} : undefined;
	}

	/** What kept a part of a query from being answered, in a sentence. */
	problem(needs: PatternNeeds): (Pattern & {message: string}) | undefined {
		for (const pattern of patternsOf(needs)) {
			const message = this.done.get(keyOf(pattern))?.problem;
			if (message !== undefined) {
				return {...pattern, message};
			}
		}

		return undefined;
	}

	private get hasContents(): boolean {
		return this.ground?.sides.every(({contents}) => contents !== undefined) === true;
	}

	/** Whether contents are to be searched that can't be read yet. */
	private isWaiting({texts}: PatternNeeds, phase: State['phase']): boolean {
		return texts.length > 0 && !this.hasContents && phase !== 'stopped';
	}

	private get(pattern: Pattern): Preparation | undefined {
		const key = keyOf(pattern);
		return this.done.get(key) ?? (this.running?.key === key ? this.running.preparation : undefined);
	}

	private allWanted(): readonly Pattern[] {
		return [...this.wanted.finder, ...this.wanted.filter];
	}

	/** What was prepared of fewer layers, or before some came again, does not hold. */
	private standOn(ground: Ground): void {
		const before = this.ground;
		this.ground = ground;
		if (before?.tree !== ground.tree || before.ready !== ground.ready || ground.sides.some(({overlay}, side) => overlay !== before.sides[side]?.overlay)) {
			this.stop();
			this.done.clear();
			this.news++;
		}
	}

	private stop(): void {
		this.running?.abort.abort();
		this.running = undefined;
	}

	private begin({kind, pattern}: Pattern, ground: Ground): void {
		const abort = new AbortController();
		const running: NonNullable<typeof this.running> = {key: keyOf({kind, pattern}), abort};
		this.running = running;
		void prepare(kind, pattern, ground, {
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
					this.forgetOldest();
				}

				this.store.dispatch({type: 'prepared'});
			},
		});
	}

	private forgetOldest(): void {
		const wanted = new Set(this.allWanted().map(pattern => keyOf(pattern)));
		const others = [...this.done.keys()].filter(key => !wanted.has(key));
		for (const key of others.slice(0, Math.max(0, others.length - kept))) {
			this.done.delete(key);
		}
	}
}

function patternsOf({expressions, texts}: PatternNeeds): readonly Pattern[] {
	return [
		...expressions.map(pattern => ({kind: 'expression' as const, pattern})),
		...texts.map(pattern => ({kind: 'text' as const, pattern})),
	];
}

function keyOf({kind, pattern}: Pattern): string {
	return `${kind} ${pattern}`;
}
