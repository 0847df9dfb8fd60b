/** A run of bytes, from `start` to before `end`. */
export type Range = {start: number; end: number};

/** Which runs of something are there, joined where they meet. */
export class Ranges {
	private runs: Range[] = [];

	/** All runs, in their order. */
	get all(): readonly Range[] {
		return this.runs;
	}

	add(start: number, end: number): void {
		if (end <= start) {
			return;
		}

		const apart: Range[] = [];
		for (const run of this.runs) {
			if (run.end < start || run.start > end) {
				apart.push(run);
			} else {
				start = Math.min(start, run.start);
				end = Math.max(end, run.end);
			}
		}

		this.runs = [...apart, {start, end}].sort((a, b) => a.start - b.start);
	}

	/** Whether all from `start` to before `end` is there. */
	holds(start: number, end: number): boolean {
		return this.gaps(start, end).length === 0;
	}

	/** What is not there between `start` and `end`. */
	gaps(start: number, end: number): Range[] {
		const gaps: Range[] = [];
		let at = start;
		for (const run of this.runs) {
			if (run.end <= at) {
				continue;
			}

			if (run.start >= end) {
				break;
			}

			if (run.start > at) {
				gaps.push({start: at, end: run.start});
			}

			at = run.end;
		}

		if (at < end) {
			gaps.push({start: at, end});
		}

		return gaps;
	}
}
