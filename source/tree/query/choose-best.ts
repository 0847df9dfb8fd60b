import {slice} from '../path-tree.js';
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

	if (taken <= wanted) {
		const all = new Int32Array(taken);
		let next = 0;
		yield * inSlices(1, rank.length, slice * 4, (from, end) => {
			next = take({from, end, rank}, lowest, all, next);
		});
		return all;
	}

	// Of the lowest rank only the shortest, and of these the first.
	const ofLength = new Uint32Array(longestLength + 1);
	yield * inSlices(1, rank.length, slice * 4, (from, end) => {
		countLengths({from, end, rank}, lowest, length, ofLength);
	});
	const byLength = upTo(ofLength, taken - ofRank[lowest], wanted);
	const last: Last = {rank, lowest, length, longest: byLength.last, position, shift: Math.max(0, 32 - Math.clz32(position.length) - groupBits)};
	const chosen = new Int32Array(byLength.before + ofLength[byLength.last]);
	const ofPlace = new Uint32Array(1 << groupBits);
	let next = 0;
	yield * inSlices(1, rank.length, slice * 4, (from, end) => {
		next = takeShort(chosen, {from, end, next}, last, ofPlace);
	});
	const byPlace = upTo(ofPlace, byLength.before, wanted);
	let kept = 0;
	yield * inSlices(0, chosen.length, slice * 4, (from, end) => {
		kept = keepFirst(chosen, {from, end, next: kept}, last, byPlace.last);
	});
	return chosen.slice(0, kept);
}

/** What the last that are chosen are told by: their rank, their length, and groups of places in the tree. */
type Last = {rank: Uint16Array; lowest: number; length: Uint16Array; longest: number; position: Int32Array; shift: number};

/** Which paths are looked at, and where the next that is kept goes. */
type Range = {from: number; end: number; next: number};

/** Some of all paths. */
type Paths = {from: number; end: number; rank: Uint16Array};

/** Takes the paths of the lowest rank and above, and returns where the next goes. */
function take({from, end, rank}: Paths, lowest: number, chosen: Int32Array, next: number): number {
	for (let path = from; path < end; path++) {
		if (rank[path] >= lowest) {
			chosen[next++] = path;
		}
	}

	return next;
}

/** Counts how long the paths of the lowest rank are. */
function countLengths({from, end, rank}: Paths, lowest: number, length: Uint16Array, ofLength: Uint32Array): void {
	for (let path = from; path < end; path++) {
		if (rank[path] === lowest) {
			ofLength[length[path]]++;
		}
	}
}

/** Takes the paths that are not too long, counts the places of the longest of them, and returns where the next goes. */
function takeShort(chosen: Int32Array, {from, end, next}: Range, {rank, lowest, length, longest, position, shift}: Last, ofPlace: Uint32Array): number {
	for (let path = from; path < end; path++) {
		const own = rank[path];
		if (own > lowest || (own === lowest && length[path] <= longest)) {
			chosen[next++] = path;
			if (own === lowest && length[path] === longest) {
				ofPlace[position[path] >>> shift]++;
			}
		}
	}

	return next;
}

/** Leaves out those of the longest that stand too far behind. */
function keepFirst(chosen: Int32Array, {from, end, next}: Range, {rank, lowest, length, longest, position, shift}: Last, lastPlace: number): number {
	for (let index = from; index < end; index++) {
		const path = chosen[index];
		if (rank[path] > lowest || length[path] < longest || position[path] >>> shift <= lastPlace) {
			chosen[next++] = path;
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
