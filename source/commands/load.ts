import type {PlainCopies} from '../archive/plain-copies.js';
import {withBytes} from '../archive/bytes-needed.js';
import type {TapName} from '../archive/taps/index.js';
import type {Attached} from '../image/attached.js';
import {brokenClaims, withBrokenClaims} from '../image/broken-claims.js';
import {Contents} from '../image/contents.js';
import {indexLayers, type IndexOptions} from '../image/index-layers.js';
import type {Image, ImageWarning} from '../image/image.js';
import {openImage, type OpenedImage} from '../image/open-image.js';
import type {Options} from '../options.js';
import type {VerifiedBlob} from '../image/verify-image.js';
import {layOver} from '../tree/lay-over.js';
import {Overlay} from '../tree/overlay.js';
import {runInTurns, runNow} from '../archive/slices.js';
import type {KeptLayers} from './kept-layers.js';
import type {Outside} from './outside.js';
import {Progress} from './progress.js';
import {withTimeout} from './with-timeout.js';

/** An image with all its layers laid over one another. */
export type Loaded = {
	image: Image;
	overlay: Overlay;
	/** All that was odd or could not be read, in order of layer. */
	warnings: ImageWarning[];
	/** What lies beside the image and is attached to it, where that was asked for. */
	attached?: Attached[];
};

/** What a command needs beyond the index of the layers. */
export type LoadRequest<Used = undefined> = {
	/** Whether contents are to be compared, so that no change and no fate is unknown. */
	proof?: boolean;
	/** Whether `use` waits for bytes that come only when they are needed (see `withBytes`). Else all are there. */
	defers?: boolean;
	/** Whether what is attached to the image is to be told. */
	attached?: boolean;
	/** Taps to hang on the pass, beside those that a proof needs. */
	taps?: readonly TapName[];
	/** Where plain copies of compressed layers are put, for who wants most of their contents. */
	copies?: PlainCopies;
	/** What other images have read of layers. */
	kept?: KeptLayers;
	/** Called while contents can still be read; what it returns is `used`. */
	use?: (loaded: Loaded, contents: Contents, work: Work) => Used | Promise<Used>;
};

/** What long work on an image heeds. */
export type Work = {
	/** Says when the user interrupts or the time is up. */
	signal: AbortSignal;
	/** Says what is being done, such as `comparing contents`, and which share of it is, 0 to 1. */
	tell: (deed: string, share?: number) => void;
	/** Takes what is said away, for a line that goes to the same terminal. */
	pause: () => void;
};

/** What is being waited for, and who says when to stop. */
export type Waiting = {progress: Progress; signal: AbortSignal};

/**
The walk of a plain command: opens the image, indexes its layers, lays them over one another.

@throws {ImageError} If nothing of it can be read.
@throws {Interruption} If the user or the time said so.
*/
export async function load<Used = undefined>(reference: string, options: Options, outside: Outside, request: LoadRequest<Used> = {}): Promise<Loaded & {used: Used}> {
	return whileWaiting(`opening ${reference}`, options, outside, async waiting => walk(reference, options, outside, waiting, request));
}

/**
Does work that the user waits for: with progress, and an end where the user or the time says so.

@throws {Interruption} If the user or the time said so.
*/
export async function whileWaiting<Result>(label: string, options: Options, {standardError, signal: interrupted}: Outside, work: (waiting: Waiting) => Promise<Result>): Promise<Result> {
	const progress = new Progress(standardError.isTTY && options.progress && !options.quiet && options.logFormat === 'text' ? standardError : undefined, label);
	const {signal, stop} = withTimeout(options, interrupted, () => progress.sentence);
	try {
		const result = await work({progress, signal});
		// A layer that is not compressed is walked in one go: the time may have run out meanwhile.
		signal.throwIfAborted();
		return result;
	} catch (error) {
		signal.throwIfAborted();
		throw error;
	} finally {
		stop();
		progress.end();
	}
}

/** What long work on an image heeds: what it says is being done stands before `subject`. */
export function workOf({progress, signal}: Waiting, subject = ''): Work {
	return {
		signal,
		tell(deed, share) {
			progress.update({label: `${deed}${subject}${share === undefined ? '' : `, ${Math.floor(share * 100)} %`}`, bytes: 0});
		},
		pause() {
			progress.end();
		},
	};
}

/** Opens an image, by its documents alone. */
export async function openReference(reference: string, options: Pick<Options, 'platform' | 'image'>, outside: Outside, {progress, signal}: Waiting, defers = false): Promise<OpenedImage> {
	const opened = await openImage(reference, {
		platform: options.platform,
		image: options.image,
		hostPlatform: outside.hostPlatform,
		temporaryFolder: outside.temporaryFolder,
		standardInput: outside.standardInput,
		programs: outside,
		cache: outside.cache,
		defers,
		signal,
		onProgress(step) {
			progress.update(step);
		},
	});
	if (outside.cache) {
		const {rememberOpened} = await import('../image/cache/remember-opened.js');
		rememberOpened(outside.cache.home, opened.image, options, (outside.now?.() ?? new Date()).getTime());
	}

	return opened;
}

