import type {TapName} from '../archive/taps/index.js';
import {Contents} from '../image/contents.js';
import {indexLayers} from '../image/index-layers.js';
import type {Image, ImageWarning} from '../image/image.js';
import {openImage} from '../image/open-image.js';
import type {Options} from '../options.js';
import {Overlay} from '../tree/overlay.js';
import {runInTurns, runNow} from '../tree/slices.js';
import {Interruption} from './interruption.js';
import type {Outside} from './outside.js';
import {Progress} from './progress.js';

/** An image with all its layers laid over one another. */
export type Loaded = {
	image: Image;
	overlay: Overlay;
	/** All that was odd or could not be read, in order of layer. */
	warnings: ImageWarning[];
};

/** What a command needs beyond the index of the layers. */
export type LoadRequest<Used = undefined> = {
	/** Whether contents are to be compared, so that no change and no fate is unknown. */
	proof?: boolean;
	/** Taps to hang on the pass, beside those that a proof needs. */
	taps?: readonly TapName[];
	/** Called while contents can still be read; what it returns is `used`. */
	use?: (loaded: Loaded, contents: Contents, work: Work) => Used | Promise<Used>;
};

/** What long work on an image heeds. */
export type Work = {
	/** Says when the user interrupts or the time is up. */
	signal: AbortSignal;
	/** Says what is being done, such as `comparing contents`, and which share of it is, 0 to 1. */
	tell: (deed: string, share?: number) => void;
};

/**
The walk of a plain command: opens the image, indexes its layers, lays them over one another.

@throws {ImageError} If nothing of it can be read.
@throws {Interruption} If the user or the time said so.
*/
export async function load<Used = undefined>(reference: string, options: Options, outside: Outside, request: LoadRequest<Used> = {}): Promise<Loaded & {used: Used}> {
	const {standardError, signal: interrupted} = outside;
	const progress = new Progress(standardError.isTTY && options.progress && !options.quiet ? standardError : undefined, `opening ${reference}`);
	const timeout = new AbortController();
	const timer = options.timeout === undefined
		? undefined
		: setTimeout(() => {
			timeout.abort(new Interruption(2, `Gave up after ${options.timeout} s, while ${progress.sentence}.`));
		}, options.timeout * 1000);
	const signal = AbortSignal.any([interrupted, timeout.signal]);
	try {
		const loaded = await walk(reference, options, outside, {progress, signal, request});
		// A layer that is not compressed is walked in one go: the time may have run out meanwhile.
		signal.throwIfAborted();
		return loaded;
	} catch (error) {
		signal.throwIfAborted();
		throw error;
	} finally {
		clearTimeout(timer);
		progress.end();
	}
}

type Walk<Used> = {
	progress: Progress;
	signal: AbortSignal;
	request: LoadRequest<Used>;
};

async function walk<Used>(reference: string, options: Options, outside: Outside, {progress, signal, request}: Walk<Used>): Promise<Loaded & {used: Used}> {
	const {image, close} = await openImage(reference, {
		platform: options.platform,
		image: options.image,
		hostPlatform: outside.hostPlatform,
		temporaryFolder: outside.temporaryFolder,
		standardInput: outside.standardInput,
		signal,
		onProgress(step) {
			progress.update(step);
		},
	});
	try {
		const overlay = new Overlay(image.layers.length);
		const contents = new Contents(image);
		await indexLayers(image, {
			order: 'biggest-first',
			threads: outside.threads,
			inThreads: 'compressed',
			taps: [...(request.proof ? ['content-digest'] as const : []), ...(request.taps ?? [])],
			signal,
			onLayer(layer, table, facts) {
				contents.add(layer, table, facts);
				overlay.add(layer, table);
				runNow(overlay.advance());
			},
			onProgress({bytes, total}) {
				progress.update({label: `reading the layers of ${reference}`, bytes, total});
			},
		});
		if (request.proof) {
			progress.update({label: `comparing contents of ${reference}`, bytes: 0});
			await runInTurns(overlay.prove(contents), signal);
		}

		const loaded = {image, overlay, warnings: [...image.warnings, ...overlay.warnings].sort((a, b) => (a.layer ?? 0) - (b.layer ?? 0))};
		return {...loaded, used: await request.use?.(loaded, contents, {
			signal,
			tell(deed, share) {
				progress.update({label: `${deed} of ${reference}${share === undefined ? '' : `, ${Math.floor(share * 100)} %`}`, bytes: 0});
			},
		}) as Used};
	} finally {
		close();
	}
}
