/** Runs a sliced computation to its end at once: for a command. A screen runs it slice by slice, with keys and frames between. */
export function runNow<Result>(generator: Generator<void, Result>): Result {
	for (;;) {
		const step = generator.next();
		if (step.done) {
			return step.value;
		}
	}
}

/**
A loop over the numbers from `from` to `end`, `step` of them at a time. The loop itself is a function of its own: one that gives way in
its midst is half as fast.
*/
export function * inSlices(from: number, end: number, step: number, loop: (from: number, end: number) => void): Generator<void> {
	for (let at = from; at < end; at += step) {
		loop(at, Math.min(end, at + step));
		yield;
	}
}

/** Milliseconds of work between two turns of the event loop: an interruption waits no longer. */
const longestTurn = 50;

/**
Runs a sliced computation to its end, with turns of the event loop between: for a command whose work may take seconds.

@param turn Milliseconds between them; where keys are waited for, a few.
@throws What the signal says.
*/
export async function runInTurns<Result>(generator: Generator<void, Result>, signal: AbortSignal, turn = longestTurn): Promise<Result> {
	try {
		for (let end = performance.now() + turn; ;) {
			const step = generator.next();
			if (step.done) {
				return step.value;
			}

			if (performance.now() >= end) {
				await new Promise(resolve => {
					setImmediate(resolve);
				});
				signal.throwIfAborted();
				end = performance.now() + turn;
			}
		}
	} finally {
		// Closes what it holds open.
		generator.return(undefined as Result);
	}
}
