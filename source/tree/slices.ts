import {setImmediate as nextTurn} from 'node:timers/promises';

/** Runs a sliced computation to its end at once: for a command. */
export function runNow<Result>(generator: Generator<void, Result>): Result {
	for (;;) {
		const step = generator.next();
		if (step.done) {
			return step.value;
		}
	}
}

/**
Runs a sliced computation so that keys and frames come between: after `budget` milliseconds of work it lets the event loop turn.

@throws {Error} AbortError, between two slices, once `signal` says so.
*/
export async function runSliced<Result>(generator: Generator<void, Result>, {budget, signal}: {budget: number; signal?: AbortSignal}): Promise<Result> {
	let started = performance.now();
	for (;;) {
		const step = generator.next();
		if (step.done) {
			return step.value;
		}

		if (performance.now() - started >= budget) {
			await nextTurn();
			signal?.throwIfAborted();
			started = performance.now();
		}
	}
}
