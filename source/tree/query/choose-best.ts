import {slice, type PathId} from '../path-tree.js';

/** How well paths match. */
export type Ranked = {
	/** By `PathId`; 0 is out. */
	rank: Uint16Array;
	/** How many paths have each rank. */
	ofRank: Uint32Array;
};

/** As many ranks there are. */
export const ranks = 0x1_00_00;

/**
The paths of highest rank, of equals those that come first in an order; as many as are wanted, or as there are. They are counted, not sorted:
many paths may have the same rank, and then few of them need be looked at.

@param order All paths but the root.
*/
export function * chooseBest({rank, ofRank}: Ranked, order: Int32Array, wanted: number): Generator<void, Int32Array> {
	// From the highest rank down, until there are enough.
	let lowest = ranks;
	let taken = 0;
	while (lowest > 1 && taken < wanted) {
		taken += ofRank[--lowest];
	}

	const chosen = new Int32Array(Math.min(taken, wanted));
	const choice: Choice = {rank, lowest, chosen, next: 0, ofLowest: chosen.length - taken + ofRank[lowest]};
	if (taken <= wanted) {
		for (let from = 1; from < rank.length && choice.next < chosen.length; from += slice * 4) {
			take(choice, from, Math.min(rank.length, from + (slice * 4)));
			yield;
		}
	} else {
		for (let from = 0; from < order.length && choice.next < chosen.length; from += slice) {
			takeInOrder(choice, order, from, Math.min(order.length, from + slice));
			yield;
		}
	}

	return chosen;
}

/** Which ranks are chosen, how many of the lowest at most, and where the next path that is goes. */
type Choice = {rank: Uint16Array; lowest: number; ofLowest: number; chosen: Int32Array; next: number};

/** Takes all paths of the ranks, by their numbers: faster than in another order. */
function take(choice: Choice, from: number, end: number): void {
	const {rank, lowest, chosen} = choice;
	let {next} = choice;
	for (let path = from; path < end; path++) {
		if (rank[path] >= lowest) {
			chosen[next++] = path;
		}
	}

	choice.next = next;
}

function takeInOrder(choice: Choice, order: Int32Array, from: number, end: number): void {
	const {rank, lowest, chosen} = choice;
	const {length} = chosen;
	let {next, ofLowest} = choice;
	for (let at = from; at < end && next < length; at++) {
		const path: PathId = order[at];
		// A path that came since is in no order yet, and has no rank.
		const own = rank[path];
		if (own > lowest || (own === lowest && ofLowest > 0)) {
			ofLowest -= own === lowest ? 1 : 0;
			chosen[next++] = path;
		}
	}

	choice.next = next;
	choice.ofLowest = ofLowest;
}
