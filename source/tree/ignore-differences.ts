import {change} from './change.js';
import type {Comparison} from './compare-images.js';
import {difference, differenceNames} from './difference.js';
import {ignoredBits, type Ignored} from './ignored.js';
import {slice} from './path-tree.js';

/**
A comparison with more ignored than it was made with: nothing is read again, and the paths have the same numbers.

Only attributes can be ignored, so what was another thing stays so; a path that differs in nothing else is unchanged.
*/
export function * ignoreDifferences(comparison: Comparison, ignore: ReadonlySet<Ignored>): Generator<void, Comparison> {
	const {tree: {count, parent}} = comparison;
	const left = ~ignoredBits(ignore);
	const next: Comparison = {
		...comparison,
		change: comparison.change.slice(),
		what: comparison.what.slice(),
		changedBelow: new Uint32Array(count),
		below: new Uint8Array(count),
		counts: {...comparison.counts, metadata: 0, timeOnly: 0, byDifference: new Uint32Array(differenceNames.length)},
	};
	yield;
	const {change: changes, what, changedBelow, below, counts} = next;
	// From the deepest paths on: a parent's number is below its children's.
	for (let path = count - 1; path >= 0; path--) {
		what[path] &= left;
		if (changes[path] === change.metadata && what[path] === 0) {
			changes[path] = change.unchanged;
			counts.ignored++;
		}

		const changed = changes[path];
		if (changed === change.metadata) {
			counts.metadata++;
			counts.timeOnly += what[path] === difference.mtime ? 1 : 0;
		}

		for (const [place, name] of what[path] === 0 ? [] : differenceNames.entries()) {
			counts.byDifference[place] += (what[path] & difference[name]) === 0 ? 0 : 1;
		}

		if (path > 0) {
			const above = parent[path];
			changedBelow[above] += changedBelow[path] + (changed === change.unchanged ? 0 : 1);
			below[above] |= below[path] | (changed === change.unchanged ? 0 : 1 << changed);
		}

		if (path % slice === 0) {
			yield;
		}
	}

	return next;
}
