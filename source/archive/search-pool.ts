import {Worker} from 'node:worker_threads';
import type {Found} from '../content/search/found.js';
import {unpackFound, type PackedFound} from '../content/search/packed-found.js';
import type {SearchedContents} from './search-blob.js';
import {watchPlace} from './search-watch.js';
import type {SearchAnswer, SearchRequest, SearchSetting, SearchTaken} from './search-worker.js';

/** A search that was asked for. */
type Job = {
	request: Omit<SearchRequest, 'id'>;
	/** How many of the contents that were asked for come before those of the request: what ran wild is left out, and so is all before it. */
	first: number;
	onRead?: (bytes: number) => void;
	onWild?: (content: number) => void;
	/** What came and was not taken yet. */
	answers: Array<Error | 'done' | {found: PackedFound; first: number} | {wild: number}>;
	worker?: Worker;
	/** Says that an answer came. */
	wake?: () => void;
};

type Thread = {
	job?: Job;
	id: number;
	watched: Int32Array;
	/** The run of the regular expression that was at work when it was last looked, and how often it was. */
	turn: number;
	looks: number;
};

// Run from its sources the worker is TypeScript; bundled it lies beside the bundle.
const workerUrl = new URL(import.meta.url.endsWith('.ts') ? './search-worker.ts' : './search-worker.js', import.meta.url);

/**
A regular expression that is still at the same piece when it was looked at so often is stopped: after a second. It is counted and
not timed, so that a program that was suspended meanwhile stops nothing.
*/
const looksUntilWild = 10;
const betweenLooks = 100;

/** Memory for what lives short, in megabytes for each thread: left alone it grows to 150, for lines that are handed on at once. */
const youngMemory = 12;

/** Threads that search blobs side by side, in the order in which they are asked. */
export class SearchPool {
	private readonly queue: Job[] = [];
	/** All that was asked for and is not answered to its end. */
	private readonly jobs = new Set<Job>();
	private readonly threads = new Map<Worker, Thread>();
	private nextId = 0;
	private closed = false;
	private readonly timer: NodeJS.Timeout;

	/**
	@param maximum How many threads at most; one is started when there is work for it.
	@param giveWay Whether the thread that answers keys goes before them.
	*/
	constructor(private readonly maximum: number, private readonly giveWay = false) {
		this.timer = setInterval(() => {
			this.look();
		}, betweenLooks);
		this.timer.unref();
	}

	/**
	Begins a search, and gives what it finds. It waits where that is not taken.

	@param told `onWild` is told on which content, by its place in what was asked for, the pattern takes too long: in its turn among what is found.
	The search goes on behind it. What it throws ends the search.
	@throws {Error} Where not all could be searched, after what was found.
	*/
	search(request: Omit<SearchRequest, 'id'>, told: {onRead?: (bytes: number) => void; onWild?: (content: number) => void} = {}): AsyncGenerator<Found[], void, void> {
		const job: Job = {request, first: 0, ...told, answers: []};
		this.queue.push(job);
		this.jobs.add(job);
		this.dispatch();
		return this.answersOf(job);
	}

	/** Lets whoever waits for an answer wait no longer. */
	stop(cause: Error): void {
		for (const job of this.jobs) {
			job.answers.unshift(cause);
			job.wake?.();
		}
	}

	/** Stops all threads; what they were at is never answered. */
	async close(): Promise<void> {
		this.closed = true;
		clearInterval(this.timer);
		await Promise.all(Array.from(this.threads.keys(), async worker => worker.terminate()));
	}

	private async * answersOf(job: Job): AsyncGenerator<Found[], void, void> {
		for (;;) {
			const answer = job.answers.shift();
			if (answer === undefined) {
				await new Promise<void>(resolve => {
					job.wake = resolve;
				});
			} else if (answer === 'done') {
				this.jobs.delete(job);
				return;
			} else if (answer instanceof Error) {
				this.jobs.delete(job);
				throw answer;
			} else if ('wild' in answer) {
				job.onWild?.(answer.wild);
			} else {
				const {found, first} = answer;
				yield unpackFound(found).map(one => ({...one, content: one.content + first}));
				job.worker?.postMessage({taken: true} satisfies SearchTaken);
			}
		}
	}

