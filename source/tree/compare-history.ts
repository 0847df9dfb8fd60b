import type {HistoryEntry} from '../image/image.js';
import type {ComparedView, Side} from './compare-images.js';
import type {Ignored} from './ignored.js';

/** How two histories differ. */
export type HistoryDifference = {
	/** How many instructions both have, in the same order. */
	shared: number;
	onlyA: HistoryEntry[];
	onlyB: HistoryEntry[];
	/** Of those that both have, how many ran at another time. */
	otherTimes: number;
};

/** More pairs of instructions than this are not weighed against one another, as histories have 127 at most: then what stands between their same beginnings and ends counts as other. */
const mostPairs = 4_000_000;

/** Compares the instructions that led to two sides: what both have, in order, and what only one has. */
export function compareHistory(a: Side, b: Side, ignore: ReadonlySet<Ignored> = new Set()): HistoryDifference {
	if (ignore.has('history')) {
		return {shared: 0, onlyA: [], onlyB: [], otherTimes: 0};
	}

	const stepsA = stepsOf(a);
	const stepsB = stepsOf(b);
	const pairs = pairSteps(stepsA, stepsB);
	const inA = new Set(pairs.map(([index]) => index));
	const inB = new Set(pairs.map(([, index]) => index));
	return {
		shared: pairs.length,
		onlyA: stepsA.filter((_, index) => !inA.has(index)),
		onlyB: stepsB.filter((_, index) => !inB.has(index)),
		otherTimes: ignore.has('created') ? 0 : pairs.filter(([indexA, indexB]) => stepsA[indexA].created !== stepsB[indexB].created).length,
	};
}

/** The instructions up to the layer of a view, with what follows it and makes no layer. */
function stepsOf({image, view}: {image: Side['image']; view: ComparedView}): HistoryEntry[] {
	const at = 'at' in view ? view.at : view.layer;
	const next = image.history.findIndex(({layer}) => layer !== undefined && layer > at);
	return next === -1 ? image.history : image.history.slice(0, next);
}

/** The longest row of instructions that both have in the same order, as pairs of their places. */
function pairSteps(a: readonly HistoryEntry[], b: readonly HistoryEntry[]): Array<[a: number, b: number]> {
	const keysA = a.map(step => keyOf(step));
	const keysB = b.map(step => keyOf(step));
	const pairs: Array<[number, number]> = [];
	let start = 0;
	while (start < a.length && start < b.length && keysA[start] === keysB[start]) {
		pairs.push([start, start]);
		start++;
	}

	let end = 0;
	while (end < a.length - start && end < b.length - start && keysA[a.length - 1 - end] === keysB[b.length - 1 - end]) {
		end++;
		pairs.push([a.length - end, b.length - end]);
	}

	const restA = keysA.slice(start, a.length - end);
	const restB = keysB.slice(start, b.length - end);
	if (restA.length * restB.length <= mostPairs) {
		pairs.push(...longestCommon(restA, restB).map(([indexA, indexB]): [number, number] => [start + indexA, start + indexB]));
	}

	return pairs;
}

function keyOf({createdBy, emptyLayer, comment}: HistoryEntry): string {
	return JSON.stringify([createdBy, emptyLayer, comment ?? '']);
}

function longestCommon(a: readonly string[], b: readonly string[]): Array<[number, number]> {
	const width = b.length + 1;
	const lengths = new Uint32Array((a.length + 1) * width);
	for (let indexA = a.length - 1; indexA >= 0; indexA--) {
		for (let indexB = b.length - 1; indexB >= 0; indexB--) {
			const at = (indexA * width) + indexB;
			lengths[at] = a[indexA] === b[indexB] ? lengths[at + width + 1] + 1 : Math.max(lengths[at + width], lengths[at + 1]);
		}
	}

	const pairs: Array<[number, number]> = [];
	for (let indexA = 0, indexB = 0; indexA < a.length && indexB < b.length;) {
		const at = (indexA * width) + indexB;
		if (a[indexA] === b[indexB]) {
			pairs.push([indexA++, indexB++]);
		} else if (lengths[at + width] >= lengths[at + 1]) {
			indexA++;
		} else {
			indexB++;
		}
	}

	return pairs;
}
