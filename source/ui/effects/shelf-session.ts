import {ArchiveError} from '../../archive/archive-error.js';
import {ImageError} from '../../image/image.js';
import {indexLayers} from '../../image/index-layers.js';
import {layOver} from '../../tree/lay-over.js';
import {Overlay} from '../../tree/overlay.js';
import {weighImage} from '../../tree/shared-layers.js';
import {selectShelf, type Shelf, type ShelfImage} from '../shelf.js';
import {initialState} from '../state.js';
import {createStore, type Store} from '../store.js';
import {viewRow} from '../view-rows.js';
import {selectPairHere, type ImageRow} from '../views/images.js';
import {openComparisonSession} from './comparison-session.js';
import {openImageSession} from './image-session.js';
import type {Session, SessionTools} from './session.js';
import {Slicer} from './slicer.js';

/** Milliseconds between two news of how far an image is. */
const newsInterval = 100;

/** Several images that are listed: what each weighs is kept, and nothing else. They are read one after the other, so that one at a time is in memory. */
export function openShelfSession(references: readonly string[], tools: SessionTools): Session {
	const abort = new AbortController();
	const slicer = new Slicer(['overlay'] as const);
	const store = createStore({
		...initialState({reference: '', ...tools.size}),
		focus: 'images',
		rightView: 'images',
		phase: 'reading',
		shelf: references.map(reference => ({reference, step: 'waiting', warnings: []})),
	});
	const weigh = async (reference: string, tell: (image: Partial<ShelfImage>) => void): Promise<void> => {
		const {signal} = abort;
		const {image, close} = await tools.openImage(reference, {
			signal,
			onProgress({bytes, total}) {
				tell({progress: {bytes, total}});
			},
		});
		try {
			tell({tag: image.tags[0], platform: image.platform});
			const overlay = new Overlay(image.layers.length);
			await indexLayers(image, {
				order: 'biggest-first',
				threads: tools.threads,
				inThreads: 'all',
				giveWay: true,
				cache: tools.cache?.layers,
				signal,
				onLayer(layer, table) {
					overlay.add(layer, table);
				},
				onProgress({bytes, total}) {
					tell({progress: {bytes, total}});
				},
			});
			await slicer.finish('overlay', layOver(overlay, image, tools.cache?.overlays));
			tell({step: 'read', progress: undefined, weight: weighImage(image, overlay), warnings: [...image.warnings, ...overlay.warnings].slice(0, mostWarnings)});
		} finally {
			close();
		}
	};

	let started: Promise<void> | undefined;
	const run = async () => {
		for (const [index, reference] of references.entries()) {
			const tell = teller(store, index);
			tell({step: 'reading'});
			try {
				await weigh(reference, tell);
			} catch (error) {
				if (abort.signal.aborted) {
					return;
				}

				const {message} = error as Error;
				tell({step: 'failed', progress: undefined, problem: error instanceof ImageError || error instanceof ArchiveError ? message : `Something unexpected happened: ${message}.`});
			}
		}

		store.dispatch({type: 'loaded'});
	};

	return {
		store,
		opening: Promise.resolve(),
		failure: undefined,
		async start() {
			started ??= run();
			return started;
		},
		close() {
			slicer.stop();
			abort.abort();
		},
		lead({type}) {
			const state = store.getState();
			const inner = {...tools, size: state.size};
			if (type === 'open-image') {
				const row = viewRow(state, 'images') as ImageRow | undefined;
				return row && {session: openImageSession({...inner, reference: row.reference, isInner: true})};
			}

			const pair = type === 'compare' ? selectPairHere(state) : undefined;
			return pair && {session: openComparisonSession([references[pair[0]], references[pair[1]]], inner, true)};
		},
	};
}

/** What is told below the list; an image's own screen has all. */
const mostWarnings = 100;

/** Tells news of one image: how far it is now and then, all else at once. */
function teller(store: Store, index: number): (image: Partial<ShelfImage>) => void {
	let told = 0;
	return news => {
		const now = performance.now();
		if (news.progress && now - told < newsInterval) {
			return;
		}

		told = news.progress ? now : told;
		const shelf: Shelf = selectShelf(store.getState()).map((image, at) => at === index ? {...image, ...news} : image);
		store.dispatch({type: 'shelf', shelf});
	};
}
