import {storedRange, type SeekPoints} from '../archive/seek-points.js';

/** Bytes of a blob as it lies, from one to before another. */
export type StoredRange = {from: number; to: number};

/** Bytes between two ranges that are brought with them: another request takes longer. */
const worthGap = 64 << 10;

/** No more requests than this for one layer: many small ones take longer than the whole. */
const mostRanges = 32;

/**
What is to be brought of a compressed blob that lies elsewhere, so that some of its contents can be read; undefined for all of it: where
points don't lead to them, or where they are too much of it.

@param most Bytes of the blob that are brought piece by piece at most.
@param offset Where each content begins, in bytes of the plain blob.
@param stored How many bytes of each are stored there.
*/
export function wantedRanges(points: SeekPoints | undefined, most: number, offset: ArrayLike<number>, stored: ArrayLike<number>): StoredRange[] | undefined {
	if (!points) {
		return undefined;
	}

	const ranges: StoredRange[] = [];
	for (let index = 0; index < offset.length; index++) {
		if (stored[index] > 0) {
			const range = storedRange(points, offset[index], offset[index] + stored[index]);
			if (!range) {
				return undefined;
			}

			ranges.push(range);
		}
	}

	const joined = joinRanges(ranges);
	return joined.reduce((sum, {from, to}) => sum + to - from, 0) > most ? undefined : joined;
}

/** Joins ranges that overlap or lie near one another; then those that lie nearest, until few are left. */
function joinRanges(ranges: StoredRange[]): StoredRange[] {
	ranges.sort((a, b) => a.from - b.from);
	const joined = join(ranges, worthGap);
	if (joined.length <= mostRanges) {
		return joined;
	}

	const gaps = joined.slice(1).map(({from}, index) => from - joined[index].to).sort((a, b) => b - a);
	return join(joined, gaps[mostRanges - 1]);
}

function join(ranges: readonly StoredRange[], gap: number): StoredRange[] {
	const joined: StoredRange[] = [];
	for (const {from, to} of ranges) {
		const last = joined.at(-1);
		if (last && from - last.to <= gap) {
			last.to = Math.max(last.to, to);
		} else {
			joined.push({from, to});
		}
	}

	return joined;
}
