import type {ByteSource} from './byte-source.js';
import {type EntryTable, pathBytes, entryType} from './entry-table.js';
import {indexStream} from './index-stream.js';
import {indexTar} from './index-tar.js';
import {inflate, type InflateOptions} from './inflate.js';
import {ReadWindow} from './read-window.js';
import type {Compression} from './sniff.js';
import {TapSet, type LayerIndex, type Tap} from './tap.js';

/** How much of a content is read at first, and at most at a time, in bytes: a tap may need no more than its start. */
const firstPiece = 4096;
const largestPiece = 256 * 1024;

/**
The index of a layer's blob: by seeking where it is plain, in one pass of inflation where it is not.
On a plain blob the taps run afterwards, over just the contents that they want, but for those that are for the pass only.
*/
export async function indexBlob(source: ByteSource, compression: Compression, taps: readonly Tap[] = [], options: InflateOptions = {}): Promise<LayerIndex> {
	if (compression !== 'none') {
		return indexStream(inflate(source, compression, options), taps);
	}

	const table = indexTar(source);
	options.onRead?.(source.size);
	return {table, facts: tapContents(source, table, taps.filter(({isForPassOnly}) => !isForPassOnly))};
}

function tapContents(source: ByteSource, table: EntryTable, taps: readonly Tap[]): LayerIndex['facts'] {
	const tapSet = new TapSet(taps);
	if (taps.length === 0) {
		return tapSet.facts;
	}

	const window = new ReadWindow(source);
	for (let entry = 0; entry < table.count; entry++) {
		const size = table.size[entry];
		if (table.type[entry] !== entryType.file || size === 0 || table.sparse.has(entry) || table.broken.has(entry)) {
			continue;
		}

		const start = table.offset[entry];
		const read = (at: number, length: number) => at >= 0 && at < size ? window.at(start + at, Math.min(length, size - at)) : noBytes;
		if (tapSet.open(entry, {path: pathBytes(table, entry), size, mode: table.mode[entry], read})) {
			seekContent(read, size, tapSet);
		}
	}

	return tapSet.facts;
}

const noBytes = new Uint8Array();

/** Reads of a content what the taps need. */
function seekContent(read: (at: number, length: number) => Uint8Array, size: number, tapSet: TapSet): void {
	for (let step = firstPiece, at = tapSet.next; at < size; at = tapSet.next) {
		tapSet.skipTo(at);
		const piece = read(at, Math.min(step, size - at));
		if (piece.length === 0) {
			return;
		}

		tapSet.write(piece);
		if (at + piece.length === size) {
			return;
		}

		step = largestPiece;
	}

	tapSet.skipTo(size);
}
