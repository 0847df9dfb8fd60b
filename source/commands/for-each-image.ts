import {setTimeout as wait} from 'node:timers/promises';
import {ArchiveError} from '../archive/archive-error.js';
import {ImageError} from '../image/image.js';
import type {Options} from '../options.js';
import {Interruption} from './interruption.js';
import {KeptLayers} from './kept-layers.js';
import {log} from './log.js';
import type {Outside} from './outside.js';
import {withTimeout} from './with-timeout.js';

/** An image that gave nothing. */
export type ImageFailure = {
	/** What the user called it. */
	image: string;
	message: string;
	/** How often it was tried. */
	tries: number;
};

/** What came of images, in the order in which they were named. */
export type ForEachImage<Result> = {results: Result[]; failures: ImageFailure[]};

/** While one image's layers are read in threads another is worked on. More would cost memory, and win nothing. */
const atOnce = 2;

/** The pause before the second try, in milliseconds; it doubles with each, up to the longest. */
const firstPause = 1000;
const longestPause = 30_000;

/** An image is tried so often at most, whatever `--retry` says: more is minutes of waiting for what does not come. */
const mostTries = 10;

/** Waits for so many milliseconds, or until the signal says otherwise. */
type Pause = (milliseconds: number, value: undefined, options: {signal: AbortSignal}) => Promise<unknown>;

/**
Does something with each of several images, two at a time. One that is not there, or can't be read, is tried again as often as
`--retry` says; one that gives nothing stops no other.

@param pauseFor How it pauses between tries; a test does not want to wait.
@throws {Interruption} If the user or the time said so.
*/
export async function forEachImage<Result>(references: readonly string[], options: Options, outside: Outside, work: (reference: string, options: Options, outside: Outside, kept: KeptLayers | undefined) => Promise<Result>, pauseFor: Pause = wait): Promise<ForEachImage<Result>> {
	const [only] = references;
	// The time is for all of them together.
	const current = new Set<string>();
	const {signal, stop} = withTimeout(options, outside.signal, () => `reading ${[...current].join(' and ')}`);
	const kept = references.length > 1 ? new KeptLayers() : undefined;
	const results: Result[] = [];
	const failures: Array<ImageFailure | undefined> = [];
	let next = 0;
	const workOn = async () => {
		while (next < references.length) {
			const index = next++;
			const reference = references[index];
			current.add(reference);
			const came = await trying(reference, options, {...outside, signal}, pauseFor, async () =>
				work(reference, {...options, timeout: undefined, progress: options.progress && reference === only && references.length === 1}, {...outside, signal}, kept));
			current.delete(reference);
			if ('result' in came) {
				results[index] = came.result;
			} else {
				failures[index] = came;
			}
		}
	};

	try {
		await Promise.all(Array.from({length: Math.min(atOnce, references.length)}, workOn));
	} finally {
		stop();
		kept?.close();
	}

	return {results: results.filter(result => result !== undefined), failures: failures.filter(failure => failure !== undefined)};
}

async function trying<Result>(reference: string, {retry = 0}: Options, outside: Outside, pauseFor: Pause, work: () => Promise<Result>): Promise<ImageFailure | {result: Result}> {
	for (let tries = 1; ; tries++) {
		try {
			return {result: await work()};
		} catch (error) {
			outside.signal.throwIfAborted();
			if (error instanceof Interruption || !(error instanceof ImageError || error instanceof ArchiveError)) {
				throw error;
			}

			const {message} = error;
			const mayCome = error instanceof ImageError && error.isTransient;
			// What came from standard input does not come again.
			if (tries > retry || tries >= mostTries || !mayCome || reference === '-') {
				log(outside, {level: 'error', message, image: reference});
				return {image: reference, message, tries};
			}

			const pause = Math.min(longestPause, firstPause * (2 ** (tries - 1)));
			log(outside, {level: 'warning', message: `${message} Trying again in ${pause / 1000} s.`, image: reference});
			await pauseFor(pause, undefined, {signal: outside.signal}).catch(() => {
				outside.signal.throwIfAborted();
			});
		}
	}
}
