import type {Store} from '../store.js';
import {HexPages} from '../viewer/hex-pages.js';
import {MatchFinder, type Sought} from '../viewer/match-finder.js';
import {TextPages} from '../viewer/text-pages.js';
import type {ViewedBytes} from '../viewer/viewed-bytes.js';
import {pagesOf, type Goal, type Viewer} from '../viewer/viewer.js';
import type {Slicer} from './slicer.js';

/** What is inflated at a time for whoever searches or counts, in bytes. */
const stride = 8 << 20;

/** Beyond a place that is gone to, so much is to be there for the rows behind it. */
const margin = 1 << 16;

/** What a pursuit needs of who works for the viewer. */
export type PursuitTools = {
	/** The bytes of what is looked at. */
	bytes(): ViewedBytes | undefined;
	isClosed(): boolean;
	/** Says that there is more to draw; `grewNow` for what grows again and again. */
	grew(): void;
	grewNow(): void;
	/** Runs what waits, and tells what it throws. */
	guard(work: () => Promise<void>): Promise<void>;
	onError: (error: unknown) => void;
};

/** Goes after what takes time: the end of what is still to be inflated, a line, a match; and counts matches. A goal that was given up is left. */
export class ViewerPursuit {
	private goal?: Goal;
	private finder?: MatchFinder;
	/** Whose matches are being counted, and what waits for bytes to be counted. */
	private counted?: MatchFinder;
	private waiting?: MatchFinder;

	constructor(private readonly store: Store, private readonly slicer: Slicer<'goal' | 'lines' | 'colors' | 'count'>, private readonly tools: PursuitTools) {}

	/** Goes where the viewer is to go, however long that takes; a goal that was given up is left. */
	followGoal({goal}: Viewer): void {
		if (goal === this.goal) {
			return;
		}

		this.goal = goal;
		this.slicer.cancel('goal');
		if (goal) {
			this.pursue(goal);
		} else {
			this.tools.bytes()?.stop();
		}
	}

	private pursue(goal: Goal): void {
		const {viewer} = this.store.getState();
		const pages = viewer && pagesOf(viewer);
		const bytes = pages instanceof TextPages || pages instanceof HexPages ? pages.bytes : this.tools.bytes();
		if (!viewer || !bytes) {
			this.arrive(goal);
			return;
		}

		switch (goal.kind) {
			case 'end': {
				this.reach(goal, bytes, bytes.size, () => {
					this.arrive(goal);
				});
				break;
			}

			case 'place': {
				this.reach(goal, bytes, goal.at + margin, () => {
					this.arrive(goal, goal.at);
				});
				break;
			}

			case 'line': {
				if (pages instanceof TextPages) {
					this.toLine(goal, pages, goal.line);
				}

				break;
			}

			case 'match': {
				this.toMatch(goal, viewer);
			}
		}
	}

	private toLine(goal: Goal, pages: TextPages, line: number): void {
		this.slicer.run('goal', countUpTo(pages, line), {
			done: () => {
				const {bytes} = pages;
				const start = pages.lineStart(line);
				if (start !== undefined || bytes.isWhole) {
					this.arrive(goal, start);
				} else {
					this.further(goal, bytes, bytes.available + stride, () => {
						this.toLine(goal, pages, line);
					});
				}
			},
			failed: this.tools.onError,
		});
	}

	private toMatch(goal: Goal & {kind: 'match'}, viewer: Viewer): void {
		const finder = this.finderOf(viewer);
		if (!finder) {
			this.arrive(goal);
			return;
		}

		const {by, from} = goal;
		this.slicer.run<Sought>('goal', by === -1 ? finder.previous(from) : finder.next(by === 1 ? from + 1 : from), {
			done: sought => {
				if ('needs' in sought) {
					this.further(goal, finder.bytes, sought.needs + stride, () => {
						this.toMatch(goal, viewer);
					});
				} else {
					this.arrive(goal, 'match' in sought ? sought.match : undefined);
				}
			},
			failed: this.tools.onError,
		});
	}

	/** Brings more bytes; where no more came, it was told to stop, and the goal is given up. */
	private further(goal: Goal, bytes: ViewedBytes, to: number, then: () => void): void {
		const before = bytes.available;
		this.reach(goal, bytes, to, () => {
			if (bytes.available > before || bytes.isWhole) {
				then();
			} else {
				this.arrive(goal);
			}
		});
	}

	private reach(goal: Goal, bytes: ViewedBytes, to: number, then: () => void): void {
		void this.tools.guard(async () => {
			if (!bytes.isWhole && bytes.available < Math.min(to, bytes.size)) {
				await bytes.reach(to);
			}

			if (!this.tools.isClosed() && this.goal === goal) {
				then();
			}
		});
	}

	private arrive(goal: Goal, at?: number): void {
		this.store.dispatch({type: 'viewer-arrived', goal, at});
	}

	/** What searches the way of looking that is shown. */
	private finderOf(viewer: Viewer): MatchFinder | undefined {
		const pages = pagesOf(viewer);
		const query = viewer.search?.query;
		if (query === undefined || !(pages instanceof TextPages || pages instanceof HexPages)) {
			return undefined;
		}

		const encoding = pages instanceof TextPages ? pages.encoding : 'utf8';
		if (this.finder?.query !== query || this.finder.bytes !== pages.bytes || this.finder.encoding !== encoding) {
			this.finder = new MatchFinder(pages.bytes, query, encoding);
		}

		return this.finder;
	}

	/** Counts the matches once the first is found, or that there is none. */
	followSearch(viewer: Viewer): void {
		const {search, goal} = viewer;
		const finder = search && !search.isStopped ? this.finderOf(viewer) : undefined;
		if (!finder || goal) {
			if (!search || search.isStopped) {
				this.slicer.cancel('count');
				this.counted = undefined;
				this.waiting?.bytes.stop();
			}

			return;
		}

		if (search!.finder !== finder) {
			this.store.dispatch({type: 'viewer-searching', finder});
			return;
		}

		if (!finder.isCounted && this.counted !== finder) {
			this.counted = finder;
			this.count(finder);
		}
	}

	private count(finder: MatchFinder): void {
		this.slicer.run<Sought>('count', finder.count(), {
			step: () => {
				this.tools.grewNow();
			},
			done: sought => {
				this.tools.grew();
				if ('needs' in sought) {
					this.waiting = finder;
					void this.tools.guard(async () => {
						const before = finder.bytes.available;
						await finder.bytes.reach(sought.needs + stride);
						const isWanted = this.store.getState().viewer?.search?.finder === finder && this.store.getState().viewer?.search?.isStopped !== true;
						this.waiting = undefined;
						if (!this.tools.isClosed() && isWanted && (finder.bytes.available > before || finder.bytes.isWhole)) {
							this.count(finder);
						}
					});
				}
			},
			failed: this.tools.onError,
		});
	}
}

function * countUpTo(pages: TextPages, line: number): Generator<void, void> {
	for (const _ of pages.count(pages.bytes.size)) {
		if (pages.lines.total >= line - 1) {
			return;
		}

		yield;
	}
}
