import {once} from 'node:events';
import {Worker} from 'node:worker_threads';
import type {ByteSource} from './byte-source.js';
import type {SeekPoints} from './seek-points.js';
import type {SeekAnswer, SeekRequest} from './seek-worker.js';
import type {Compression} from './sniff.js';

// Run from its sources the worker is TypeScript; bundled it lies beside the bundle.
const workerUrl = new URL(import.meta.url.endsWith('.ts') ? './seek-worker.ts' : './seek-worker.js', import.meta.url);

export type ThreadOptions = {
	/** Whether the thread that answers keys goes before it. */
	giveWay?: boolean;
	signal?: AbortSignal;
};

/**
`findSeekPoints` in a thread of its own, which ends with it.

@throws {Error} What the file system says, or what ended the thread; AbortError, when `signal` says so.
*/
export async function findPointsInThread(source: ByteSource, compression: Compression, {giveWay = false, signal}: ThreadOptions = {}): Promise<SeekPoints | undefined> {
	signal?.throwIfAborted();
	const worker = new Worker(workerUrl, {workerData: {source: source.place, compression, giveWay} satisfies SeekRequest});
	const end = new AbortController();
	const given = signal ? AbortSignal.any([signal, end.signal]) : end.signal;
	try {
		const [answer] = await Promise.race([
			once(worker, 'message', {signal: given}) as Promise<[SeekAnswer]>,
			once(worker, 'exit', {signal: given}).then((): [SeekAnswer] => [{problem: 'the thread that looked for seek points ended'}]),
		]);
		if ('problem' in answer) {
			throw new Error(answer.problem);
		}

		return answer.points;
	} finally {
		end.abort();
		await worker.terminate();
	}
}
