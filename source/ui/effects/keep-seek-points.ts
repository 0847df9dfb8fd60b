import {findPointsInThread} from '../../archive/find-points-in-thread.js';
import type {SeekPoints} from '../../archive/seek-points.js';
import type {Contents} from '../../image/contents.js';
import type {Image, Layer} from '../../image/image.js';
import type {Store} from '../store.js';

/** Smaller layers are inflated to their end before a look is felt, in stored bytes. */
const worthPoints = 4 << 20;

/** Where seek points are kept from one run to the next. */
export type KnownPoints = {
	/** The points of a layer's blob; undefined where they are not known. */
	find(layer: Layer): Promise<SeekPoints | undefined> | SeekPoints | undefined;
	/** Keeps what was found. */
	keep(layer: Layer, points: SeekPoints): void;
};

export type KeepPointsOptions = {
	known?: KnownPoints;
	signal: AbortSignal;
	onError: (error: unknown) => void;
};

/**
Finds where inflating large layers can begin, so that a look into one of their files need not begin at the start: one after another,
the largest first, once all else is read and compared, in a thread that goes behind all others. Of an image that was opened from a list
or a comparison only those are taken that are known.

@returns `settled`: waits until no thread reads the image's file any more, once the signal has stopped it.
*/
export function keepSeekPoints(store: Store, {known, signal, onError}: KeepPointsOptions): {settled: () => Promise<unknown>} {
	let recalled: Contents | undefined;
	let begun: Contents | undefined;
	let working: Promise<void> = Promise.resolve();
	/** Goes on with it after all before, and tells what went wrong, but for what was stopped. */
	const follow = (work: () => Promise<void>) => {
		working = working.then(work).catch((error: unknown) => {
			if (!signal.aborted) {
				onError(error);
			}
		});
	};

	const recall = async (image: Image, contents: Contents) => {
		for (const layer of image.layers) {
			const points = isWorthIt(layer) ? await known?.find(layer) : undefined;
			if (points) {
				contents.learnPoints(layer.number, points);
			}
		}
	};

	const find = async (image: Image, contents: Contents) => {
		const bySize = image.layers.toSorted((a, b) => b.storedSize - a.storedSize);
		for (const layer of bySize) {
			const {blob, compression, number} = layer;
			// What lies elsewhere is not fetched for it.
			if (!isWorthIt(layer) || contents.pointsOf(number) || !blob?.isHere()) {
				continue;
			}

			let points: SeekPoints | undefined;
			try {
				points = await findPointsInThread(blob, compression, {giveWay: true, signal});
			} catch {
				// Without points all goes on as before; what can't be read of a layer is told where it is read.
				signal.throwIfAborted();
			}

			if (points) {
				contents.learnPoints(number, points);
				known?.keep(layer, points);
			}
		}
	};

	store.onAction(() => {
		const {image, grown, isInner} = store.getState();
		const contents = grown?.contents;
		if (!image || !contents) {
			return;
		}

		if (recalled !== contents) {
			recalled = contents;
			follow(async () => recall(image, contents));
		}

		if (grown.isProven && begun !== contents && !isInner) {
			begun = contents;
			follow(async () => find(image, contents));
		}
	});
	return {settled: async () => working};
}

function isWorthIt({compression, storedSize}: Layer): boolean {
	return (compression === 'gzip' || compression === 'zstd') && storedSize >= worthPoints;
}
