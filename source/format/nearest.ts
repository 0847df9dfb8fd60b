/** The candidate that `word` was likely meant to be: the one fewest edits away, if those are few for its length. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
	let best: string | undefined;
	let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
	for (const candidate of candidates) {
		const distance = editDistance(word, candidate);
		if (distance < bestDistance) {
			best = candidate;
			bestDistance = distance;
		}
	}

	return best;
}

/** ` Did you mean X?`, or nothing where nothing is near. */
export function didYouMean(word: string, candidates: readonly string[]): string {
	const near = nearest(word, candidates);
	return near === undefined ? '' : ` Did you mean ${near}?`;
}

/** How many insertions, deletions, replacements and swaps of neighbours turn `a` into `b`. */
function editDistance(a: string, b: string): number {
	let beforePrevious: number[] = [];
	let previous = Array.from({length: b.length + 1}, (_, index) => index);
	for (let row = 1; row <= a.length; row++) {
		const current = [row];
		for (let column = 1; column <= b.length; column++) {
			const replaced = previous[column - 1] + (a[row - 1] === b[column - 1] ? 0 : 1);
			current[column] = Math.min(replaced, previous[column] + 1, current[column - 1] + 1);
			if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
				current[column] = Math.min(current[column], beforePrevious[column - 2] + 1);
			}
		}

		[beforePrevious, previous] = [previous, current];
	}

	return previous[b.length];
}
