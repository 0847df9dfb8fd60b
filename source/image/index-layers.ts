import {setImmediate as nextTurn} from 'node:timers/promises';
import {emptyEntryTable, type EntryTable} from '../archive/entry-table.js';
import {DeferredSource} from '../archive/deferred-source.js';
import type {ByteSource} from '../archive/byte-source.js';
import {indexBlob, type IndexBlobOptions} from '../archive/index-blob.js';
import type {PlainCopies} from '../archive/plain-copies.js';
import type {LayerIndex, TapFacts} from '../archive/tap.js';
import {tapsNamed, type TapName} from '../archive/taps/index.js';
import {untilAborted} from '../archive/until-aborted.js';
import {WorkerPool} from '../archive/worker-pool.js';
import {listWords} from '../format/list-words.js';
import {AtMost} from './at-most.js';
import type {CachedLayer, LayerCache} from './cache/layer-cache.js';
import type {Image, Layer, LayerNumber} from './image.js';
import {readArrivingLayer, type BlobLayer} from './layer.js';
import {otherBlob} from './mismatch-words.js';

/** What was read of a layer before. */
export type Known = {table: EntryTable; facts: TapFacts};

export type IndexOptions = {
	/** The layers that are read: all where it is not told. */
	layers?: readonly Layer[];
	/** `biggest-first` ends soonest, for a command; `base-upward` shows the first layers soonest, for a screen. */
	order: 'base-upward' | 'biggest-first';
	threads: number;
	/** Which layers go to worker threads: a command walks plain ones itself, faster than a thread starts, unless taps look into many; a screen must not wait for any. */
	inThreads: 'compressed' | 'all';
	/** Whether the thread that answers keys goes before those. */
	giveWay?: boolean;
	/** Which layers are left out, of those that would have to be read: `onLayer` is not called for them. */
	leaves?: (layer: Layer) => boolean;
	/** What taps to hang on the pass, for each layer. */
	taps?: readonly TapName[] | ((layer: Layer) => readonly TapName[]);
	/** What is known of a layer already: it is not read again. */
	known?: (layer: Layer) => Known | undefined | Promise<Known | undefined>;
	/** The plain blob that a compressed layer is claimed to be. Where it is read and is that, no digests of its contents are taken but for what is kept. */
	twin?: (layer: Layer) => ByteSource | undefined;
	/** Called before `onLayer` for each layer that is its twin. */
	onTwin?: (layer: LayerNumber) => void;
	/** What was read of layers at other times, and is kept for others. */
	cache?: LayerCache;
	/** Where plain copies of compressed layers are put while they are read. */
	copies?: PlainCopies;
	/** Which layers are listed by their table of contents, where that can be, though it does not give all that taps would: their tables have `points`. */
	byToc?: (layer: Layer) => boolean;
	signal?: AbortSignal;
	/** More entries than this are not taken of an image; what a table may hold is bounded for itself (see `TableLimits`). */
	maximumEntries?: number;
	/** Called once for each layer that is not left out, in whatever order they are done. A layer that can't be read is an empty table with a warning. */
	onLayer: (layer: LayerNumber, table: EntryTable, facts: TapFacts) => void;
	/** Called once it is told of all layers of which something was known. */
	onRecalled?: () => void;
	/** Bytes of stored layers read so far, of all that there are to read. */
	onProgress?: (progress: {layer: LayerNumber; bytes: number; total: number}) => void;
};

/** Compressed layers of together less than this are inflated sooner than a thread starts, in bytes. */
const worthThreads = 1 << 20;

/** Milliseconds of recalling layers after which a screen may have a turn. */
const longestTurn = 5;

/** About 150 bytes of memory an entry, with its path and its part in the overlay: three gigabytes. */
const maximumImageEntries = 20_000_000;

/** Blobs that lie elsewhere are fetched so many at a time: one alone seldom has all of a line. */
const mostFetches = 4;

/** A blob of no more bytes is fetched whole: that takes no longer than its table of contents. */
const worthToc = 64 << 10;

/** What a table of contents gives beside the entries, as if these taps had been there. */
const tocTaps = new Set<TapName>(['content-digest']);

/** A layer that is to be read, and what taps are to be hung on the pass. */
type Task = {layer: BlobLayer; taps: readonly TapName[]};

