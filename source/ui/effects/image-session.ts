import os from 'node:os';
import type {AuditPolicy} from '../../audit/gate.js';
import {findLayer} from '../../image/find-layer.js';
import {encodeEscaped} from '../../format/safe-text.js';
import type {ImageCache} from '../../image/cache/image-cache.js';
import type {ImageChoice} from '../../image/choice-error.js';
import {ImageError, type Image, type LayerNumber} from '../../image/image.js';
import type {OpenedImage, OpenOptions} from '../../image/open-image.js';
import {nameOf} from '../panes/title-line.js';
import {initialState, type Failure, type State} from '../state.js';
import {createStore} from '../store.js';
import {viewRow} from '../view-rows.js';
import type {ChoiceRow} from '../views/choices.js';
import type {Clipboard} from './clipboard.js';
import {keepAttached} from './keep-attached.js';
import {keepAudit} from './keep-audit.js';
import {keepBase, type BaseSearch} from './keep-base.js';
import {keepCopying} from './keep-copying.js';
import {isRoot, keepExtracting} from './keep-extracting.js';
import {keepFetching} from './keep-fetching.js';
import {keepFilter} from './keep-filter.js';
import {keepFinder} from './keep-finder.js';
import {keepFindings} from './keep-findings.js';
import {keepSeekPoints} from './keep-seek-points.js';
import {keepListing} from './keep-listing.js';
import {keepVerifying} from './keep-verifying.js';
import {Preparations} from './preparations.js';
import {beginImage, loadImage, type BegunImage} from './load-image.js';
import type {Session} from './session.js';
import {sliceNames, Slicer} from './slicer.js';
import {keepViewer} from './keep-viewer.js';

/** Opens an image by its documents. */
export type OpenImage = (reference: string, options: Pick<OpenOptions, 'signal' | 'onProgress' | 'image' | 'platform' | 'choose' | 'defers'>) => Promise<OpenedImage>;

export type ImageSessionOptions = {
	reference: string;
	size: State['size'];
	openImage: OpenImage;
	threads: number;
	/** Where to begin: a layer as the user named it, and a path. */
	open?: {layer: string; path: string};
	/** Which of several images it is, where that was chosen on the screen. */
	chosen?: {image?: string; platform?: string};
	/** Whether one of several images can be chosen on the screen, where none was asked for; else that is an error. */
	canAsk?: boolean;
	/** Whether Esc leads out of it, to what it was opened from. */
	isInner?: boolean;
	/** Contents are not compared before this, so that what is waited for goes first. */
	proofAfter?: Promise<void>;
	/** Where what is copied goes. */
	clipboard: Clipboard;
	/** Where what is inflated to be looked at is kept, and copies for other programs. */
	temporaryFolder: string;
	/** What is kept of images from one run to the next. */
	cache?: ImageCache;
	/** How the image that it is built on is looked for, beside among those that were opened before. */
	base?: BaseSearch;
	/** Whether layers that lie elsewhere are fetched without being looked at. */
	eager?: boolean;
	/** Whether what it claims is held against its bytes, once all of it is read. */
	verify?: boolean;
	/** Reads the policy by which it is audited. */
	choosePolicy?: () => Promise<AuditPolicy>;
	onError: (error: unknown) => void;
};

/** One image with a store of its own, and all that works for it. */
export type ImageSession = Session & {
	/** Its documents, once they are read. */
	opening: Promise<OpenedImage>;
	/** Stops reading; what was read by then stays. */
	stop(): void;
};

