import {slice} from '../path-tree.js';
import {inSlices} from '../slices.js';
import {longestLength} from './name-columns.js';

/** Places in the tree are counted in so many groups. */
const groups = 4096;

/**
The paths of highest rank, of equals the shortest, and of these the first in the tree; as many as are wanted, or a few more. They are
counted, not sorted: many paths may have the same rank.

@param rank By path; 0 is out.
*/
export function * chooseBest(rank: Uint16Array, length: Uint16Array, position: Int32Array, wanted: number): Generator<void, Int32Array> {
	const ofRank = new Uint32Array(0x1_00_00);
	yield * inSlices(1, rank.length, slice * 4, (from, end) => {
		for (let path = from; path < end; path++) {
			ofRank[rank[path]]++;
		}
	});

	// From the highest rank down, until there are enough.
	let lowest = ofRank.length;
	let taken = 0;
	while (lowest > 1 && taken < wanted) {
		taken += ofRank[--lowest];
	}

	// Of the lowest rank only the shortest, and of these the first.
	const byLength = taken <= wanted
		? {last: longestLength, before: 0}
		: upTo(yield * countLengths(rank, length, lowest), taken - ofRank[lowest], wanted);
	const width = Math.ceil(position.length / groups);
	const ofPlace = taken <= wanted ? undefined : yield * countPlaces({rank, length, position}, lowest, byLength.last, width);
	const byPlace = ofPlace ? upTo(ofPlace, byLength.before, wanted) : {last: groups, before: taken};

	const chosen = new Int32Array(byPlace.before + (ofPlace?.[byPlace.last] ?? 0));
	let next = 0;
	yield * inSlices(1, rank.length, slice * 4, (from, end) => {
		for (let path = from; path < end; path++) {
			const own = rank[path];
			if (own > lowest || (own === lowest && lowest > 0
				&& (length[path] < byLength.last || (length[path] === byLength.last && Math.floor(position[path] / width) <= byPlace.last)))) {
				chosen[next++] = path;
			}
		}
	});

	return chosen;
}

function * countLengths(rank: Uint16Array, length: Uint16Array, lowest: number): Generator<void, Uint32Array> {
	const counts = new Uint32Array(longestLength + 1);
	yield * inSlices(1, rank.length, slice * 4, (from, end) => {
		for (let path = from; path < end; path++) {
			if (rank[path] === lowest) {
				counts[length[path]]++;
			}
		}
	});

	return counts;
}

type Columns = {rank: Uint16Array; length: Uint16Array; position: Int32Array};

function * countPlaces({rank, length, position}: Columns, lowest: number, last: number, width: number): Generator<void, Uint32Array> {
	const counts = new Uint32Array(groups);
	yield * inSlices(1, rank.length, slice * 4, (from, end) => {
		for (let path = from; path < end; path++) {
			if (rank[path] === lowest && length[path] === last) {
				counts[Math.floor(position[path] / width)]++;
			}
		}
	});

	return counts;
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