/**
Indexes the layers of an image.

@throws {Error} AbortError if `signal` says so; nothing else: what a layer lacks is in its table's warnings.
*/
export async function indexLayers(image: Image, options: IndexOptions): Promise<void> {
	const {signal} = options;
	const onLayer = bounded(options);
	const tasks: Task[] = [];
	let turn = performance.now();
	for (const layer of options.layers ?? image.layers) {
		if (options.giveWay && performance.now() - turn > longestTurn) {
			await nextTurn();
			signal?.throwIfAborted();
			turn = performance.now();
		}

		const {known, taps} = await recall(layer, options);
		if (known) {
			layer.compression = known.table.points?.compression ?? layer.compression;
			onLayer(layer.number, known.table, known.facts);
		} else if (!layer.blob) {
			onLayer(layer.number, emptyEntryTable([{message: layer.problem!.message, incomplete: layer.problem!.kind !== 'foreign'}]), {});
		} else if (!options.leaves?.(layer)) {
			tasks.push({layer: layer as BlobLayer, taps});
		}
	}

	options.onRecalled?.();
	// What an engine saves comes all at once.
	for (const {layer: {blob}} of tasks) {
		if (blob instanceof DeferredSource) {
			await blob.ready(0, blob.size, {signal});
		}
	}

	const {here, threaded} = divide(tasks, options);
	const pool = new WorkerPool(options.threads, options.giveWay);
	const progress = new Progress(sum(tasks), options);
	const fetches = new AtMost(mostFetches);
	const take = ({layer}: Task, index: Read) => {
		layer.compression = index.table.points?.compression ?? layer.compression;
		settle(layer, index, options);
		if (index.isTwin) {
			options.onTwin?.(layer.number);
		}

		onLayer(layer.number, index.table, index.facts);
		progress.finish(layer);
	};

	try {
		signal?.throwIfAborted();
		const pending = inOrder(threaded, options.order).map(async task => {
			take(task, await readElsewhere(task, pool, fetches, progress, options));
		});
		for (const task of inOrder(here, options.order)) {
			signal?.throwIfAborted();
			take(task, await readHere(task, options, progress));
			await nextTurn();
		}

		await untilAborted(Promise.all(pending), signal);
	} finally {
		await pool.close();
	}
}

/** What is known of a layer already; else what taps are to be hung on its pass: those too whose facts were kept, so that none are lost. */
async function recall(layer: Layer, options: IndexOptions): Promise<{known?: Known; taps: readonly TapName[]}> {
	const asked = typeof options.taps === 'function' ? options.taps(layer) : options.taps ?? [];
	// To save an image again takes longer than what a screen wants of it next.
	const taps = options.cache && layer.blob instanceof DeferredSource && !asked.includes('package-files') ? [...asked, 'package-files' as const] : asked;
	const known = await options.known?.(layer);
	if (known) {
		return {known, taps};
	}

	const cached = options.cache?.find(layer);
	// Of a plain layer nothing is taken in passing: what its contents say is read where they lie.
	const wanted = layer.compression === 'none' ? tapsNamed(taps).filter(({isForPassOnly}) => !isForPassOnly).map(({name}) => name) : taps;
	if (cached && (wanted.every(tap => cached.facts[tap]) || (cached.table.points && options.byToc?.(layer)))) {
		return {known: cached, taps};
	}

	const all = [...new Set([...taps, ...Object.keys(cached?.facts ?? {}) as TapName[]])];
	// What is held against its twin needs no digests. Kept they save that the next time.
	return {taps: options.twin?.(layer) && !options.cache ? all.filter(tap => tap !== 'content-digest') : all};
}

/** What came of reading a layer; `note`: what was odd about the way to it, and not about what was read. */
type Read = LayerIndex & {note?: string};

/** Which layers are read in this thread, and which in others. What lies elsewhere is waited for beside all else. */
function divide(tasks: readonly Task[], {inThreads}: IndexOptions): {here: Task[]; threaded: Task[]} {
	const isSmall = sum(tasks.filter(({layer}) => layer.compression !== 'none')) < worthThreads;
	const isReadHere = ({layer}: Task) => inThreads !== 'all' && layer.blob.isHere() && (isSmall || layer.compression === 'none');
	return {here: tasks.filter(task => isReadHere(task)), threaded: tasks.filter(task => !isReadHere(task))};
}

