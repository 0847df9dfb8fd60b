import {DeferredSource} from '../../archive/deferred-source.js';
import {entriesDigest} from '../../archive/entries-digest.js';
import type {EntryTable} from '../../archive/entry-table.js';
import type {TapFacts} from '../../archive/tap.js';
import {Contents} from '../../image/contents.js';
import type {ImageCache} from '../../image/cache/image-cache.js';
import {indexLayers} from '../../image/index-layers.js';
import type {Image, LayerNumber} from '../../image/image.js';
import {layOver} from '../../tree/lay-over.js';
import {Overlay} from '../../tree/overlay.js';
import {root} from '../../tree/path-tree.js';
import type {Store} from '../store.js';
import {againWithBytes} from './again-with-bytes.js';
import {LayerProgress} from './layer-progress.js';
import type {SliceName, Slicer} from './slicer.js';

/** Milliseconds between two news of how far the reading is: a frame for each would keep keys waiting. What is told grows with the layers. */
export function intervalOf({layers}: Image): number {
	return Math.max(100, layers.length / 20);
}

/** Milliseconds that small layers may take: then what came before them is shown without them. Tests give them all the time that they take, on a machine that does other things as well. */
export const smallPatience = {milliseconds: 2000};

/** What there is of an image so far: where reading it was stopped, it is gone on with. */
export type BegunImage = {
	image: Image;
	overlay: Overlay;
	contents: Contents;
	progress: LayerProgress;
	/** The layers that were read. */
	read: Set<LayerNumber>;
	/** Those that are listed by their table of contents, and what that lists, as a digest. They are read when all is asked for. */
	listed: Map<LayerNumber, string>;
	/** Those that lie elsewhere and could not be had: an empty listing, or one of another time, stands for them. They are tried again when all is asked for. */
	lacking: Set<LayerNumber>;
};

export type LoadOptions = {
	threads: number;
	signal: AbortSignal;
	/** Where the cursor is to go once that layer is in. */
	begin?: {layer: LayerNumber; path: Uint8Array};
	/** Contents are not compared before this. */
	proofAfter?: Promise<void>;
	cache?: ImageCache;
	/** Layers above this one that would have to be fetched are left for later. */
	upTo?: LayerNumber;
	onError: (error: unknown) => void;
};

/** An image of which no layer is read. */
export function beginImage(image: Image): BegunImage {
	return {image, overlay: new Overlay(image.layers.length), contents: new Contents(image), progress: new LayerProgress(image), read: new Set(), listed: new Map(), lacking: new Set()};
}

