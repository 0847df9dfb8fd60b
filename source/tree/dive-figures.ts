import {settled} from '../archive/answers.js';
import {entryType} from '../archive/entry-table.js';
import {DiveLayer} from './dive-layer.js';
import {DiveStack} from './dive-stack.js';
import type {Overlay} from './overlay.js';
import type {PathId} from './path-tree.js';

/** The figures that dive computes of an image. */
export type DiveFigures = {
	/** The smallest size of each path, added up, against all sizes of all paths: from 0 to 1. */
	efficiency: number;
	/** All sizes of the paths that are in more than one layer. */
	wastedBytes: number;
	/** These bytes against what the layers after the first store: 0.1 is 10 %. Null where that is nothing. */
	userWastedPercent: number | null;
};

/** A path that is in more than one layer, as dive lists it. */
export type DiveFile = {
	path: PathId;
	/** In how many layers it is a leaf, whiteouts of it included. */
	count: number;
	/** All its sizes. */
	bytes: number;
};

/**
The figures of dive, computed as it does (`dive/filetree/efficiency.go` of v0.13), for pipelines that know them.

What counts are the leaves of each layer's own tree: of a path the sizes are added up, and the smallest is kept. A whiteout is a leaf
too, of size 0 for a file and of all that it hides for a directory. At a whiteout of what is not below, dive drops the rest of that
layer; here it is a leaf of size 0.
*/
export function diveFigures(overlay: Overlay): DiveFigures {
	const question = overlay.answers?.question<DiveFigures>('dive');
	return question?.answer ?? settled(question, countFigures(overlay));
}

function countFigures(overlay: Overlay): DiveFigures {
	const {leaves, userBytes} = countLeaves(overlay);
	return leaves.figures(userBytes);
}

/** The same, and the paths that are in more than one layer: those of most bytes first, of as many those that come last. */
export function countAsDive(overlay: Overlay): {figures: DiveFigures; files: DiveFile[]} {
	const {leaves, userBytes} = countLeaves(overlay);
	return {figures: leaves.figures(userBytes), files: leaves.repeated().sort((a, b) => b.bytes - a.bytes || overlay.tree.comparePaths(b.path, a.path))};
}

/** @returns The leaves of all layers, and the bytes of those after the first. */
function countLeaves({tree, store, ready}: Overlay): {leaves: Leaves; userBytes: number} {
	const layers = Array.from({length: ready}, (_, index) => index + 1);
	const hasWhiteouts = layers.some(layer => store.table(layer).type.includes(entryType.whiteout));
	const stack = hasWhiteouts ? new DiveStack(tree) : undefined;
	const own = new DiveLayer(tree);
	const leaves = new Leaves(tree.count);
	let userBytes = 0;
	for (const layer of layers) {
		own.read(layer, store.table(layer), store.paths(layer));
		userBytes += layer === 1 ? 0 : own.bytes;
		for (let index = 0; index < own.count; index++) {
			const path = own.nodes[index];
			if (own.isLeaf(path)) {
				leaves.add(path, own.sizeOf(path));
			}
		}

		if (stack && layer === 1) {
			// Dive's stack begins as a copy of the first layer, so that lies below itself.
			stack.add(own);
		}

		for (const path of own.whiteouts) {
			leaves.add(path, stack!.hiddenBy(path));
		}

		stack?.lay(own);
	}

	return {leaves, userBytes};
}

/** Of each path how often it was a leaf, and its sizes. */
class Leaves {
	private readonly times: Uint32Array;
	private readonly sum: Float64Array;
	private readonly smallest: Float64Array;

	constructor(paths: number) {
		this.times = new Uint32Array(paths);
		this.sum = new Float64Array(paths);
		this.smallest = new Float64Array(paths);
	}

	add(path: PathId, size: number): void {
		const {times, sum, smallest} = this;
		smallest[path] = times[path] === 0 ? size : Math.min(smallest[path], size);
		sum[path] += size;
		times[path]++;
	}

	repeated(): DiveFile[] {
		const files: DiveFile[] = [];
		for (let path = 0; path < this.times.length; path++) {
			if (this.times[path] > 1) {
				files.push({path, count: this.times[path], bytes: this.sum[path]});
			}
		}

		return files;
	}

	figures(userBytes: number): DiveFigures {
		let least = 0;
		let all = 0;
		let wastedBytes = 0;
		for (let path = 0; path < this.times.length; path++) {
			least += this.smallest[path];
			all += this.sum[path];
			wastedBytes += this.times[path] > 1 ? this.sum[path] : 0;
		}

		return {
			efficiency: all === 0 ? 1 : least / all,
			wastedBytes,
			userWastedPercent: userBytes === 0 ? null : wastedBytes / userBytes,
		};
	}
}
