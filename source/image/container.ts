import type {Readable} from 'node:stream';
import type {ByteSource} from '../archive/byte-source.js';
import type {BlobStore} from './blob-store.js';

/** What an origin opened, before anyone looked at what is in it. */
export type Opened = {
	/** What errors call it. */
	name: string;
	/** A file that can be sought, or a folder. */
	content: ByteSource | BlobStore;
	/** Closes what was opened. */
	close(): void;
};

/** Progress of what takes time before an image is open: a stream that is spooled, an outer file that is inflated. */
export type OpenProgress = {
	/** What is being done, for people. */
	label: string;
	/** Bytes done. */
	bytes: number;
	/** Bytes in all, where it is known. */
	total?: number;
};

/** What an origin may need. */
export type OriginOptions = {
	/** Where streams are spooled. */
	temporaryFolder: string;
	/** For `-`. */
	standardInput?: Readable | {fd: number};
	onProgress?: (progress: OpenProgress) => void;
	signal?: AbortSignal;
};
