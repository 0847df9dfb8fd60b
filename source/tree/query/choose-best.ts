import {slice, type PathId} from '../path-tree.js';
import {inSlices} from '../slices.js';
import {longestLength} from './name-columns.js';

/** How well paths match. */
export type Ranked = {
	/** By `PathId`; 0 is out. */
	rank: Uint16Array;
	/** How many paths have each rank. */
	ofRank: Uint32Array;
};

/** As many ranks there are. */
export const ranks = 0x1_00_00;

/** Places in the tree are counted in at most so many groups. */
const groupBits = 12;

/**
The paths of highest rank, of equals the shortest, and of these the first in the tree; as many as are wanted, or a few more. They are
counted, not sorted: many paths may have the same rank.

@param length By path, as `position`, its place in the tree.
*/
export function * chooseBest({rank, ofRank}: Ranked, {length, position}: {length: Uint16Array; position: Int32Array}, wanted: number): Generator<void, Int32Array> {
	// From the highest rank down, until there are enough.
	let lowest = ranks;
	let taken = 0;
	while (lowest > 1 && taken < wanted) {
		taken += ofRank[--lowest];
	}

	const chosen = new Int32Array(taken);
	const ofLength = new Uint32Array(longestLength + 1);
	let next = 0;
	yield * inSlices(1, rank.length, slice * 4, (from, end) => {
		next = take({from, end, rank, length}, lowest, {chosen, next, ofLength});
	});
	if (taken <= wanted) {
		return chosen;
	}

	// Of the lowest rank only the shortest, and of these the first.
	const byLength = upTo(ofLength, taken - ofRank[lowest], wanted);
	const shift = Math.max(0, 32 - Math.clz32(position.length) - groupBits);
	const isLast = (path: PathId) => rank[path] === lowest && length[path] === byLength.last;
	const ofPlace = new Uint32Array(1 << groupBits);
	yield * inSlices(0, taken, slice * 4, (from, end) => {
		for (let index = from; index < end; index++) {
			const path = chosen[index];
			if (isLast(path)) {
				ofPlace[position[path] >>> shift]++;
			}
		}
	});

	const byPlace = upTo(ofPlace, byLength.before, wanted);
	let kept = 0;
	yield * inSlices(0, taken, slice * 4, (from, end) => {
		for (let index = from; index < end; index++) {
			const path = chosen[index];
			if (isLast(path) ? position[path] >>> shift <= byPlace.last : rank[path] > lowest || length[path] < byLength.last) {
				chosen[kept++] = path;
			}
		}
	});

	return chosen.slice(0, kept);
}

/** Takes the paths of the lowest rank and above, counts how long those of the lowest are, and returns where the next goes. */
function take(
	{from, end, rank, length}: {from: number; end: number; rank: Uint16Array; length: Uint16Array},
	lowest: number,
	{chosen, next, ofLength}: {chosen: Int32Array; next: number; ofLength: Uint32Array},
): number {
	for (let path = from; path < end; path++) {
		const own = rank[path];
		if (own >= lowest) {
			chosen[next++] = path;
			if (own === lowest) {
				ofLength[length[path]]++;
			}
		}
	}

	return next;
}

/** The first number with which there are enough, and how many there are before it. */
function upTo(counts: Uint32Array, taken: number, wanted: number): {last: number; before: number} {
	let last = 0;
	let before = taken;
	while (last < counts.length - 1 && before + counts[last] < wanted) {
		before += counts[last++];
	}

	return {last, before};
}
