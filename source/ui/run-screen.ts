import {setTimeout as delay} from 'node:timers/promises';
import type {SuspendTerminal} from 'ink';
import {findLayer} from '../image/find-layer.js';
import {ImageError, type Image} from '../image/image.js';
import type {OpenedImage, OpenOptions} from '../image/open-image.js';
import {encodeEscaped} from '../format/safe-text.js';
import type * as App from './app.js';
import {keepFindings} from './effects/keep-findings.js';
import {keepListing} from './effects/keep-listing.js';
import {loadImage} from './effects/load-image.js';
import {sliceNames, Slicer} from './effects/slicer.js';
import {eraseScreen, followMouse, followSize, openKeyboard, suspend, type ScreenProcess} from './effects/terminal.js';
import {nameOf} from './panes/title-line.js';
import {initialState, type Failure} from './state.js';
import {createStore, type Store} from './store.js';
import {createTheme} from './theme.js';

/** What the screen is to show, and how. */
export type ScreenRequest = {
	reference: string;
	/** Where to begin: a layer as the user named it, and a path. */
	open?: {layer: string; path: string};
	/** Whether colours may be used. */
	color: boolean;
	/** Whether only ASCII may be drawn. */
	ascii: boolean;
	mouse: boolean;
};

/** What the screen needs of the outside. */
export type ScreenOutside = {
	process: ScreenProcess;
	threads: number;
	/** Ends the screen; the reason's `exitCode` is the screen's. */
	signal?: AbortSignal;
	openImage: (options: Pick<OpenOptions, 'signal' | 'onProgress'>) => Promise<OpenedImage>;
};

/** Milliseconds that an image has to be there on the first frame. What fails by then is told without a screen. */
const patience = 60;

/**
Opens an image on the screen.

@returns The exit code.
@throws What kept the image from being opened, once the screen is gone.
*/
export async function runScreen(request: ScreenRequest, outside: ScreenOutside): Promise<number> {
	const {process} = outside;
	prepareEnvironment(process.env, request.color);
	const keyboard = openKeyboard(process);
	// From the start: a key that comes before the first frame is kept for it, and its echo does not tear the frame.
	keyboard.stream.setRawMode(true);
	const abort = new AbortController();
	const store = createStore(initialState({reference: request.reference, columns: process.stdout.columns, rows: process.stdout.rows}));
	const opening = outside.openImage({
		signal: abort.signal,
		onProgress({label, bytes, total}) {
			store.dispatch({type: 'opening', label, bytes, total});
		},
	});
	try {
		// React and Ink take longer to load than most images to open.
		const [{draw}] = await Promise.all([import('./app.js'), Promise.race([opening, delay(patience)])]);
		return await show(request, outside, {store, opening, abort, draw, keyboard: keyboard.stream});
	} finally {
		keyboard.stream.setRawMode(false);
		keyboard.close();
		abort.abort();
		void closeWhenOpen(opening);
	}
}

/** What could not be opened needs no closing. */
async function closeWhenOpen(opening: Promise<OpenedImage>): Promise<void> {
	try {
		const {close} = await opening;
		close();
	} catch {}
}

type Show = {
	store: Store;
	opening: Promise<OpenedImage>;
	abort: AbortController;
	draw: typeof App.draw;
	keyboard: ReturnType<typeof openKeyboard>['stream'];
};

