/** Runs a sliced computation to its end at once: for a command. A screen runs it slice by slice, with keys and frames between. */
export function runNow<Result>(generator: Generator<void, Result>): Result {
	for (;;) {
		const step = generator.next();
		if (step.done) {
			return step.value;
		}
	}
}
