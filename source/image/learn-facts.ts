import {DeferredSource} from '../archive/deferred-source.js';
import type {Facts} from '../archive/tap.js';
import type {TapName} from '../archive/taps/index.js';
import {untilAborted} from '../archive/until-aborted.js';
import {WorkerPool} from '../archive/worker-pool.js';
import type {Contents} from './contents.js';
import type {Image} from './image.js';

/** How facts are learned. */
export type LearnOptions = {
	threads: number;
	signal: AbortSignal;
};

/**
Has a tap run over the plain layers of an image after they were indexed: there it costs little more than the bytes that it wants. Of
compressed layers a tap takes what it wants while they go by, or never.

@throws {Error} What the signal says.
*/
export async function learnFacts(image: Image, contents: Contents, tap: TapName, {threads, signal}: LearnOptions): Promise<void> {
	const pool = new WorkerPool(threads, true);
	try {
		signal.throwIfAborted();
		// What could not be had before is not asked for again: its layer says so.
		const plain = image.layers.filter(({blob, compression}) => blob && compression === 'none' && (blob.isHere() || blob instanceof DeferredSource));
		await untilAborted(Promise.all(plain.map(async ({number, blob}) => {
			const question = blob instanceof DeferredSource ? blob.file.answers.question<Facts>(`${tap} ${blob.start}`) : undefined;
			let found = question?.answer;
			if (!found) {
				await blob!.ready(0, blob!.size, {signal});
				const {facts} = await pool.index(blob!, 'none', [tap]);
				found = facts[tap];
				question?.settle(found);
			}

			contents.learnFacts(number, tap, found);
		})), signal);
	} finally {
		await pool.close();
	}
}