/** Reads the layers of an image that are not read yet in worker threads, and lays them over one another as they come, between keys and frames. */
export async function loadImage(store: Store, begun: BegunImage, slicer: Slicer<SliceName>, options: LoadOptions): Promise<void> {
	const {image, contents, progress, read, listed, lacking} = begun;
	const {cache} = options;
	let {overlay} = begun;
	progress.begin();
	const newsInterval = intervalOf(image);
	const tellProgress = () => {
		store.dispatch({type: 'layers-progress', layers: progress.snapshot(), at: performance.now()});
	};

	let told = {ready: -1, at: 0};
	let {begin} = options;
	const tellGrowth = (isLast: boolean) => {
		const {ready, complete} = overlay;
		const now = performance.now();
		const isAwaited = ready >= store.getState().layer && told.ready < store.getState().layer;
		if (ready !== told.ready && (isLast || isAwaited || now - told.at >= newsInterval)) {
			told = {ready, at: now};
			tellProgress();
			store.dispatch({type: 'overlay-grew', grown: {overlay, ready, isComplete: complete, contents}});
		}

		if (begin && ready >= begin.layer) {
			const {layer, path: bytes} = begin;
			begin = undefined;
			const path = overlay.tree.find(bytes);
			if (path > root) {
				const {transitions} = overlay;
				const isChanged = transitions.layer[transitions.at(path, layer)] === layer;
				store.dispatch({type: 'reveal', path, range: isChanged ? 'changes' : 'all'});
			}
		}
	};

	const news = setInterval(() => {
		tellProgress();
		tellGrowth(false);
	}, newsInterval);
	let overlaid = Promise.withResolvers<void>();
	const grow = () => {
		overlaid = Promise.withResolvers();
		slicer.run('overlay', layOver(overlay, image, cache?.overlays), {
			step() {
				tellGrowth(false);
			},
			done() {
				tellGrowth(overlay.complete);
				overlaid.resolve();
			},
			// When all is closed nobody needs more of it; the files are closed once this is over.
			dropped: overlaid.resolve,
			failed: overlaid.reject,
		});
	};

	/** After everything can be walked: on a plain image it reads contents. */
	const prove = () => {
		slicer.run('overlay', overlay.prove(contents), {
			done() {
				store.dispatch({type: 'overlay-grew', grown: {overlay, ready: overlay.ready, isComplete: overlay.complete, isProven: true, contents}});
			},
			failed: againWithBytes(prove, {
				...options,
				onLacking(sentence) {
					store.dispatch({type: 'notify', text: `Contents can't be compared: ${sentence}`, kind: 'problem'});
				},
			}),
		});
	};

	const proveInTurn = async () => {
		await options.proofAfter;
		if (!options.signal.aborted) {
			prove();
		}
	};

	/** Lays what came in over the rest, if that is not being done. */
	const growOn = () => {
		if (overlay.isWaiting && !slicer.has('overlay')) {
			grow();
		}
	};

	/** Until all is recalled that was known of layers, and the few are read that are too small to be looked up: how they lie over one another may be known as well. */
	let isHeld = true;
	const release = () => {
		isHeld = false;
		growOn();
	};

	let holding: NodeJS.Timeout | undefined;

	/** Takes a layer that was not there before. */
	const add = (layer: LayerNumber, table: EntryTable, facts: TapFacts) => {
		contents.add(layer, table, facts);
		overlay.add(layer, table);
		if (!isHeld || overlay.isUntouched) {
			growOn();
		}
	};

	/** The layers that could not be had and came now. While they came, what stands for them was shown. */
	const regained: Array<{layer: LayerNumber; table: EntryTable; facts: TapFacts}> = [];
	const takeRegained = async () => {
		await overlaid.promise;
		if (regained.length === 0) {
			return;
		}

		overlay = overlay.without(new Set(regained.map(({layer}) => layer)));
		begun.overlay = overlay;
		for (const {layer, table, facts} of regained) {
			// Not before: as long as what stands for it is shown, it is not read.
			progress.finish(layer, table);
			contents.add(layer, table, facts);
			overlay.add(layer, table);
		}

		told = {ready: -1, at: 0};
		grow();
		await overlaid.promise;
	};

	// Until the first layer comes there is nothing to wait for.
	overlaid.resolve();
	try {
		if (image.layers.length === 0) {
			grow();
		}

		await indexLayers(image, {
			layers: image.layers.filter(({number}) => !read.has(number) && (options.upTo === undefined || (!listed.has(number) && !lacking.has(number)))),
			order: 'base-upward',
			threads: options.threads,
			inThreads: 'all',
			giveWay: true,
			// What an audit wants of plain layers it learns afterwards: there no pass goes by that it must not miss.
			taps: ({compression}) => compression === 'none' ? ['package-files'] : ['content-digest', 'package-files', 'file-facts'],
			cache: cache?.layers,
			// What a table of contents tells costs next to nothing, and no looking at.
			byToc: () => options.upTo !== undefined,
			leaves: ({number, blob, toc}) => options.upTo !== undefined && number > options.upTo && blob?.isHere() === false && !toc && !(blob instanceof DeferredSource),
			signal: options.signal,
			onLayer(layer, table, facts) {
				if (image.layers[layer - 1].blob?.isHere() === false && table.warnings.some(({incomplete}) => incomplete)) {
					const isShown = lacking.has(layer) || listed.has(layer);
					lacking.add(layer);
					progress.lack(layer, table, listed.has(layer));
					if (!isShown) {
						add(layer, table, facts);
					}

					return;
				}

				if (lacking.delete(layer)) {
					listed.delete(layer);
					read.add(layer);
					regained.push({layer, table, facts});
					return;
				}

				if (table.points) {
					listed.set(layer, entriesDigest(table));
					progress.list(layer, table);
					add(layer, table, facts);
					return;
				}

				read.add(layer);
				const told = listed.get(layer);
				if (told === undefined) {
					progress.finish(layer, table);
					add(layer, table, facts);
					return;
				}

				const isSame = entriesDigest(table) === told;
				if (isSame) {
					// It is laid over the others already, and its paths are interned.
					table.paths = new Uint8Array();
					contents.add(layer, table, facts);
				} else if (table.count > 0) {
					table.warnings.push({message: 'its table of contents, by which it is shown, lists other files than it holds', incomplete: true});
				}

				progress.finish(layer, table);
			},
			onRecalled() {
				const rest = image.layers.filter(({number}) => !read.has(number) && !listed.has(number) && !lacking.has(number));
				if (overlay.ready === 0 && read.size > 0 && rest.every(layer => cache?.layers.isSmall(layer))) {
					holding = setTimeout(release, smallPatience.milliseconds);
				} else {
					release();
				}
			},
			onProgress({layer, bytes}) {
				progress.read(layer, bytes);
			},
		});
		release();
		await takeRegained();
		tellGrowth(true);
		tellProgress();
		if (read.size + lacking.size < image.layers.length) {
			store.dispatch({type: 'rested'});
		} else {
			store.dispatch({type: 'loaded'});
			void proveInTurn();
		}
	} catch (error) {
		if (!options.signal.aborted) {
			options.onError(error);
			return;
		}

		release();
		await takeRegained();
		tellGrowth(true);
		tellProgress();
		store.dispatch({type: 'stopped'});
	} finally {
		clearInterval(news);
		clearTimeout(holding);
	}
}
