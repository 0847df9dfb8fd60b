import {parentPort, workerData} from 'node:worker_threads';
import {ContentSearch, type SearchOptions} from '../content/search/content-search.js';
import {packedBuffers, packFound, type PackedFound} from '../content/search/packed-found.js';
import {compilePattern, type SearchPattern} from '../content/search/search-pattern.js';
import {ByteSource, type SourcePlace} from './byte-source.js';
import {giveWay} from './give-way.js';
import {ReadNews} from './read-news.js';
import {searchBlob, type SearchedContents} from './search-blob.js';
import {watchPlace} from './search-watch.js';
import type {SeekPoints} from './seek-points.js';
import type {Compression} from './sniff.js';

/** What a thread is asked: what some contents of one blob hold. All of it plain data. */
export type SearchRequest = {
	id: number;
	source: SourcePlace;
	compression: Compression;
	points?: SeekPoints;
	contents: SearchedContents;
	pattern: SearchPattern;
	options: SearchOptions;
};

/** What it answers: bytes read since the last answer, what was found, or that it is done, and what kept it from reading all. */
export type SearchAnswer =
	| {id: number; read: number}
	| {id: number; found: PackedFound}
	| {id: number; done: true; problem?: string};

/** Says that an answer of what was found was taken. */
export type SearchTaken = {taken: true};

/** How a thread is started. */
export type SearchSetting = {
	giveWay: boolean;
	/** See `watchPlace`. */
	watch: SharedArrayBuffer;
};

/** So many answers may wait to be taken: found lines shall not fill the memory where they are read slowly. */
const maximumWaiting = 3;

const port = parentPort!;
const setting = workerData as SearchSetting;
const watched = new Int32Array(setting.watch);
const turn = {
	enter() {
		Atomics.add(watched, watchPlace.turn, 1);
	},
	leave() {
		Atomics.add(watched, watchPlace.turn, 1);
	},
};

if (setting.giveWay) {
	giveWay();
}

/** Answers that were not taken yet, and who waits for that. */
const answers = {waiting: 0, goOn: (): void => undefined};

port.on('message', (message: SearchRequest | SearchTaken) => {
	if ('taken' in message) {
		answers.waiting--;
		answers.goOn();
	} else {
		void answer(message);
	}
});

async function answer({id, source, compression, points, contents, pattern, options}: SearchRequest): Promise<void> {
	answers.waiting = 0;
	const news = new ReadNews(read => {
		port.postMessage({id, read} satisfies SearchAnswer);
	});
	const onRead = (bytes: number) => {
		news.add(bytes);
	};

	let problem: string | undefined;
	try {
		const compiled = compilePattern(pattern);
		const search = new WatchedSearch(compiled, options, turn);
		for await (const found of searchBlob({blob: ByteSource.at(source), compression, points}, contents, search, {onRead, eachContent: compiled.mayRunWild})) {
			const packed = packFound(found);
			port.postMessage({id, found: packed} satisfies SearchAnswer, packedBuffers(packed));
			answers.waiting++;
			while (answers.waiting >= maximumWaiting) {
				const {promise, resolve} = Promise.withResolvers<void>();
				answers.goOn = resolve;
				await promise;
			}
		}
	} catch (error) {
		problem = (error as Error).message;
	}

	news.tellRest();
	port.postMessage({id, done: true, problem} satisfies SearchAnswer);
}

/** Tells which content it is at. */
class WatchedSearch extends ContentSearch {
	override begin(content: number, size: number, hasHoles?: boolean): void {
		Atomics.store(watched, watchPlace.content, content);
		super.begin(content, size, hasHoles);
	}
}