	private dispatch(): void {
		for (const [worker, {job}] of this.threads) {
			if (!job) {
				this.give(worker);
			}
		}

		while (this.queue.length > 0 && this.threads.size < this.maximum) {
			this.give(this.start());
		}
	}

	private give(worker: Worker): void {
		const thread = this.threads.get(worker)!;
		const job = this.queue.shift();
		thread.job = job;
		if (job) {
			thread.id = this.nextId++;
			job.worker = worker;
			worker.postMessage({id: thread.id, ...job.request} satisfies SearchRequest);
		}
	}

	private start(): Worker {
		const watch = new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT);
		const worker = new Worker(workerUrl, {workerData: {giveWay: this.giveWay, watch} satisfies SearchSetting, resourceLimits: {maxYoungGenerationSizeMb: youngMemory}});
		this.threads.set(worker, {id: -1, watched: new Int32Array(watch), turn: 0, looks: 0});
		worker.on('message', (answer: SearchAnswer) => {
			const {job, id} = this.threads.get(worker) ?? {};
			if (!job || id !== answer.id) {
				return;
			}

			if ('read' in answer) {
				job.onRead?.(answer.read);
			} else if ('found' in answer) {
				give(job, {found: answer.found, first: job.first});
			} else {
				// Nothing is taken any more of a thread that went on to something else.
				job.worker = undefined;
				give(job, answer.problem === undefined ? 'done' : new Error(answer.problem));
				this.give(worker);
			}
		});
		worker.on('error', (error: Error) => {
			this.lose(worker, new Error(`it could not be searched: ${error.message.trim() || 'the thread that read it failed'}`));
		});
		worker.on('exit', () => {
			this.lose(worker, new Error('it could not be searched: the thread that read it ended'));
		});
		return worker;
	}

	/** Stops what runs wild. */
	private look(): void {
		for (const [worker, thread] of this.threads) {
			const turn = Atomics.load(thread.watched, watchPlace.turn);
			thread.looks = turn % 2 !== 0 && turn === thread.turn ? thread.looks + 1 : 0;
			thread.turn = turn;
			if (thread.looks >= looksUntilWild) {
				this.leaveOut(worker, thread, Atomics.load(thread.watched, watchPlace.content));
			}
		}
	}

	/** A thread that is lost in a content is stopped, and another goes on behind that. It goes first: whoever waits for it takes nothing else. */
	private leaveOut(worker: Worker, thread: Thread, content: number): void {
		const {job} = thread;
		void worker.terminate();
		if (!job) {
			return;
		}

		const {contents} = job.request;
		give(job, {wild: job.first + content});
		thread.job = undefined;
		job.worker = undefined;
		if (content + 1 < contents.offset.length) {
			job.first += content + 1;
			job.request = {...job.request, contents: contentsFrom(contents, content + 1)};
			this.queue.unshift(job);
		} else {
			give(job, 'done');
		}

		this.lose(worker, lostInContent);
	}

	/** A thread that died costs what it was at, and nothing else. */
	private lose(worker: Worker, cause: Error): void {
		const thread = this.threads.get(worker);
		this.threads.delete(worker);
		if (!thread || this.closed) {
			return;
		}

		if (thread.job) {
			thread.job.worker = undefined;
			give(thread.job, cause);
		}

		this.dispatch();
	}
}

/** What a thread is stopped with that is at nothing any more. */
const lostInContent = new Error('the pattern takes too long');

function contentsFrom({offset, size, sparse}: SearchedContents, first: number): SearchedContents {
	return {
		offset: offset.slice(first),
		size: size.slice(first),
		sparse: new Map([...sparse].filter(([content]) => content >= first).map(([content, pieces]) => [content - first, pieces])),
	};
}

function give(job: Job, answer: Job['answers'][number]): void {
	job.answers.push(answer);
	job.wake?.();
}
