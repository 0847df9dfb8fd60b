import type {ByteSource} from './byte-source.js';
import {type EntryTable, pathBytes, entryType} from './entry-table.js';
import {indexStream} from './index-stream.js';
import {indexTar} from './index-tar.js';
import {inflate, type InflateOptions} from './inflate.js';
import {readChunks} from './read-chunks.js';
import type {Compression} from './sniff.js';
import {TapSet, type LayerIndex, type Tap} from './tap.js';

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
	for (let entry = 0; taps.length > 0 && entry < table.count; entry++) {
		const size = table.size[entry];
		if (table.type[entry] !== entryType.file || size === 0 || table.sparse.has(entry) || table.broken.has(entry)) {
			continue;
		}

		if (tapSet.open(entry, {path: pathBytes(table, entry), size, mode: table.mode[entry]})) {
			for (const piece of readChunks(source.region(source.name, table.offset[entry], size))) {
				tapSet.write(piece);
			}
		}
	}

	return tapSet.facts;
}
