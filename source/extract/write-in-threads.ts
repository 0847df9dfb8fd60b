import {Worker} from 'node:worker_threads';
import type {ContentJob} from './extract-plan.js';
import type {ExtractAnswer, ExtractSetting, ThreadSession} from './extract-worker.js';
import type {FolderSession} from './folder-session.js';
import {ExtractError} from './refusal.js';
import {draftName, writeJobs} from './write-folder.js';

// Run from its sources the worker is TypeScript; bundled it lies beside the bundle.
export const extractWorkerUrl = new URL(import.meta.url.endsWith('.ts') ? './extract-worker.ts' : './extract-worker.js', import.meta.url);

/** Less than this is written sooner than a thread starts: bytes, and a file counts as so many. */
const worthThreads = 64 << 20;
const fileWeight = 32 << 10;

/** A plain layer is given to threads in parts of about this weight. */
const partWeight = 16 << 20;

/** Memory for what lives short, in megabytes for each thread: they need next to none, and with more it is only filled before it is freed. */
const youngMemory = 3;

/** Milliseconds between two looks at what threads have written. */
const lookPause = 100;

/**
Writes contents in threads, side by side: a compressed layer is a thread's from its start to its end, a plain one is parted.

@throws {ExtractError} Where nothing more can be written.
*/
export async function writeInThreads(session: FolderSession, jobs: readonly ContentJob[], threads: number, signal?: AbortSignal): Promise<void> {
	const parts = jobs.flatMap(job => job.compression === 'none' ? partsOf(job) : [job]).sort((a, b) => weightOf(b) - weightOf(a));
	const count = Math.min(threads, parts.length);
	// Where names may be one to the file system, one after another looks what is there.
	if (count < 2 || session.foldsCase || parts.reduce((sum, part) => sum + weightOf(part), 0) < worthThreads) {
		await writeJobs(session, jobs, signal);
		return;
	}

	const written = new Float64Array(new SharedArrayBuffer(8 * count));
	let told = 0;
	const tell = () => {
		const bytes = written.reduce((sum, value) => sum + value, 0);
		session.onBytes(bytes - told);
		told = bytes;
	};

	const look = setInterval(tell, lookPause);
	const onAbort = () => {
		session.control[0] = 1;
	};

	signal?.addEventListener('abort', onAbort);
	try {
		const results = await Promise.allSettled(Array.from({length: count}, async (_, slot) => runThread(session, parts, written, slot)));
		signal?.throwIfAborted();
		const failed = results.find(result => result.status === 'rejected');
		if (failed) {
			throw failed.reason as Error;
		}
	} finally {
		signal?.removeEventListener('abort', onAbort);
		clearInterval(look);
		tell();
	}
}

/** Gives a thread job after job, until none is left. */
async function runThread(session: FolderSession, queue: ContentJob[], written: Float64Array, slot: number): Promise<void> {
	const {skips, notes, onBytes, ...shared} = session;
	const {plan} = session;
	const setting: ExtractSetting = {
		written,
		slot,
		// What contents do not need is not copied.
		session: {...shared, plan: {...plan, jobs: [], links: new Map(), devices: new Map(), skipped: []}, draft: draftName()} satisfies ThreadSession,
	};
	const worker = new Worker(extractWorkerUrl, {workerData: setting, resourceLimits: {maxYoungGenerationSizeMb: youngMemory}});
	const give = () => {
		worker.postMessage((session.control[0] === 0 ? queue.shift() : undefined) ?? 'end');
	};

	try {
		await new Promise<void>((resolve, reject) => {
			worker.on('message', (answer: ExtractAnswer) => {
				if (answer.kind === 'ready') {
					give();
				} else if (answer.kind === 'contents') {
					for (const {reason, count, paths} of answer.skipped) {
						skips.addAll(reason, count, paths);
					}

					for (const note of answer.notes) {
						const known = notes.get(note.kind);
						notes.set(note.kind, known ? {...known, count: known.count + note.count} : note);
					}

					resolve();
				} else if (answer.kind === 'failed') {
					session.control[0] = 1;
					reject(answer.isKnown ? new ExtractError(answer.message) : new Error(answer.message));
				}
			});
			worker.on('error', error => {
				session.control[0] = 1;
				reject(new ExtractError(`a thread failed: ${(error as Error).message}`));
			});
			worker.on('exit', () => {
				reject(new ExtractError('a thread ended before its work'));
			});
			give();
		});
	} finally {
		await worker.terminate();
	}
}

function weightOf({stored, node}: ContentJob): number {
	return stored.reduce((sum, bytes) => sum + bytes, node.length * fileWeight);
}

function partsOf(job: ContentJob): ContentJob[] {
	const parts: ContentJob[] = [];
	for (let start = 0; start < job.node.length;) {
		let end = start;
		for (let weight = 0; end < job.node.length && weight < partWeight; end++) {
			weight += job.stored[end] + fileWeight;
		}

		parts.push({...job, node: job.node.subarray(start, end), offset: job.offset.subarray(start, end), stored: job.stored.subarray(start, end)});
		start = end;
	}

	return parts;
}