async function show(request: ScreenRequest, {process, threads, signal}: ScreenOutside, {store, opening, abort, draw, keyboard}: Show): Promise<number> {
	const left = Promise.withResolvers<number>();
	const slicer = new Slicer(sliceNames);
	const theme = createTheme({color: request.color, ascii: request.ascii || !hasUnicode(process.env)});
	let failure: Error | undefined;
	const run = async () => {
		try {
			const {image} = await opening;
			const begin = request.open && placeIn(image, request.open);
			store.dispatch({type: 'opened', image, layer: begin?.layer, at: performance.now()});
			await loadImage(store, image, slicer, {threads, signal: abort.signal, begin, onError: left.reject});
		} catch (error) {
			failure = error as Error;
			store.dispatch({type: 'failed', failure: explain(error, request.reference, abort.signal)});
		}
	};

	keepListing(store, slicer, left.reject);
	keepFindings(store, slicer, left.reject);
	const stopFollowing = [followSize(store, process.stdout), followProcess(process, keyboard, signal, left)];
	await Promise.race([run(), delay(0)]);
	let suspendTerminal: SuspendTerminal | undefined;
	const {stdout, stderr} = process;
	// The other screen takes over the cursor's column, which what was typed meanwhile has moved.
	stdout.write('\r');
	const instance = draw(store, theme, {stdin: keyboard, stdout, stderr}, suspender => {
		suspendTerminal = suspender;
	});
	const mouse = request.mouse ? followMouse(store, keyboard, process) : undefined;
	// An error while drawing ends the screen as well.
	instance.waitUntilExit().catch(left.reject);
	store.onAction(({type}) => {
		const {exitCode, phase} = store.getState();
		if (exitCode !== undefined) {
			left.resolve(exitCode);
		} else if (phase === 'stopping') {
			abort.abort();
		}

		if (type === 'suspend' && suspendTerminal) {
			void suspend(suspendTerminal, process, mouse).catch(left.reject);
		} else if (type === 'repaint') {
			eraseScreen(instance, stdout);
		}
	});

	try {
		const exitCode = await left.promise;
		if (exitCode === 0 && failure && !abort.signal.aborted) {
			throw failure;
		}

		return exitCode;
	} finally {
		slicer.stop();
		abort.abort();
		mouse?.end();
		for (const stop of stopFollowing) {
			stop();
		}

		instance.unmount();
		// A terminal that is gone takes nothing any more.
		await Promise.race([instance.waitUntilExit().catch(() => undefined), delay(200, undefined, {ref: false})]);
	}
}

/** React and chalk, which Ink draws with, look at the environment when they are loaded. */
function prepareEnvironment(environment: NodeJS.ProcessEnv, color: boolean): void {
	environment.NODE_ENV ??= 'production';
	if (!color) {
		environment.FORCE_COLOR = '0';
	}
}

/** Whether the terminal can be trusted to draw more than ASCII: not where the locale says otherwise, nor on Linux's own console. */
export function hasUnicode({LC_ALL, LC_CTYPE, LANG, TERM}: NodeJS.ProcessEnv): boolean {
	const locale = LC_ALL || LC_CTYPE || LANG;
	return TERM !== 'linux' && (!locale || /utf-?8/i.test(locale));
}

/** Signals, errors that nobody caught, and a terminal that goes away all end the screen, so that the terminal is given back. */
function followProcess(
	process: ScreenProcess, keyboard: NodeJS.ReadableStream, signal: AbortSignal | undefined, {resolve, reject}: PromiseWithResolvers<number>,
): () => void {
	const aborted = () => {
		resolve((signal?.reason as {exitCode?: number} | undefined)?.exitCode ?? 130);
	};

	const gone = () => {
		resolve(129);
	};

	if (signal?.aborted) {
		aborted();
	}

	signal?.addEventListener('abort', aborted);
	process.on('uncaughtException', reject);
	process.on('unhandledRejection', reject);
	keyboard.on('end', gone);
	keyboard.on('error', gone);
	process.stdout.on('error', gone);
	return () => {
		signal?.removeEventListener('abort', aborted);
		process.off('uncaughtException', reject);
		process.off('unhandledRejection', reject);
		keyboard.off('end', gone);
		keyboard.off('error', gone);
		process.stdout.off('error', gone);
	};
}

function placeIn(image: Image, {layer, path}: {layer: string; path: string}): {layer: number; path: Uint8Array} {
	return {layer: findLayer(image.layers, layer), path: encodeEscaped(path.replace(/^\/+/, '').replace(/\/+$/, ''))};
}

/** Three sentences: what, why, what to try. */
function explain(error: unknown, reference: string, {aborted}: AbortSignal): Failure {
	if (aborted) {
		return {what: `${nameOf(reference)} was not opened.`, why: 'Opening was stopped.', remedy: 'Press q to leave.'};
	}

	const {message} = error as Error;
	return {
		what: `${nameOf(reference)} can't be opened.`,
		why: error instanceof ImageError ? message : `Something unexpected happened: ${message}.`,
		remedy: 'freedive opens files and folders that docker save, podman save, skopeo, buildah and their like write; freedive --help shows how.',
	};
}
