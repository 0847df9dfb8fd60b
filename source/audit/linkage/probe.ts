import type {LinkageFiles, LinkedFile} from './linkage-files.js';

/**
What is asked of all programs of an image together, and remembered. Those of an image of FFmpeg and its tools, 1,300 files, ask two thousand
times. One that lies must take neither hours nor gigabytes.
*/
const maximumProbes = 500_000;

/** A file, by the path under which it was found. */
export type FoundFile = LinkedFile & {foundAt: string};

/** Looks for files in folders, and remembers what it saw: thousands of programs look for the same libraries in the same folders. */
export class Probe {
	/** How often something was asked that was not known. */
	count = 0;
	private readonly seen = new Map<string, FoundFile | undefined>();
	private readonly folders = new Map<string, boolean>();

	constructor(readonly files: LinkageFiles) {}

	/** Whether so much was asked that nothing more is found. */
	get isExhausted(): boolean {
		return this.count > maximumProbes;
	}

	/** The file of a name in a folder. */
	in(folder: string, name: string): FoundFile | undefined {
		return this.isFolder(folder) ? this.at(`${folder === '/' ? '' : folder}/${name}`) : undefined;
	}

	at(path: string): FoundFile | undefined {
		const known = this.seen.get(path);
		if (known || this.seen.has(path) || ++this.count > maximumProbes) {
			return known;
		}

		const file = this.files.file(path);
		const found = file && {...file, foundAt: path};
		this.seen.set(path, found);
		return found;
	}

	/** Whether there is such a folder: many are named where programs were built, and few are there. */
	isFolder(folder: string): boolean {
		let isThere = this.folders.get(folder);
		if (isThere === undefined) {
			isThere = ++this.count <= maximumProbes && this.files.isFolder(folder);
			this.folders.set(folder, isThere);
		}

		return isThere;
	}
}
