import {brokenClaims} from '../../image/broken-claims.js';
import type {Image} from '../../image/image.js';
import {verifyImage} from '../../image/verify-image.js';
import type {Store} from '../store.js';

export type KeepVerifyingOptions = {
	threads: number;
	signal: AbortSignal;
	onError: (error: unknown) => void;
};

/** Milliseconds between two news of how far it is. */
const newsInterval = 100;

/**
Holds what an image's documents claim against its bytes, once all layers are read.

@returns `settled`: waits until the image's file is not read for it any more, once the signal has stopped it.
*/
export function keepVerifying(store: Store, {threads, signal, onError}: KeepVerifyingOptions): {settled: () => Promise<unknown>} {
	let working: Promise<void> | undefined;
	const verify = async (image: Image) => {
		let told = Number.NEGATIVE_INFINITY;
		try {
			const blobs = await verifyImage(image, {
				threads,
				signal,
				onProgress({bytes, total}) {
					const now = performance.now();
					if (now - told >= newsInterval) {
						told = now;
						store.dispatch({type: 'verifying', verification: {bytes, total}});
					}
				},
			});
			const claims = blobs.reduce((sum, {checks}) => sum + checks.length, 0);
			store.dispatch({type: 'verifying', verification: {claims, broken: brokenClaims(blobs)}});
		} catch (error) {
			if (!signal.aborted) {
				onError(error);
			}
		}
	};

	store.onAction(() => {
		const {image, phase} = store.getState();
		if (image && phase === 'whole') {
			working ??= verify(image);
		}
	});
	return {settled: async () => working};
}
