import {Worker} from 'node:worker_threads';
import type {ByteSource} from './byte-source.js';
import {emptyEntryTable} from './entry-table.js';
import type {IndexBlobOptions} from './index-blob.js';
import type {IndexAnswer, IndexRequest, WorkerSetting} from './layer-worker.js';
import {unpackFacts} from './packed-facts.js';
import type {Compression} from './sniff.js';
import type {LayerIndex} from './tap.js';
import type {TapName} from './taps/index.js';

type Job = {
	request: IndexRequest;
	onRead?: (bytes: number) => void;
	resolve: (index: LayerIndex) => void;
};

// Run from its sources the worker is TypeScript; bundled it lies beside the bundle.
const workerUrl = new URL(import.meta.url.endsWith('.ts') ? './layer-worker.ts' : './layer-worker.js', import.meta.url);

/** Threads that index blobs side by side, in the order in which they are asked. */
export class WorkerPool {
	private readonly queue: Job[] = [];
	private readonly running = new Map<Worker, Job | undefined>();
	private nextId = 0;
	private closed = false;

	/**
	@param threads How many at most; a thread is started when there is work for it.
	@param giveWay Whether the thread that answers keys goes before them.
	*/
	constructor(private readonly threads: number, private readonly giveWay = false) {}

	/** The index of a blob. Never rejects: what could not be read is a warning in the table. */
	async index(source: ByteSource, compression: Compression, taps: readonly TapName[] = [], {onRead, digest, twin, copy}: Pick<IndexBlobOptions, 'onRead' | 'digest' | 'twin' | 'copy'> = {}): Promise<LayerIndex> {
		return new Promise(resolve => {
			this.queue.push({request: {id: this.nextId++, source: source.place, compression, taps, digest, twin: twin?.place, copy}, onRead, resolve});
			this.dispatch();
		});
	}

	/** Stops all threads; what they were at is never answered. */
	async close(): Promise<void> {
		this.closed = true;
		await Promise.all(Array.from(this.running.keys(), async worker => worker.terminate()));
	}

	private dispatch(): void {
		for (const [worker, job] of this.running) {
			if (!job) {
				this.give(worker);
			}
		}

		while (this.queue.length > 0 && this.running.size < this.threads) {
			this.give(this.start());
		}
	}

	private give(worker: Worker): void {
		const job = this.queue.shift();
		this.running.set(worker, job);
		if (job) {
			worker.postMessage(job.request);
		}
	}

	private start(): Worker {
		const worker = new Worker(workerUrl, {workerData: {giveWay: this.giveWay} satisfies WorkerSetting});
		worker.on('message', (answer: IndexAnswer) => {
			const job = this.running.get(worker);
			if (job?.request.id !== answer.id) {
				return;
			}

			if ('read' in answer) {
				job.onRead?.(answer.read);
			} else {
				const {id, facts, ...index} = answer;
				job.resolve({...index, facts: unpackFacts(facts)});
				this.give(worker);
			}
		});
		worker.on('error', (error: Error) => {
			this.lose(worker, error.message.trim() || 'the thread that read it failed');
		});
		worker.on('exit', () => {
			this.lose(worker, 'the thread that read it ended');
		});
		return worker;
	}

	/** A thread that died (out of memory, say) costs the layer that it was at, and no other. */
	private lose(worker: Worker, cause: string): void {
		const job = this.running.get(worker);
		this.running.delete(worker);
		if (this.closed) {
			return;
		}

		job?.resolve({table: emptyEntryTable([{message: `it could not be read: ${cause}`, incomplete: true}]), facts: {}});
		this.dispatch();
	}
}
