import type {EntryIndex, EntryTable} from './entry-table.js';

/** What a tap is told of an entry before it decides whether it wants its bytes. */
export type TapEntry = {
	/** Relative to the root, without a slash in front; each byte a character (Latin-1). */
	path: string;
	/** Content bytes. */
	size: number;
	mode: number;
};

/** Reads of a content that can be sought what lies at a place: at most `length` bytes, valid until the next call. */
export type ReadContentAt = (at: number, length: number) => Uint8Array;

/** Takes the content of one entry, in pieces that are valid only during the call. */
export type TapSink<Fact> = {
	/** Where the next byte lies that it needs, from the content's start: what lies before may be left out. Endless where it needs no more; without it all are needed. */
	readonly next?: number;
	/** @param at Where the piece lies, from the content's start. */
	write(piece: Uint8Array, at: number): void;
	/** The content is whole. Not called where it is cut off. */
	end(): Fact | undefined;
};

/**
Asks for the contents of entries while the one pass over a layer goes by, and turns them into facts.

Facts cross threads: they are plain data.
*/
export type Tap<Fact = unknown> = {
	name: string;
	/** Whether it is left out where contents can be sought later. */
	isForPassOnly?: boolean;
	/** What its facts of a layer are gathered in, where that is no map. */
	facts?: () => Facts<Fact>;
	/** The tap for one layer, of one that keeps something while a layer goes by, such as what is left of a bound. */
	ofLayer?: () => Tap<Fact>;
	/** A sink for the entry's content, or undefined where it is not wanted. Only regular files with content that are not sparse are offered. */
	open(entry: TapEntry): TapSink<Fact> | undefined;
	/** The fact of an entry whose content can be sought: asked there in place of `open`, by a tap that wants few bytes here and there. */
	look?(entry: TapEntry, read: ReadContentAt): Fact | undefined;
};

/** What a tap found out, by entry: a map, or what is to those who ask for an entry as good as one. */
export type Facts<Fact = unknown> = Iterable<[EntryIndex, Fact]> & {
	get(index: EntryIndex): Fact | undefined;
	set(index: EntryIndex, fact: Fact): unknown;
};

/** Facts by the tap's name, then by entry. */
export type TapFacts = Record<string, Facts>;

/** What indexing a layer gives. */
export type LayerIndex = {
	table: EntryTable;
	facts: TapFacts;
	/** `sha256:` and the digest of the blob as it lies, where that was asked for and the blob was read to its end. */
	digest?: string;
	/** Whether it inflates to the plain blob that it was held against. */
	isTwin?: boolean;
	/** How many plain bytes were copied, where all were. */
	copied?: number;
};

/** Hands the content of one entry after another to the taps that want it. */
export class TapSet {
	readonly facts: TapFacts = {};
	private readonly taps: readonly Tap[];
	private sinks: Array<{name: string; sink: TapSink<unknown>}> = [];
	private entry: EntryIndex = -1;
	private size = 0;
	private position = 0;

	constructor(taps: readonly Tap[]) {
		this.taps = taps.map(tap => tap.ofLayer?.() ?? tap);
		for (const tap of taps) {
			this.facts[tap.name] = tap.facts?.() ?? new Map();
		}
	}

	/** Where the next byte of the content lies that any tap needs; its end where none needs more. */
	get next(): number {
		const next = Math.min(...this.sinks.map(({sink}) => sink.next ?? this.position));
		return Math.min(this.size, Math.max(this.position, next));
	}

	/** Begins an entry. Returns whether any tap wants its content. */
	open(index: EntryIndex, entry: TapEntry): boolean {
		this.sinks = [];
		for (const tap of this.taps) {
			const sink = tap.open(entry);
			if (sink) {
				this.sinks.push({name: tap.name, sink});
			}
		}

		this.entry = index;
		this.size = entry.size;
		this.position = 0;
		return this.sinks.length > 0;
	}

	/** Hands on a piece of the content; with its last byte the entry ends. */
	write(piece: Uint8Array): void {
		const end = this.position + piece.length;
		for (const {sink} of this.sinks) {
			if ((sink.next ?? 0) < end) {
				sink.write(piece, this.position);
			}
		}

		this.skipTo(end);
	}

	/** Leaves out what lies before a place; at the content's end the entry ends. */
	skipTo(place: number): void {
		this.position = place;
		if (place === this.size) {
			for (const {name, sink} of this.sinks) {
				const fact = sink.end();
				if (fact !== undefined) {
					this.facts[name].set(this.entry, fact);
				}
			}

			this.sinks = [];
		}
	}
}
