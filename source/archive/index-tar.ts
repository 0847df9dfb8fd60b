import type {ByteSource} from './byte-source.js';
import type {EntryTable} from './entry-table.js';
import {tableLimits} from './table-limits.js';
import {TarIndexer} from './tar-indexer.js';

const smallestRead = 4096;
const largestRead = 64 * 1024;

/** Indexing a plain tar never waits, so one buffer, which stays in the processor's cache, serves all. */
const shared = new Uint8Array(largestRead);

/** A jump beyond what was read by no more than this is walked over: reading on costs less than another call. */
const shortJump = 16 * 1024;

/**
The entries of a plain tar, by seeking from header to header: contents are not read, but where they lie between headers so near
to each other that one larger read is cheaper than two small ones.

@throws {Error} What the file system says. Anything wrong in the tar becomes a warning in the table.
*/
export function indexTar(source: ByteSource, limits = tableLimits): EntryTable {
	const indexer = new TarIndexer(limits);
	let buffer = shared;
	let start = 0;
	let end = 0;
	let step = smallestRead;
	while (!indexer.done) {
		const {next, need} = indexer;
		if (next < start || next + need > end) {
			if (next + need > source.size) {
				break;
			}

			// Headers close to each other are read many at a time, those with long contents between them one at a time.
			step = next - end <= shortJump ? Math.min(step * 2, largestRead) : smallestRead;
			const wanted = Math.max(step, need);
			if (buffer.length < wanted) {
				buffer = new Uint8Array(wanted);
			}

			start = next;
			end = next + source.readSome(buffer.subarray(0, wanted), next);
			if (next + need > end) {
				break;
			}
		}

		indexer.take(buffer, next - start);
	}

	return indexer.finish(source.size);
}
