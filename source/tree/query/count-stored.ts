/** Which paths have a rank at all, and how many have each. */
export type RankCounting = {
	/** By path, 1 where a layer stored it. */
	stored: Uint8Array;
	/** Paths from here on have no place in the tree yet. */
	ordered: number;
	ofRank: Uint32Array;
};

/** Leaves those in of some paths that a layer stored and that have a place in the tree, and counts their ranks. */
export function countStored(from: number, end: number, rank: Uint16Array, {stored, ordered, ofRank}: RankCounting): void {
	const last = Math.min(end, Math.max(from, ordered));
	// Neighbours often have the same rank: they are counted at once.
	let before = 0;
	let count = 0;
	for (let path = from; path < last; path++) {
		let own = rank[path];
		if (own !== 0 && stored[path] === 0) {
			own = 0;
			rank[path] = 0;
		}

		if (own !== before) {
			ofRank[before] += count;
			before = own;
			count = 0;
		}

		count++;
	}

	ofRank[before] += count;
	ofRank[0] += end - last;
	rank.fill(0, last, end);
}
