import {parentPort, workerData} from 'node:worker_threads';
import {ByteSource, type SourcePlace} from './byte-source.js';
import {emptyEntryTable, transferables} from './entry-table.js';
import {giveWay} from './give-way.js';
import {indexBlob} from './index-blob.js';
import {packFacts, type PackedFacts} from './packed-facts.js';
import type {CopyPlace} from './plain-copies.js';
import {ReadNews} from './read-news.js';
import type {Compression} from './sniff.js';
import type {LayerIndex} from './tap.js';
import {tapsNamed, type TapName} from './taps/index.js';

/** What a worker thread is asked: the index of one blob. All of it plain data. */
export type IndexRequest = {
	id: number;
	source: SourcePlace;
	compression: Compression;
	taps: readonly TapName[];
	/** Whether the digest of a compressed blob is taken while it is read. */
	digest?: boolean;
	/** The plain blob that a compressed one is held against. */
	twin?: SourcePlace;
	/** Where its plain bytes are written while they go by. */
	copy?: CopyPlace;
};

/** What it answers: bytes read since the last answer, or the index. */
export type IndexAnswer =
	| {id: number; read: number}
	| ({id: number; facts: PackedFacts} & Omit<LayerIndex, 'facts'>);

/** How a thread is started. */
export type WorkerSetting = {
	/** Whether the thread that answers keys goes before it. */
	giveWay: boolean;
};

const port = parentPort!;

if ((workerData as WorkerSetting).giveWay) {
	giveWay();
}

port.on('message', (request: IndexRequest) => {
	void answer(request);
});

async function answer({id, source, compression, taps, digest, twin, copy}: IndexRequest): Promise<void> {
	const news = new ReadNews(read => {
		port.postMessage({id, read} satisfies IndexAnswer);
	});
	const onRead = (bytes: number) => {
		news.add(bytes);
	};

	let index: LayerIndex;
	try {
		index = await indexBlob(ByteSource.at(source), compression, tapsNamed(taps), {onRead, digest, twin: twin && ByteSource.at(twin), copy});
	} catch (error) {
		index = {table: emptyEntryTable([{message: (error as Error).message, incomplete: true}]), facts: {}};
	}

	const {facts, buffers} = packFacts(index.facts);
	port.postMessage({id, ...index, facts} satisfies IndexAnswer, [...transferables(index.table), ...buffers]);
}
