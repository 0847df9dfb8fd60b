import {setTimeout as delay} from 'node:timers/promises';
import type {SuspendTerminal} from 'ink';
import type {AuditPolicy} from '../audit/gate.js';
import type {ImageCache} from '../image/cache/image-cache.js';
import type * as App from './app.js';
import {createClipboard} from './effects/clipboard.js';
import type {StartPlaces} from './effects/find-offers.js';
import type {OpenImage} from './effects/image-session.js';
import {keepSessions} from './effects/keep-sessions.js';
import {openSession} from './effects/open-session.js';
import type {Session, SessionTools} from './effects/session.js';
import {openStartSession} from './effects/start-session.js';
import {openElsewhere} from './effects/open-elsewhere.js';
import {eraseScreen, followMouse, followSize, openKeyboard, suspend, type ScreenProcess} from './effects/terminal.js';
import {createRelay, type Relay} from './relay.js';
import {createTheme} from './theme.js';

/** What the screen is to show, and how. */
export type ScreenRequest = {
	/** The images; where there is none, one is chosen on the screen, or it is the demo. */
	references: readonly string[];
	/** Whether they are listed, however many there are. */
	isList?: boolean;
	/** Where to begin: a layer as the user named it, and a path. */
	open?: {layer: string; path: string};
	/** The image that it is built on; `auto`: engines are asked for it. */
	base?: string;
	/** Reads the policy by which images are audited; without it there is none. */
	choosePolicy?: () => Promise<AuditPolicy>;
	/** Whether colours may be used. */
	color: boolean;
	/** Whether only ASCII may be drawn. */
	ascii: boolean;
	mouse: boolean;
	/** Whether layers that lie elsewhere are fetched without being looked at. */
	eager?: boolean;
	/** Whether what images claim is held against their bytes. */
	verify?: boolean;
};

/** What the screen needs of the outside. */
export type ScreenOutside = {
	process: ScreenProcess;
	threads: number;
	/** Ends the screen; the reason's `exitCode` is the screen's. */
	signal?: AbortSignal;
	openImage: OpenImage;
	/** What is kept of images from one run to the next. */
	cache?: ImageCache;
	/** Where images are looked for that can be chosen; without it none can. */
	places?: StartPlaces;
	/** Where what is inflated to be looked at is kept, and copies for other programs. */
	temporaryFolder: string;
};

/** Milliseconds that an image has to be there on the first frame. What fails by then is told without a screen. */
const patience = 60;

/**
Opens an image on the screen.

@returns The exit code.
@throws What kept the image from being opened, once the screen is gone.
*/
export async function runScreen(request: ScreenRequest, outside: ScreenOutside): Promise<number> {
	const {process, threads, openImage, temporaryFolder, cache} = outside;
	prepareEnvironment(process.env, request.color);
	const keyboard = openKeyboard(process);
	// From the start: a key that comes before the first frame is kept for it, and its echo does not tear the frame.
	keyboard.stream.setRawMode(true);
	const left = Promise.withResolvers<number>();
	const {columns, rows} = process.stdout;
	const clipboard = createClipboard(text => {
		process.stdout.write(text);
	}, process.env, process.platform);
	const tools: SessionTools = {size: {columns, rows}, openImage, threads, clipboard, temporaryFolder, cache, base: {named: request.base, programs: outside.places?.programs}, eager: request.eager || request.verify, verify: request.verify, choosePolicy: request.choosePolicy, onError: left.reject};
	/** What is open, until `show` has it: who shows a session closes it. */
	let session: Session | undefined;
	// React and Ink take longer to load than most images to open.
	const drawing = import('./app.js');
	const open = async (): Promise<Session> => {
		session = await openFirst(request, tools, outside.places, drawing);
		await Promise.race([session.opening, delay(patience)]);
		return session;
	};

	try {
		const [{draw}, first] = await Promise.all([drawing, open()]);
		session = undefined;
		return await show(request, outside, {session: first, tools, relay: createRelay(first.store), left, draw, keyboard: keyboard.stream, keyboardFd: keyboard.fd});
	} finally {
		keyboard.stream.setRawMode(false);
		keyboard.close();
		session?.close();
	}
}

const demo = 'demo:';

/** What was asked for; where nothing was, the screen on which an image is chosen, or the demo itself where there is nothing else to choose. */
async function openFirst({references, isList, open}: ScreenRequest, tools: SessionTools, places: StartPlaces | undefined, drawing: Promise<unknown>): Promise<Session> {
	if (references.length > 0 || !places) {
		return openSession(references.length > 0 ? references : [demo], tools, {open, isList});
	}

	const start = openStartSession(places, tools);
	// While modules are loaded nothing that is looked for is heard of.
	const hasOffers = await Promise.race([start.opening, drawing.then(async () => delay(patience, true))]);
	if (hasOffers) {
		return start;
	}

	start.close();
	return openSession([demo], tools, {open});
}

type Show = {
	session: Session;
	tools: SessionTools;
	relay: Relay;
	left: PromiseWithResolvers<number>;
	draw: typeof App.draw;
	keyboard: ReturnType<typeof openKeyboard>['stream'];
	keyboardFd: number;
};

/** Shows a session, and closes it in the end. */
async function show(request: ScreenRequest, {process, signal, temporaryFolder, places}: ScreenOutside, {session, tools, relay, left, draw, keyboard, keyboardFd}: Show): Promise<number> {
	const theme = createTheme({color: request.color, ascii: request.ascii || !hasUnicode(process.env)});
	const stopFollowing = [followSize(relay, process.stdout), followProcess(process, keyboard, signal, left)];
	const endSessions = keepSessions(relay, session, left.reject, places && (size => openStartSession(places, {...tools, size}, {isInner: true})));
	await Promise.race([session.start(), delay(0)]);
	let suspendTerminal: SuspendTerminal | undefined;
	const {stdout, stderr} = process;
	// The other screen takes over the cursor's column, which what was typed meanwhile has moved.
	stdout.write('\r');
	const instance = draw(relay, theme, {stdin: keyboard, stdout, stderr}, suspender => {
		suspendTerminal = suspender;
	});
	const mouse = request.mouse ? followMouse(relay, keyboard, process) : undefined;
	// An error while drawing ends the screen as well.
	instance.waitUntilExit().catch(left.reject);
	const abort = new AbortController();
	let isElsewhere = false;
	const goElsewhere = async (program: 'pager' | 'editor') => {
		if (suspendTerminal && !isElsewhere) {
			isElsewhere = true;
			await openElsewhere(relay, program, {suspendTerminal, process, keyboard: {fd: keyboardFd}, mouse, temporaryFolder, signal: abort.signal});
			isElsewhere = false;
		}
	};

	relay.onAction(action => {
		const {type} = action;
		const {exitCode} = relay.getState();
		if (exitCode !== undefined) {
			left.resolve(exitCode);
		}

		if (type === 'suspend' && suspendTerminal) {
			void suspend(suspendTerminal, process, {mouse, signal}).catch(left.reject);
		} else if (action.type === 'open-elsewhere') {
			void goElsewhere(action.program).catch(left.reject);
		} else if (type === 'repaint') {
			eraseScreen(instance, stdout);
		}
	});

	try {
		const exitCode = await left.promise;
		if (exitCode === 0 && session.failure) {
			throw session.failure;
		}

		return exitCode;
	} finally {
		abort.abort();
		endSessions();
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