async function readElsewhere({layer, taps}: Task, pool: WorkerPool, fetches: AtMost, progress: Progress, {cache, copies, byToc, twin, signal}: IndexOptions): Promise<Read> {
	const {blob} = layer;
	const read = async (options: Pick<IndexBlobOptions, 'onRead' | 'digest' | 'twin'>) => {
		const copy = layer.compression === 'none' ? undefined : copies?.place(blob.size);
		const index = await pool.index(blob, layer.compression, taps, {...options, copy});
		if (copy && index.copied !== undefined) {
			copies!.keep(layer.number, copy, index.copied);
		}

		return index;
	};

	if (blob.isHere()) {
		return read({onRead: progress.of(layer), digest: cache !== undefined, twin: twin?.(layer)});
	}

	let note: string | undefined;
	if (layer.toc && blob.size > worthToc && (byToc?.(layer) === true || taps.every(tap => tocTaps.has(tap)))) {
		try {
			const {indexByToc} = await import('../archive/toc/index-by-toc.js');
			const listed = await fetches.run(async () => indexByToc(blob, layer.toc!, signal));
			if (listed) {
				return listed;
			}
		} catch (error) {
			signal?.throwIfAborted();
			note = `its table of contents is not used: ${(error as Error).message}`;
		}
	}

	try {
		const {index} = await fetches.run(async () => readArrivingLayer(layer, {signal, onRead: progress.of(layer)},
			(source, compression) => ({index: pool.index(source, compression, taps, {twin: twin?.(layer)})})));
		// Whoever brought it held it to its digest.
		return {...await index, digest: layer.digest, note};
	} catch (error) {
		signal?.throwIfAborted();
		const kept = cache?.findLacking(layer);
		return kept ? listedAsKept(kept, taps, error as Error) : failed(error);
	}
}

async function readHere({layer, taps}: Task, {cache, twin, signal}: IndexOptions, progress: Progress): Promise<LayerIndex> {
	try {
		return await indexBlob(layer.blob, layer.compression, tapsNamed(taps), {signal, onRead: progress.of(layer), digest: cache !== undefined, twin: twin?.(layer)});
	} catch (error) {
		signal?.throwIfAborted();
		return failed(error);
	}
}

/** What taps look for, in the words of who asks. */
const tapWords: Readonly<Record<TapName, string>> = {'content-digest': 'equal contents', 'package-files': 'packages', 'file-facts': 'findings'};

/** A layer that can't be had now, as it was kept for who asked for less. */
function listedAsKept({table, facts}: CachedLayer, taps: readonly TapName[], {message}: Error): LayerIndex {
	const lacking = taps.filter(tap => facts[tap] === undefined && !(table.points && tocTaps.has(tap))).map(tap => tapWords[tap]);
	const but = lacking.length > 0 ? `, but were not looked into for ${listWords(lacking, 'or')}` : '';
	return {table: {...table, warnings: [{message: `${message.replace(/\.$/, '')}; its files are listed as they were kept${but}`, incomplete: true}, ...table.warnings]}, facts};
}

function failed(error: unknown): LayerIndex {
	return {table: emptyEntryTable([{message: (error as Error).message, incomplete: true}]), facts: {}};
}

/** Holds what was read to what was claimed, where that is free, and keeps it for the next time. */
function settle(layer: BlobLayer, index: Read, {cache}: IndexOptions): void {
	if (index.digest !== undefined && layer.digest?.startsWith('sha256:') && index.digest !== layer.digest) {
		index.table.warnings.push({message: otherBlob(layer.digest, index.digest), incomplete: false});
	}

	// Before anyone takes columns out of the table.
	cache?.keep(layer, index);
	if (index.note !== undefined) {
		index.table.warnings.push({message: index.note, incomplete: false});
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

function inOrder(tasks: Task[], order: IndexOptions['order']): Task[] {
	return order === 'base-upward' ? tasks : tasks.toSorted((a, b) => b.layer.storedSize - a.layer.storedSize);
}

function sum(tasks: readonly Task[]): number {
	return tasks.reduce((total, {layer}) => total + layer.blob.size, 0);
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
