/** What the screen computes in slices, what goes first first. */
export const sliceNames = ['finder', 'listing', 'overlay', 'waste', 'packages', 'duplicates', 'digest', 'extract', 'rehearsal', 'audit'] as const;

export type SliceName = (typeof sliceNames)[number];

/** A computation in slices. `step` is called after each step of it, `done` with its result. */
type Task = {
	generator: Generator<void, unknown>;
	step?: () => void;
	done?: (result: unknown) => void;
	failed: (error: unknown) => void;
};

/** Milliseconds of work between two turns of the event loop: a key that comes meanwhile still has most of a frame left. */
const budget = 5;

/** The same before the next frame, which answers a key. */
const firstBudget = 3;

/** That for what the next frame is to show. Tests that look at it at once give all the time that it takes, on a machine that does other things as well. */
export const beforeFrame = {milliseconds: firstBudget};

/**
Runs sliced computations so that keys and frames come between. Of each name one runs at a time; the earlier of the names goes first.

The first slice runs at once, so what is little work is there before the next frame.
*/
export class Slicer<Name extends string> {
	private readonly tasks = new Map<Name, Task>();
	private isRunning = false;
	private isScheduled = false;
	private isStopped = false;

	constructor(private readonly names: readonly Name[]) {}

	/** Starts a computation; one of the same name is dropped. */
	run<Result>(name: Name, generator: Generator<void, Result>, {atOnce = firstBudget, ...handlers}: {
		step?: () => void;
		done?: (result: Result) => void;
		failed: (error: unknown) => void;
		/** Milliseconds of the slice that runs at once, where the next frame is worth little without the result. */
		atOnce?: number;
	}): void {
		this.tasks.set(name, {generator, ...handlers} as Task);
		if (!this.isRunning) {
			this.work([name], atOnce);
		}

		this.schedule();
	}

	/** The same for who waits for the result; none comes of what is dropped. */
	async finish<Result>(name: Name, generator: Generator<void, Result>): Promise<Result> {
		const {promise, resolve, reject} = Promise.withResolvers<Result>();
		this.run(name, generator, {done: resolve, failed: reject});
		return promise;
	}

	has(name: Name): boolean {
		return this.tasks.has(name);
	}

	cancel(name: Name): void {
		this.tasks.delete(name);
	}

	/** Drops everything, for good. */
	stop(): void {
		this.isStopped = true;
		this.tasks.clear();
	}

	private schedule(): void {
		if (this.isScheduled || this.isStopped || this.tasks.size === 0) {
			return;
		}

		this.isScheduled = true;
		setImmediate(() => {
			this.isScheduled = false;
			this.work(this.names, budget);
			this.schedule();
		});
	}

	private work(names: readonly Name[], milliseconds: number): void {
		const end = performance.now() + milliseconds;
		this.isRunning = true;
		for (let name = this.next(names); name !== undefined; name = this.next(names)) {
			this.advance(name, this.tasks.get(name)!);
			if (performance.now() >= end) {
				break;
			}
		}

		this.isRunning = false;
	}

	private next(names: readonly Name[]): Name | undefined {
		return names.find(name => this.tasks.has(name));
	}

	private advance(name: Name, task: Task): void {
		try {
			const {done, value} = task.generator.next();
			task.step?.();
			if (done) {
				this.drop(name, task);
				task.done?.(value);
			}
		} catch (error) {
			this.drop(name, task);
			task.failed(error);
		}
	}

	/** What a task's own handlers have started under its name is another task. */
	private drop(name: Name, task: Task): void {
		if (this.tasks.get(name) === task) {
			this.tasks.delete(name);
		}
	}
}
