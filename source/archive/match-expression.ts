import {Worker} from 'node:worker_threads';
import type {ExpressionJob, ExpressionMatches, PathNames} from './expression-worker.js';

// Run from its sources the worker is TypeScript; bundled it lies beside the bundle.
const workerUrl = new URL(import.meta.url.endsWith('.ts') ? './expression-worker.ts' : './expression-worker.js', import.meta.url);

/** Milliseconds between two looks at how far a thread is. What is stopped has had two of them. */
const turn = 500;

/** In that time a plain expression tries half a million paths; one that tries fewer than this goes back and forth within each. */
const leastPaths = 10_000;

/**
Which paths a regular expression matches, and where: found in a thread, because some expressions take for ever on some names.
Undefined where it takes too long (a second, or for very many paths a second for each few), which stops it.

@throws What the signal says.
*/
export async function matchExpression({count, parent, names, nameStart}: PathNames, expression: RegExp, signal?: AbortSignal): Promise<ExpressionMatches | undefined> {
	signal?.throwIfAborted();
	const {source, flags} = expression;
	const looked = new Int32Array(new SharedArrayBuffer(4)).fill(-1);
	const job: ExpressionJob = {
		// Only what is filled crosses over.
		count, parent: parent.slice(0, count), names: names.slice(0, nameStart[count]), nameStart: nameStart.slice(0, count + 1), source, flags, looked,
	};
	const {parent: {buffer: first}, names: {buffer: second}, nameStart: {buffer: third}} = job;
	const worker = new Worker(workerUrl, {workerData: job, transferList: [first, second, third] as ArrayBuffer[]});
	const {promise, resolve, reject} = Promise.withResolvers<ExpressionMatches | undefined>();
	let last = -1;
	const timer = setInterval(() => {
		const now = Atomics.load(looked, 0);
		// The time that the thread takes to start is not counted.
		if (last >= 0 && now - last < leastPaths) {
			resolve(undefined);
		}

		last = now;
	}, turn);
	const stop = () => {
		reject(signal!.reason as Error);
	};

	signal?.addEventListener('abort', stop);
	worker.on('message', resolve);
	worker.on('error', reject);
	try {
		return await promise;
	} finally {
		clearInterval(timer);
		signal?.removeEventListener('abort', stop);
		await worker.terminate();
	}
}
