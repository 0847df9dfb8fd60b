import type {ByteSource} from './byte-source.js';
import type {SeekPoints} from './seek-points.js';
import type {Compression} from './sniff.js';

/** A blob as it lies, and what is known of how to read it. */
export type StoredBlob = {
	blob: ByteSource;
	compression: Compression;
	/** Where inflating can begin but at the start. */
	points?: SeekPoints;
};
