import fs from 'node:fs';
import path from 'node:path';
import {ByteSource} from '../../archive/byte-source.js';
import {pathParts, type BlobStore, type Located} from '../blob-store.js';
import {reasonOf} from '../file-error.js';

/** A search for lost documents looks at no more files than this. */
const maximumPaths = 20_000;

/** Blobs as files of a folder. */
export class FolderStore implements BlobStore {
	readonly kind = 'folder';
	private readonly root: string;
	private readonly opened = new Map<string, ByteSource>();

	/**
	@param name The folder's path, as the user gave it.
	@throws {Error} ENOENT and its like, as the file system says.
	*/
	constructor(readonly name: string) {
		this.root = fs.realpathSync(name);
	}

	locate(blob: string): Located {
		const parts = pathParts(blob);
		if (blob.includes('\0') || path.posix.normalize(parts.join('/')).startsWith('..')) {
			return {reason: `leads out of ${this.name}`};
		}

		try {
			return this.open(parts);
		} catch (error) {
			return {reason: reasonOf(error, this.name)};
		}
	}

	paths(): string[] {
		const found: string[] = [];
		// An image's documents lie at the top, or two folders down as in blobs/sha256.
		const folders = [''];
		for (let depth = 0; depth <= 2; depth++) {
			for (const folder of folders.splice(0)) {
				for (const entry of fs.readdirSync(path.join(this.root, folder), {withFileTypes: true})) {
					if (found.length >= maximumPaths) {
						return found;
					}

					const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
					if (entry.isDirectory()) {
						folders.push(name);
					} else {
						found.push(name);
					}
				}
			}
		}

		return found;
	}

	/** Closes what was opened. */
	close(): void {
		for (const source of this.opened.values()) {
			fs.closeSync(source.fd);
		}

		this.opened.clear();
	}

	private open(parts: readonly string[]): Located {
		const real = fs.realpathSync(path.join(this.root, ...parts));
		if (real !== this.root && !real.startsWith(this.root.endsWith(path.sep) ? this.root : this.root + path.sep)) {
			return {reason: `is a link that leads out of ${this.name}`};
		}

		let source = this.opened.get(real);
		if (!source) {
			// Without waiting: a fifo would hold us until someone writes to it.
			const fd = fs.openSync(real, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK);
			const stats = fs.fstatSync(fd);
			if (!stats.isFile()) {
				fs.closeSync(fd);
				return {reason: `is no file in ${this.name}`};
			}

			source = new ByteSource(path.join(this.name, ...parts), fd, 0, stats.size);
			this.opened.set(real, source);
		}

		return {source, isCutOff: false};
	}
}