export function openImageSession({reference, size, openImage, threads, open, chosen = {}, canAsk = true, isInner, proofAfter, clipboard, temporaryFolder, cache, base, verify, eager, choosePolicy, onError}: ImageSessionOptions): ImageSession {
	const abort = new AbortController();
	// What Esc stops, and may be gone on with.
	let reading = new AbortController();
	const readingSignal = () => AbortSignal.any([abort.signal, reading.signal]);
	const slicer = new Slicer(sliceNames);
	const store = createStore({...initialState({reference, ...size}), ...(isInner && {isInner})});
	let chose: ((choice: ImageChoice) => void) | undefined;
	const choose = async (choices: readonly ImageChoice[], signal?: AbortSignal): Promise<ImageChoice> => {
		const {promise, resolve, reject} = Promise.withResolvers<ImageChoice>();
		chose = resolve;
		signal?.addEventListener('abort', () => {
			reject(signal.reason as Error);
		}, {once: true});
		store.dispatch({type: 'choose', choices});
		const choice = await promise;
		store.dispatch({type: 'choose', choices: undefined});
		return choice;
	};

	const {promise: opening, resolve: opened, reject: notOpened} = Promise.withResolvers<OpenedImage>();
	/** Whether it is being opened; what Esc stops may be opened after all. */
	let isOpening = false;
	const openIt = async (): Promise<OpenedImage> => {
		isOpening = true;
		const {signal} = reading;
		try {
			const image = await openImage(reference, {
				...(chosen.image !== undefined && {image: chosen.image}),
				...(chosen.platform !== undefined && {platform: chosen.platform}),
				...(canAsk && {choose}),
				signal: readingSignal(),
				// What is compared with another is read by who does not wait.
				defers: eager !== true,
				onProgress({isOver, ...progress}) {
					// An engine may save it long after that.
					store.dispatch(isOpening ? {type: 'opening', ...progress} : {type: 'saving', progress: isOver ? undefined : progress});
				},
			});
			opened(image);
			return image;
		} catch (error) {
			if (abort.signal.aborted || !signal.aborted) {
				notOpened(error);
			}

			throw error;
		} finally {
			isOpening = false;
		}
	};

	let attempt: Promise<OpenedImage> | undefined = openIt();
	// Who waits for it is told by the failure.
	attempt.catch(() => undefined);
	opening.catch(() => undefined);
	let failure: Error | undefined;
	let started: Promise<void> | undefined;
	let begun: BegunImage | undefined;
	/** What was opened once, Esc or not, is not opened again. */
	const openOnce = async (): Promise<OpenedImage> => {
		attempt ??= openIt();
		try {
			return await attempt;
		} catch (error) {
			attempt = undefined;
			throw error;
		}
	};

	const run = async () => {
		failure = undefined;
		try {
			const {image} = await openOnce();
			const begin = open && placeIn(image, open);
			begun = beginImage(image);
			// Of what lies elsewhere only what is looked at is fetched, unless all is asked for.
			const upTo = eager ? undefined : begin?.layer ?? store.getState().layer;
			store.dispatch({type: 'opened', image, layer: begin?.layer, goal: upTo, at: performance.now()});
			await loadImage(store, begun, slicer, {threads, signal: readingSignal(), begin, upTo, proofAfter, cache, onError});
		} catch (error) {
			failure = error as Error;
			const isStopped = readingSignal().aborted;
			store.dispatch({type: 'failed', failure: explain(error, reference, isStopped), isStopped});
		}
	};

	const readOn = async (before: Promise<void> | undefined, upTo: LayerNumber | undefined) => {
		await before;
		await loadImage(store, begun!, slicer, {threads, signal: readingSignal(), upTo, proofAfter, cache, onError});
	};

	keepBase(store, {...base, openImage, home: cache?.home, signal: abort.signal});
	const preparations = new Preparations(store, threads);
	keepFilter(store, slicer, {
		preparations,
		groundOf: ({grown}) => grown && {tree: grown.overlay.tree, ready: grown.ready, sides: [grown]},
		signal: abort.signal,
	});
	keepListing(store, slicer, onError);
	keepFindings(store, slicer, {signal: abort.signal, onError});
	keepAudit(store, slicer, {threads, signal: abort.signal, choosePolicy, onError});
	const seeking = keepSeekPoints(store, {known: cache?.points, signal: abort.signal, onError});
	const attaching = keepAttached(store, {opening, signal: abort.signal, onError});
	const verifying = verify ? keepVerifying(store, {threads, signal: abort.signal, onError}) : undefined;
	keepFinder(store, slicer, {preparations, signal: abort.signal, onError});
	keepCopying(store, slicer, clipboard, abort.signal);
	const extracting = keepExtracting(store, slicer, {isRoot: isRoot(), platform: os.platform()});
	const viewing = keepViewer(store, {temporaryFolder, onError});
	const fetching = keepFetching(store);
	store.onAction((action, before) => {
		if (action.type === 'open-image' && before.choosing) {
			chose?.(viewRow(before, 'choices') as ChoiceRow);
		}

		const {phase} = store.getState();
		if (phase === 'stopping') {
			reading.abort();
		} else if (phase === 'reading' && action.type === 'read-on' && before.phase !== 'reading') {
			reading = new AbortController();
			started = readOn(started, action.upTo);
		} else if (phase === 'opening' && action.type === 'read-on' && before.phase === 'stopped') {
			reading = new AbortController();
			started = run();
		}
	});
	return {
		store,
		opening,
		get failure() {
			return readingSignal().aborted ? undefined : failure;
		},
		async start() {
			started ??= run();
			return started;
		},
		stop() {
			reading.abort();
		},
		lead({type}) {
			const state = store.getState();
			const row = type === 'open-image' && state.focus === 'choices' && !state.choosing ? viewRow(state, 'choices') as ChoiceRow | undefined : undefined;
			const inner = {size: state.size, openImage, threads, clipboard, temporaryFolder, cache, base, eager, verify, choosePolicy, onError};
			return row && !row.isOpen ? {session: openImageSession({...inner, reference, chosen: {image: row.image, platform: row.platform}, isInner: true})} : undefined;
		},
		close() {
			slicer.stop();
			fetching.close();
			viewing.close();
			abort.abort();
			if (!isOpening) {
				notOpened(new Error('it was closed'));
			}

			void closeAfter(opening, Promise.allSettled([started, extracting.close(), seeking.settled(), verifying?.settled(), attaching.settled()])).catch(onError);
		},
	};
}

/** Nothing may still read a file that is closed. What could not be opened needs no closing. */
async function closeAfter(opening: Promise<OpenedImage>, reading: Promise<unknown>): Promise<void> {
	let image: OpenedImage;
	try {
		image = await opening;
	} catch {
		return;
	}

	await reading;
	image.close();
}

function placeIn(image: Image, {layer, path}: {layer: string; path: string}): {layer: number; path: Uint8Array} {
	return {layer: findLayer(image.layers, layer), path: encodeEscaped(path.replace(/^\/+/, '').replace(/\/+$/, ''))};
}

/** Three sentences: what, why, what to try. */
function explain(error: unknown, reference: string, isStopped: boolean): Failure {
	if (isStopped) {
		return {what: `${nameOf(reference)} was not opened.`, why: 'Opening was stopped.', remedy: 'Press c to go on, or O to open another image.'};
	}

	const {message} = error as Error;
	return {
		what: `${nameOf(reference)} can't be opened.`,
		why: error instanceof ImageError ? message : `Something unexpected happened: ${message}.`,
		remedy: 'freedive opens images of docker, podman and nerdctl by name, and files and folders that docker save, skopeo, buildah and their like write; freedive --help shows how.',
	};
}
