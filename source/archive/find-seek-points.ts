import type {ByteSource} from './byte-source.js';
import {findGzipPoints} from './find-gzip-points.js';
import {findZstdPoints} from './find-zstd-points.js';
import type {FindOptions} from './seek-point-list.js';
import type {SeekPoints} from './seek-points.js';
import type {Compression} from './sniff.js';

/**
Finds where inflating a blob can begin but at its start. It reads and inflates all of it, without a turn of the event loop: for a
thread of its own.

@returns Undefined where there is no such place.
@throws {Error} What the file system says.
*/
export async function findSeekPoints(source: ByteSource, compression: Compression, options?: FindOptions): Promise<SeekPoints | undefined> {
	switch (compression) {
		case 'gzip': {
			return findGzipPoints(source, options);
		}

		case 'zstd': {
			return findZstdPoints(source, options);
		}

		default: {
			return undefined;
		}
	}
}
