import {setImmediate as nextTurn} from 'node:timers/promises';
import type {ByteSource} from '../byte-source.js';
import type {LayerIndex} from '../tap.js';
import {readTocJson} from './read-toc-json.js';
import type {TocClaim} from './toc-claim.js';
import {tocEntries} from './toc-entries.js';
import {TocIndexer} from './toc-indexer.js';

/** Milliseconds of work between two turns of the event loop. */
const workTime = 4;

/**
The index of a layer that lies elsewhere by its table of contents: at most two ranges of it are fetched. Its contents come later,
each by its own, and are held against the digests that the table gives.

@returns Undefined where the whole blob has come instead.
@throws {ArchiveError} When the table is not there, is not what its digest says, or can't be true: the layer has to be read itself.
@throws {Error} When its bytes can't be had.
*/
export async function indexByToc(blob: ByteSource, claim: TocClaim, signal?: AbortSignal): Promise<LayerIndex | undefined> {
	const json = await readTocJson(blob, claim, signal);
	if (!json) {
		return undefined;
	}

	const indexer = new TocIndexer({claim, jsonSize: json.bytes.length, offset: json.offset, blobSize: blob.size});
	let end = performance.now() + workTime;
	for (const entry of tocEntries(json.bytes)) {
		indexer.take(entry);
		if (performance.now() >= end) {
			await nextTurn();
			signal?.throwIfAborted();
			end = performance.now() + workTime;
		}
	}

	return indexer.finish();
}
