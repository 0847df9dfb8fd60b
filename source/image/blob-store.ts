import type {ByteSource} from '../archive/byte-source.js';

/** Where something lies in a store, or why it can't be had: the rest of a sentence that begins with its name. */
export type Located = {
	source: ByteSource;
	/** Whether its end is missing. */
	isCutOff: boolean;
	reason?: undefined;
} | {
	source?: undefined;
	isCutOff?: undefined;
	reason: string;
};

/**
What lies in the container of an image by the paths that its documents use: files of a folder, or entries of a tar.

A path is untrusted. It never leads out of the store, whatever it says and whatever links are in its way.
*/
export type BlobStore = {
	/** What an error calls the container: the path that the user gave. */
	readonly name: string;
	/** Whether it is a folder, a tar, or lies elsewhere and is fetched piece by piece. */
	readonly kind: 'folder' | 'tar' | 'remote';
	/** Where the file at `path` lies. `./` and `/` before it mean nothing. */
	locate(path: string): Located;
	/** Whether the document of a digest is there, but has yet to be fetched. Where it is not told none has. */
	isUnread?(digest: string): boolean;
	/**
	Fetches the document of a digest, where such are to be fetched.

	@throws {ImageError} When it can't be had.
	*/
	fetch?(digest: string, signal?: AbortSignal): Promise<void>;
	/** Paths of files and links, as many as a search for lost documents may want. */
	paths(): string[];
};

/** The parts of a path of a document, without those that mean nothing. `..` is kept. */
export function pathParts(path: string): string[] {
	return path.split('/').filter(part => part !== '' && part !== '.');
}

/** Links in a row that are followed; Linux follows forty. */
export const maximumLinks = 40;
