import {setImmediate as nextTurn} from 'node:timers/promises';
import {emptyEntryTable, type EntryTable} from '../archive/entry-table.js';
import {indexBlob} from '../archive/index-blob.js';
import type {TapFacts} from '../archive/tap.js';
import {tapsNamed, type TapName} from '../archive/taps/index.js';
import {WorkerPool} from '../archive/worker-pool.js';
import type {Image, Layer, LayerNumber} from './image.js';

/** What was read of a layer before. */
export type Known = {table: EntryTable; facts: TapFacts};

export type IndexOptions = {
	/** `biggest-first` ends soonest, for a command; `base-upward` shows the first layers soonest, for a screen. */
	order: 'base-upward' | 'biggest-first';
	threads: number;
	/** Which layers go to worker threads: a command walks plain ones itself, faster than a thread starts, unless taps look into many; a screen must not wait for any. */
	inThreads: 'compressed' | 'all';
	/** Whether the thread that answers keys goes before those. */
	giveWay?: boolean;
	/** What taps to hang on the pass, for each layer. */
	taps?: readonly TapName[] | ((layer: Layer) => readonly TapName[]);
	/** What is known of a layer already: it is not read again. */
	known?: (layer: Layer) => Known | undefined | Promise<Known | undefined>;
	signal?: AbortSignal;
	/** More entries than this are not taken of an image; what a table may hold is bounded for itself (see `TableLimits`). */
	maximumEntries?: number;
	/** Called once for each layer, in whatever order they are done. A layer that can't be read is an empty table with a warning. */
	onLayer: (layer: LayerNumber, table: EntryTable, facts: TapFacts) => void;
	/** Bytes of stored layers read so far, of all that there are to read. */
	onProgress?: (progress: {layer: LayerNumber; bytes: number; total: number}) => void;
};

/** Compressed layers of together less than this are inflated sooner than a thread starts, in bytes. */
const worthThreads = 1 << 20;

/** About 150 bytes of memory an entry, with its path and its part in the overlay: three gigabytes. */
const maximumImageEntries = 20_000_000;

/**
Indexes every layer of an image.

@throws {Error} AbortError if `signal` says so; nothing else: what a layer lacks is in its table's warnings.
*/
export async function indexLayers(image: Image, options: IndexOptions): Promise<void> {
	const {signal} = options;
	const onLayer = bounded(options);
	const readable: Layer[] = [];
	for (const layer of image.layers) {
		const known = options.known && await options.known(layer);
		if (known) {
			onLayer(layer.number, known.table, known.facts);
		} else if (layer.blob) {
			readable.push(layer);
		} else {
			onLayer(layer.number, emptyEntryTable([{message: layer.problem!.message, incomplete: layer.problem!.kind !== 'foreign'}]), {});
		}
	}

	const compressed = readable.filter(layer => layer.compression !== 'none');
	const plain = readable.filter(layer => layer.compression === 'none');
	const isSmall = options.inThreads === 'compressed' && sum(compressed) < worthThreads;
	const threaded = isSmall ? [] : (options.inThreads === 'all' ? readable : compressed);
	const here = isSmall ? readable : (options.inThreads === 'all' ? [] : plain);
	const pool = new WorkerPool(options.threads, options.giveWay);
	const progress = new Progress(sum(readable), options);
	const aborted = new Promise<never>((_resolve, reject) => {
		signal?.addEventListener('abort', () => {
			reject(signal.reason as Error);
		}, {once: true});
	});
	aborted.catch(() => undefined);
	try {
		signal?.throwIfAborted();
		const pending = inOrder(threaded, options.order).map(async layer => {
			const {table, facts} = await pool.index(layer.blob!, layer.compression, tapsOf(options, layer), progress.of(layer));
			onLayer(layer.number, table, facts);
			progress.finish(layer);
		});
		for (const layer of inOrder(here, options.order)) {
			signal?.throwIfAborted();
			await indexHere(layer, {...options, onLayer}, progress);
		}

		await Promise.race([Promise.all(pending), aborted]);
	} finally {
		await pool.close();
	}
}

/** Leaves out the layers with which the image would have too many entries, and says so. */
function bounded({onLayer, maximumEntries = maximumImageEntries}: IndexOptions): IndexOptions['onLayer'] {
	let entries = 0;
	return (layer, table, facts) => {
		if (entries + table.count > maximumEntries) {
			const message = `it is left out: with its ${table.count} entries the image would have more than ${maximumEntries}`;
			onLayer(layer, emptyEntryTable([{message, incomplete: true}]), {});
		} else {
			entries += table.count;
			onLayer(layer, table, facts);
		}
	};
}

async function indexHere(layer: Layer, options: IndexOptions, progress: Progress): Promise<void> {
	try {
		const {table, facts} = await indexBlob(layer.blob!, layer.compression, tapsNamed(tapsOf(options, layer)), {signal: options.signal, onRead: progress.of(layer)});
		options.onLayer(layer.number, table, facts);
	} catch (error) {
		options.signal?.throwIfAborted();
		options.onLayer(layer.number, emptyEntryTable([{message: (error as Error).message, incomplete: true}]), {});
	}

	progress.finish(layer);
	await nextTurn();
}

function tapsOf({taps = []}: IndexOptions, layer: Layer): readonly TapName[] {
	return typeof taps === 'function' ? taps(layer) : taps;
}

function inOrder(layers: Layer[], order: IndexOptions['order']): Layer[] {
	return order === 'base-upward' ? layers : layers.toSorted((a, b) => b.storedSize - a.storedSize);
}

function sum(layers: Layer[]): number {
	return layers.reduce((total, layer) => total + layer.blob!.size, 0);
}

/** Adds up what was read of all layers. */
class Progress {
	private bytes = 0;
	private readonly read = new Map<Layer, number>();

	constructor(private readonly total: number, private readonly options: IndexOptions) {}

	of(layer: Layer): (bytes: number) => void {
		return bytes => {
			this.read.set(layer, (this.read.get(layer) ?? 0) + bytes);
			this.tell(layer, bytes);
		};
	}

	/** A layer counts whole once it is done, however its last bytes were told. */
	finish(layer: Layer): void {
		this.tell(layer, layer.blob!.size - (this.read.get(layer) ?? 0));
		this.read.set(layer, layer.blob!.size);
	}

	private tell(layer: Layer, bytes: number): void {
		this.bytes += bytes;
		this.options.onProgress?.({layer: layer.number, bytes: this.bytes, total: this.total});
	}
}
