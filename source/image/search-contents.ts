import {storedLength, type EntryIndex, type EntryTable} from '../archive/entry-table.js';
import {searchBlob, type SearchedContents} from '../archive/search-blob.js';
import {SearchPool} from '../archive/search-pool.js';
import {ContentSearch, type SearchOptions} from '../content/search/content-search.js';
import type {Found} from '../content/search/found.js';
import {compilePattern, type SearchPattern} from '../content/search/search-pattern.js';
import type {Contents} from './contents.js';
import type {LayerNumber} from './image.js';

/** Contents of a layer that are to be searched. */
export type SearchJob = {
	layer: LayerNumber;
	/** Regular-file entries, in any order. */
	indexes: Iterable<EntryIndex>;
};

/** What was found in a content. */
export type FoundInContent = Omit<Found, 'content'> & {
	layer: LayerNumber;
	index: EntryIndex;
};

export type SearchContentsOptions = Partial<SearchOptions> & {
	threads: number;
	/** Whether the thread that answers keys goes before those that search. */
	giveWay?: boolean;
	signal?: AbortSignal;
	/** Told which share of the work is done, 0 to 1. */
	onProgress?: (share: number) => void;
	/** Told what kept a layer's contents from being searched. */
	onProblem?: (layer: LayerNumber, message: string) => void;
	/** Told of a content that the pattern takes too long on: the search goes on without it. */
	onWild?: (layer: LayerNumber, index: EntryIndex) => void;
};

/** A pattern takes too long on a content. */
export class WildSearch extends Error {
	override name = 'WildSearch';

	constructor(readonly layer: LayerNumber, readonly index: EntryIndex) {
		super('the pattern takes more than a second on a piece of a content');
	}
}

/** As many contents are given up, at a second each: a pattern that runs wild on more does so on all. */
const maximumWild = 10;

/** A plain layer is searched in parts of so many bytes and contents, by several threads. */
const partBytes = 32 << 20;
const partContents = 20_000;

/** Less work than this, in bytes as they lie, is done sooner than a thread starts; compressed ones take longer. */
const worthThreads = {plain: 16 << 20, compressed: 1 << 20};

const defaults: SearchOptions = {mode: 'lines', isInverted: false, asText: false, maximumPerFile: Number.POSITIVE_INFINITY, before: 0, after: 0};

/** One pass over some contents of one layer. */
type Part = {
	layer: LayerNumber;
	/** In the order in which they lie. */
	indexes: EntryIndex[];
	contents: SearchedContents;
	/** Bytes as they lie that are to be read. */
	bytes: number;
};

/**
Searches contents, and gives what it finds in order of layer, and within a layer of the tar: always the same, whatever the threads do.
A content of many lines comes in several parts.

A compressed layer is inflated once, a plain one is read where the contents lie. It is done in threads where that is worth it, and
always where the pattern may run wild.

@throws {PatternError} If the pattern is no regular expression.
@throws {WildSearch} If it takes too long on a content, and `onWild` is not there to be told, or was told so often.
@throws What the signal says.
*/
export async function * searchContents(contents: Contents, jobs: Iterable<SearchJob>, pattern: SearchPattern, options: SearchContentsOptions): AsyncGenerator<FoundInContent[], void, void> {
	const {threads, giveWay, signal, onProgress, onProblem, onWild} = options;
	const compiled = compilePattern(pattern);
	const wanted: SearchOptions = Object.fromEntries(Object.entries(defaults).map(([key, value]) => [key, options[key as keyof SearchOptions] ?? value])) as SearchOptions;
	const parts = [...jobs].sort((a, b) => a.layer - b.layer).flatMap(job => partsOf(contents, job));
	const total = parts.reduce((sum, {bytes}) => sum + bytes, 0);
	const read = new Float64Array(parts.length);
	const tell = (part: number, bytes: number) => {
		// What lies between contents is read as well.
		read[part] = Math.min(parts[part].bytes, read[part] + bytes);
		onProgress?.(read.reduce((sum, done) => sum + done, 0) / total);
	};

	const isSmall = (isPlain: boolean) => parts.reduce((sum, {layer, bytes}) => sum + (isPlain === (contents.blobOf(layer)!.compression === 'none') ? bytes : 0), 0)
		< worthThreads[isPlain ? 'plain' : 'compressed'];
	const isHere = !compiled.mayRunWild && giveWay !== true && isSmall(true) && isSmall(false);
	let wild = 0;
	const pool = new SearchPool(Math.max(1, threads), giveWay);
	// No race against one promise for all: it would keep every answer that it was raced against.
	const onAbort = () => {
		pool.stop(signal!.reason as Error);
	};

	signal?.addEventListener('abort', onAbort, {once: true});
	try {
		await contents.bring(parts.map(({layer, contents: {offset, size}}) => ({layer, offset, stored: size})), {signal});
		signal?.throwIfAborted();
		const runs = parts.map((part, number) => {
			const onRead = (bytes: number) => {
				tell(number, bytes);
			};

			const {blob, compression, points} = contents.blobOf(part.layer)!;
			if (isHere) {
				return searchBlob({blob, compression, points}, part.contents, new ContentSearch(compiled, wanted), {signal, onRead});
			}

			const leaveOut = (content: number) => {
				const index = part.indexes[content];
				if (!onWild || wild++ === maximumWild) {
					throw new WildSearch(part.layer, index);
				}

				onWild(part.layer, index);
			};

			return pool.search({source: blob.place, compression, points, contents: part.contents, pattern, options: wanted}, {onRead, onWild: leaveOut});
		});
		for (const [number, run] of runs.entries()) {
			const {layer, indexes} = parts[number];
			try {
				for await (const batch of run) {
					signal?.throwIfAborted();
					yield batch.map(({content, ...found}) => ({layer, index: indexes[content], ...found}));
				}
			} catch (error) {
				signal?.throwIfAborted();
				if (error instanceof WildSearch) {
					throw error;
				}

				onProblem?.(layer, (error as Error).message);
			}

			tell(number, parts[number].bytes);
		}
	} finally {
		signal?.removeEventListener('abort', onAbort);
		await pool.close();
	}
}

/** What can be searched of a job: what has no bytes has no lines. */
function partsOf(contents: Contents, {layer, indexes}: SearchJob): Part[] {
	const found = contents.blobOf(layer);
	if (!found) {
		return [];
	}

	const {table, blob, compression} = found;
	const stored = (index: EntryIndex) => storedLength(table, index);
	const inOrder = [...new Set(indexes)].filter(index => stored(index) > 0).sort((a, b) => table.offset[a] - table.offset[b]);
	if (compression !== 'none') {
		return inOrder.length > 0 ? [{layer, indexes: inOrder, contents: searched(table, inOrder), bytes: blob.size}] : [];
	}

	const parts: Part[] = [];
	for (let start = 0; start < inOrder.length;) {
		let bytes = 0;
		let end = start;
		while (end < inOrder.length && end - start < partContents && (end === start || bytes + stored(inOrder[end]) <= partBytes)) {
			bytes += stored(inOrder[end++]);
		}

		const part = inOrder.slice(start, end);
		parts.push({layer, indexes: part, contents: searched(table, part), bytes});
		start = end;
	}

	return parts;
}

function searched(table: EntryTable, indexes: readonly EntryIndex[]): SearchedContents {
	return {
		offset: Float64Array.from(indexes, index => table.offset[index]),
		size: Float64Array.from(indexes, index => storedLength(table, index)),
		sparse: new Map(indexes.flatMap((index, content) => {
			const pieces = table.sparse.get(index);
			return pieces ? [[content, pieces]] : [];
		})),
	};
}
