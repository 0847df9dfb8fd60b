import {absent} from '../tree/entry-store.js';
import type {Comparison} from '../tree/compare-images.js';
import type {PathId} from '../tree/path-tree.js';
import {selectCompared} from './comparison.js';
import type {State} from './state.js';
import {sumOfTaken, type TakenSum} from './sum-of-taken.js';
import type {Taken} from './taken.js';
import {viewRow} from './view-rows.js';

/** One of two images that are compared. */
export type SideName = 'a' | 'b';

/** What is taken of one image; `side`: which of the two it is, where two are compared. */
export type TakenPart = {side?: SideName; taken: readonly Taken[]};

/** The paths of both that are marked, in the order of the tree, or else the one under the cursor. */
export function selectTakenPaths(state: State): PathId[] {
	const files = selectCompared(state)?.files;
	const {ticks} = state.views.differences;
	if (!files || state.focus !== 'differences') {
		return [];
	}

	if (ticks.size > 0) {
		const {position} = files.tree;
		return [...ticks as ReadonlySet<PathId>].sort((x, y) => position[x] - position[y]);
	}

	const path = viewRow(state, 'differences') as PathId | undefined;
	return path === undefined ? [] : [path];
}

/** The same as it is taken out: of the side that is asked for, and what that does not have of the other. */
export function selectTakenParts(state: State, from: SideName): TakenPart[] {
	const files = selectCompared(state)?.files;
	return files ? partsOf(files, selectTakenPaths(state), from) : [];
}

let last: {from: readonly unknown[]; sum: TakenSum} | undefined;

/** What all that is marked comes to, as B has it, or else A. It is told in each frame. */
export function selectTickedSum(state: State): TakenSum {
	const files = selectCompared(state)?.files;
	const {ticks} = state.views.differences;
	if (last?.from[0] !== files || last?.from[1] !== ticks) {
		const parts = files ? partsOf(files, [...ticks as ReadonlySet<PathId>], 'b') : [];
		last = {from: [files, ticks], sum: sumOfParts(files, parts)};
	}

	return last.sum;
}

/** What parts come to. */
export function sumOfParts(files: Comparison | undefined, parts: readonly TakenPart[]): TakenSum {
	const sums = parts.map(({side, taken}) => sumOfTaken(files![side!].overlay, taken));
	return {bytes: sums.reduce((sum, {bytes}) => sum + bytes, 0), files: sums.reduce((sum, one) => sum + one.files, 0)};
}

function partsOf(files: Comparison, paths: readonly PathId[], from: SideName): TakenPart[] {
	const other = from === 'a' ? 'b' : 'a';
	const has = (side: SideName, path: PathId) => (side === 'a' ? files.entryA : files.entryB)[path] !== absent;
	const own = (side: SideName, path: PathId): Taken => {
		const {overlay, image} = files[side];
		return {kind: 'path', path: overlay.tree.find(files.tree.pathBytes(path).subarray(1)), at: image.layers.length};
	};

	return ([from, other] as const).flatMap(side => {
		const taken = paths.filter(path => has(side, path) && (side === from || !has(from, path))).map(path => own(side, path));
		return taken.length === 0 ? [] : [{side, taken}];
	});
}
