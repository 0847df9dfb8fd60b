import type {Readable} from 'node:stream';
import type {ByteSource} from '../archive/byte-source.js';
import type {ImageCache} from './cache/image-cache.js';
import type {BlobStore} from './blob-store.js';
import type {ImageForm} from './image.js';

/** What an origin opened, before anyone looked at what is in it. */
export type Opened = {
	/** What errors call it. */
	name: string;
	/** A file that can be sought, or a folder. */
	content: ByteSource | BlobStore;
	/** What is told as the image's form where that is the place, and not how the image lies there. */
	form?: ImageForm;
	/** When its registry was asked for it, where that can't be reached now: RFC 3339, in UTC. */
	asOf?: string;
	/** What is odd about the way to it: sentences. */
	warnings?: readonly string[];
	/** To be called once an image was read of it, and that went well. */
	read?: () => void;
	/** Closes what was opened. */
	close(): void;
};

/** Progress of what takes time before an image is open: a stream that is spooled, an outer file that is inflated. And of what an engine saves once bytes are needed, long after that. */
export type OpenProgress = {
	/** What is being done, for people. */
	label: string;
	/** Bytes done. */
	bytes: number;
	/** Bytes in all, where it is known. */
	total?: number;
	/** Whether that is over which came after the image was open: nothing else tells. */
	isOver?: boolean;
};

/** What it takes to run other programs. */
export type Programs = {
	/** The variables that they get. `PATH` says where they are. */
	environment: Readonly<Record<string, string | undefined>>;
	/** Sends a signal as `process.kill` does: with a negative number to a whole group. */
	kill(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void;
};

/** What an origin may need. */
export type OriginOptions = {
	/** For engines, which are asked by their programs; without it none is installed. */
	programs?: Programs;
	/** `os/arch[/variant]` to choose of an image that has several. */
	platform?: string;
	/** Where streams are spooled. */
	temporaryFolder: string;
	/** For `-`. */
	standardInput?: Readable | {fd: number};
	/** What is kept of images from one run to the next. */
	cache?: ImageCache;
	/** Whether bytes may come only when they are needed, of which whoever reads them is told by a `BytesNeeded`. */
	defers?: boolean;
	onProgress?: (progress: OpenProgress) => void;
	signal?: AbortSignal;
};
