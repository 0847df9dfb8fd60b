import {grown} from '../archive/grown.js';
import type {Column} from '../image/cache/column-record.js';
import type {LayerNumber} from '../image/image.js';
import type {Change} from './change.js';
import {absent, type EntryId} from './entry-store.js';
import type {PathId} from './path-tree.js';

/** The number of a transition, in the order of layers. */
export type TransitionId = number;

/**
What each layer did to each path that it touched: at most one transition for a path and a layer. Together they are the whole
story of every path, and what a path shows after any layer is its last transition up to there.
*/
export class Transitions {
	count = 0;
	path = new Int32Array(1024);
	/** What the path shows after the layer: an entry, `implicit` or `absent`. */
	entry = new Int32Array(1024);
	/** The path's transition before this one, or -1. */
	previous = new Int32Array(1024);
	layer = new Uint16Array(1024);
	/** `Change`, against the state before the layer. */
	change = new Uint8Array(1024);
	/** Bytes of contents that nobody sees any more since this transition, counted where their fate is decided. */
	hides = new Float64Array(1024);
	/** The last transition of each path, or -1. */
	last = new Int32Array(1024).fill(-1);
	/** Where each layer's transitions begin, by layer number; the next layer's begin where they end. */
	private readonly starts: number[] = [0];

	/** What a path shows after all layers so far. */
	state(path: PathId): EntryId {
		const last = path < this.last.length ? this.last[path] : -1;
		return last < 0 ? absent : this.entry[last];
	}

	/** The last transition of a path in a layer up to `layer`, or -1. */
	at(path: PathId, layer: LayerNumber): TransitionId {
		let transition = path < this.last.length ? this.last[path] : -1;
		while (transition >= 0 && this.layer[transition] > layer) {
			transition = this.previous[transition]!;
		}

		return transition;
	}

	/** What a path shows after `layer`. */
	stateAfter(path: PathId, layer: LayerNumber): EntryId {
		const transition = this.at(path, layer);
		return transition < 0 ? absent : this.entry[transition];
	}

	/** What a path showed before `layer`, going back from one of its transitions. */
	stateBefore(transition: TransitionId, layer: LayerNumber): EntryId {
		let before = transition;
		while (before >= 0 && this.layer[before] >= layer) {
			before = this.previous[before]!;
		}

		return before < 0 ? absent : this.entry[before];
	}

	/** The first transition of a layer; those of the layer end at the first of the next. */
	start(layer: LayerNumber): TransitionId {
		return this.starts[layer] ?? this.count;
	}

	end(layer: LayerNumber): TransitionId {
		return this.starts[layer + 1] ?? this.count;
	}

	/** Begins a layer; layers come in order. */
	begin(layer: LayerNumber, paths: number): void {
		this.starts[layer] = this.count;
		if (paths > this.last.length) {
			this.last = grown(this.last, paths, -1);
		}
	}

	add(path: PathId, layer: LayerNumber, entry: EntryId, change: Change): TransitionId {
		if (this.count === this.path.length) {
			this.grow();
		}

		const transition = this.count++;
		this.path[transition] = path;
		this.entry[transition] = entry;
		this.previous[transition] = this.last[path]!;
		this.layer[transition] = layer;
		this.change[transition] = change;
		this.last[path] = transition;
		return transition;
	}

	/** All of them as columns, which stay as they are: see `take`. */
	give(): Column[] {
		const {count, path, entry, previous, layer, change, hides, last} = this;
		// What changed is settled by the proof: as it is now it is a copy.
		return [path.subarray(0, count), entry.subarray(0, count), previous.subarray(0, count), layer.subarray(0, count), change.slice(0, count), hides.subarray(0, count), last, Uint32Array.from(this.starts)];
	}

	/** Takes what others gave, in place of all that there are. */
	take(columns: readonly Column[]): void {
		const starts = columns[7] as Uint32Array;
		const [path, entry, previous, layer, change, hides, last] = columns as [Int32Array<ArrayBuffer>, Int32Array<ArrayBuffer>, Int32Array<ArrayBuffer>, Uint16Array<ArrayBuffer>, Uint8Array<ArrayBuffer>, Float64Array<ArrayBuffer>, Int32Array<ArrayBuffer>];
		this.path = path;
		this.entry = entry;
		this.previous = previous;
		this.layer = layer;
		this.change = change;
		this.hides = hides;
		this.last = last;
		this.count = this.path.length;
		this.starts.splice(0, this.starts.length, ...starts);
	}

	private grow(): void {
		const capacity = this.path.length * 2;
		this.path = grown(this.path, capacity);
		this.entry = grown(this.entry, capacity);
		this.previous = grown(this.previous, capacity);
		this.layer = grown(this.layer, capacity);
		this.change = grown(this.change, capacity);
		this.hides = grown(this.hides, capacity);
	}
}
