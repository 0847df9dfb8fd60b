import {decodePaths} from '../decode-paths.js';
import {slice, type PathId, type PathTree} from '../path-tree.js';
import {inSlices} from '../../archive/slices.js';
import {chooseBest, type Ranked} from './choose-best.js';
import {judgeWord, type Word} from './judge-word.js';
import {wholeInName} from './match-query.js';
import {longestLength, nameColumns} from './name-columns.js';
import {orderByLength} from './order-by-length.js';
import type {Query} from './query.js';

/** As many are judged letter by letter, at about 2 µs each; the rest stand behind them as the cheap pass ranks them. */
const maximumJudged = 1000;

/** A quarter of a millisecond of work, and of the longest paths a few megabytes of text. */
const judgedAtOnce = 100;

/** Numbers that pack what paths are sorted by into one that a float holds: 14 bits, then 13 of the length, then 26 of the place in the tree. */
const positions = 2 ** 26;
const lengths = longestLength + 1;
const highestScore = 0x1F_FF;

/**
The paths that have a rank, best first, at most `limit`. Whole words in the last name go first, then what fzf scores higher, short before
long, and what is equal in the order of the tree. Without words it is the order of the tree alone.

@param ranked Of paths that have a place in the tree.
*/
export function * rankPaths(tree: PathTree, query: Query, {rank, ofRank}: Ranked, {limit, hasWords}: {limit: number; hasWords: boolean}): Generator<void, Int32Array> {
	// The order as it is now: while this gives way, layers may come in and change it.
	const {position, atPosition} = tree;
	if (!hasWords) {
		return yield * inTreeOrder(atPosition, rank, limit);
	}

	const columns = yield * nameColumns(tree);
	const {length} = columns;
	const wanted = Math.max(limit, maximumJudged);
	const chosen = yield * chooseBest({rank, ofRank}, yield * orderByLength(tree, columns), wanted);
	const keys = new Float64Array(chosen.length);
	for (let index = 0; index < chosen.length; index++) {
		const path = chosen[index];
		keys[index] = packed(highestScore * 2 - rank[path], length[path], position[path]);
		if (index % slice === 0) {
			yield;
		}
	}

	keys.sort();
	yield;
	const order = Int32Array.from(keys, key => atPosition[key % positions]);
	const groups = query.groups.map(group => group.filter((term): term is Word => term.kind === 'text' && !term.isNot));
	const judged = Math.min(order.length, maximumJudged);
	yield * inSlices(0, judged, judgedAtOnce, (from, end) => {
		for (const [index, text] of decodePaths(tree, order.subarray(from, end)).entries()) {
			const path = order[from + index];
			const score = judge(text, groups);
			const tier = rank[path] >= wholeInName ? 0 : 1;
			keys[from + index] = packed((tier * (highestScore + 1)) + highestScore - Math.min(highestScore, score), length[path], position[path]);
		}
	});

	const best = Int32Array.from(keys.subarray(0, judged).sort(), key => atPosition[key % positions]);
	order.set(best);
	return order.slice(0, Math.min(order.length, limit));
}

function packed(score: number, length: number, position: number): number {
	return (((score * lengths) + length) * positions) + position;
}

/** What the words of a query score in a path together; of alternatives the best counts. */
function judge(path: string, groups: ReadonlyArray<readonly Word[]>): number {
	let sum = 0;
	for (const terms of groups) {
		let best = 0;
		for (const term of terms) {
			best = Math.max(best, judgeWord(path, term)?.score ?? 0);
		}

		sum += best;
	}

	return sum;
}

function * inTreeOrder(atPosition: Int32Array, rank: Uint16Array, limit: number): Generator<void, Int32Array> {
	const paths: PathId[] = [];
	for (let at = 1; at < atPosition.length && paths.length < limit; at++) {
		const path = atPosition[at];
		if (rank[path] > 0) {
			paths.push(path);
		}

		if (at % (slice * 2) === 0) {
			yield;
		}
	}

	return Int32Array.from(paths);
}
