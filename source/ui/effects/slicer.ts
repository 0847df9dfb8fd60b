/** What the screen computes in slices, what goes first first. */
export const sliceNames = ['finder', 'listing', 'overlay', 'waste', 'packages', 'duplicates', 'digest', 'extract', 'rehearsal', 'audit'] as const;

export type SliceName = (typeof sliceNames)[number];

/** A computation in slices. `step` is called after each step of it, `done` with its result, `dropped` where none will come. */
type Task = {
	generator: Generator<void, unknown>;
	step?: () => void;
	done?: (result: unknown) => void;
	dropped?: () => void;
	failed: (error: unknown) => void;
};

/** What who waits for a result is told where the computation was dropped. */
export class DroppedError extends Error {
	override readonly name = 'DroppedError';

	constructor() {
		super('it was given up');
	}
}

/** Milliseconds of work between two turns of the event loop: a key that comes meanwhile still has most of a frame left. */
const budget = 5;

/** The same before the next frame, which answers a key. */
const firstBudget = 3;

/** That for what the next frame is to show. Tests that look at it at once give all the time that it takes, on a machine that does other things as well. */
export const beforeFrame = {milliseconds: firstBudget};

/**
Runs sliced computations so that keys and frames come between. Of each name one runs at a time; the earlier of the names goes first.
One that is dropped is ended: what it holds open is closed by its `finally`.

The first slice runs at once, so what is little work is there before the next frame.
*/
export class Slicer<Name extends string> {
	private readonly tasks = new Map<Name, Task>();
	/** Whose step it is: that one can't be ended before its step is over. */
	private stepping: Task | undefined;
	private isRunning = false;
	private isScheduled = false;
	private isStopped = false;

	constructor(private readonly names: readonly Name[]) {}

	/** Starts a computation; one of the same name is dropped, and each once all is stopped. */
	run<Result>(name: Name, generator: Generator<void, Result>, {atOnce = firstBudget, ...handlers}: {
		step?: () => void;
		done?: (result: Result) => void;
		dropped?: () => void;
		failed: (error: unknown) => void;
		/** Milliseconds of the slice that runs at once, where the next frame is worth little without the result. */
		atOnce?: number;
	}): void {
		const task: Task = {generator, ...handlers as Omit<Task, 'generator'>};
		if (this.isStopped) {
			this.end(task);
			return;
		}

		this.cancel(name);
		this.tasks.set(name, task);
		if (!this.isRunning) {
			this.work([name], atOnce);
		}

		this.schedule();
	}

	/**
	The same for who waits for the result.

	@throws {DroppedError} Where it is dropped.
	*/
	async finish<Result>(name: Name, generator: Generator<void, Result>): Promise<Result> {
		const {promise, resolve, reject} = Promise.withResolvers<Result>();
		this.run(name, generator, {
			done: resolve,
			dropped() {
				reject(new DroppedError());
			},
			failed: reject,
		});
		return promise;
	}

	has(name: Name): boolean {
		return this.tasks.has(name);
	}

	/** Drops what runs under a name. */
	cancel(name: Name): void {
		const task = this.tasks.get(name);
		this.tasks.delete(name);
		if (task && task !== this.stepping) {
			this.end(task);
		}
	}

	/** Drops everything, for good. */
	stop(): void {
		this.isStopped = true;
		for (const name of this.tasks.keys()) {
			this.cancel(name);
		}
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
			this.stepping = task;
			const {done, value} = task.generator.next();
			this.stepping = undefined;
			if (!this.isWanted(name, task)) {
				this.end(task);
				return;
			}

			task.step?.();
			if (done && this.isWanted(name, task)) {
				this.tasks.delete(name);
				task.done?.(value);
			}
		} catch (error) {
			this.stepping = undefined;
			if (this.isWanted(name, task)) {
				this.tasks.delete(name);
			}

			task.failed(error);
		}
	}

	/** What a task's own handlers have started under its name is another task. */
	private isWanted(name: Name, task: Task): boolean {
		return this.tasks.get(name) === task;
	}

	/** Ends what was dropped, wherever it is. */
	private end(task: Task): void {
		try {
			task.generator.return(undefined);
			task.dropped?.();
		} catch (error) {
			task.failed(error);
		}
	}
}