/** Indexes an image's layers and lays them over one another. */
export async function overlayLayers(image: Image, outside: Outside, {progress, signal}: Waiting, options: Pick<IndexOptions, 'taps' | 'known' | 'twin' | 'onTwin' | 'copies'> & {onTable?: IndexOptions['onLayer']}): Promise<{overlay: Overlay; contents: Contents}> {
	const overlay = new Overlay(image.layers.length);
	const contents = new Contents(image, layer => outside.cache?.points.find(layer));
	const kept = outside.cache?.overlays;
	await indexLayers(image, {
		order: 'biggest-first',
		threads: outside.threads,
		inThreads: looksIntoMuch(image, options.taps) ? 'all' : 'compressed',
		taps: options.taps,
		known: options.known,
		twin: options.twin,
		onTwin: options.onTwin,
		cache: outside.cache?.layers,
		copies: options.copies,
		signal,
		onLayer(layer, table, facts) {
			options.onTable?.(layer, table, facts);
			contents.add(layer, table, facts);
			overlay.add(layer, table);
			if (kept?.isNew(image.layers[layer - 1]) ?? true) {
				runNow(overlay.advance());
			}
		},
		onProgress({bytes, total}) {
			progress.update({label: `reading the layers of ${image.reference}`, bytes, total});
		},
	});
	runNow(layOver(overlay, image, kept));
	for (const [layer, copy] of options.copies?.sources ?? []) {
		contents.learnCopy(layer, copy);
	}

	return {overlay, contents};
}

/** Plain layers of so much are worth threads, in bytes, where a tap looks into each file of them. */
const worthThreads = 32 << 20;

function looksIntoMuch({layers}: Image, taps: IndexOptions['taps']): boolean {
	return Array.isArray(taps) && taps.includes('file-facts') && layers.reduce((sum, {storedSize}) => sum + storedSize, 0) > worthThreads;
}

/** All that was odd about an image or could not be read, in order of layer. */
export function warningsOf(image: Image, overlay: Overlay): ImageWarning[] {
	return withBrokenClaims([...image.warnings.filter(({isMismatch}) => !isMismatch), ...overlay.warnings], image.warnings.filter(({isMismatch}) => isMismatch)).sort((a, b) => (a.layer ?? 0) - (b.layer ?? 0));
}

async function walk<Used>(reference: string, options: Options, outside: Outside, waiting: Waiting, request: LoadRequest<Used>): Promise<Loaded & {used: Used}> {
	const {image: opened, attached, close} = await openReference(reference, options, outside, waiting, request.defers);
	let image = opened;
	// What is kept of its layers may be held against those of another image: its files stay open until nobody asks for them.
	const kept = request.kept?.of(close);
	try {
		const work = workOf(waiting, ` of ${reference}`);
		const read = async () => overlayLayers(image, outside, waiting, {
			taps: [...(request.proof ? ['content-digest'] as const : []), ...(request.taps ?? [])],
			known: kept?.known,
			copies: request.copies,
			onTable(layer, table, facts) {
				kept?.keep(image.layers[layer - 1], table, facts);
			},
		});
		const {overlay, contents} = await (request.kept ? request.kept.whileAlone(read) : read());
		if (request.proof) {
			work.tell('comparing contents');
			await withBytes(async () => {
				await runInTurns(overlay.prove(contents), work.signal);
			}, {signal: work.signal});
		}

		if (options.verify) {
			const broken = brokenClaims(await verifyClaims(image, outside, waiting));
			// Who looks at the image's own warnings finds them there.
			image = {...image, warnings: withBrokenClaims(image.warnings, broken.filter(({layer, isMismatch}) => isMismatch || overlay.warnings.every(warning => !(warning.incomplete && warning.layer === layer))))};
		}

		const loaded: Loaded = {image, overlay, warnings: warningsOf(image, overlay)};
		if (request.attached) {
			const found = await attached({asks: false, signal: waiting.signal});
			loaded.attached = found.attached;
		}

		return {...loaded, used: await request.use?.(loaded, contents, work) as Used};
	} finally {
		if (kept) {
			kept.done();
		} else {
			close();
		}
	}
}

/** Holds what an image claims against its bytes. */
export async function verifyClaims(image: Image, {threads}: Outside, {progress, signal}: Waiting): Promise<VerifiedBlob[]> {
	const {verifyImage} = await import('../image/verify-image.js');
	return verifyImage(image, {
		threads,
		signal,
		onProgress({bytes, total}) {
			progress.update({label: `verifying ${image.reference}`, bytes, total});
		},
	});
}
