import type {ByteSource} from '../archive/byte-source.js';
import {entryType, linkBytes, pathBytes, type EntryIndex, type EntryTable} from '../archive/entry-table.js';
import {maximumLinks, pathParts, type BlobStore, type Located} from './blob-store.js';

/** Linux's PATH_MAX: a document or link that names a longer path names no blob. */
const longestPath = 4096;

/** Blobs in a tar, where they lie: nothing is unpacked. */
export class TarStore implements BlobStore {
	readonly kind = 'tar';
	private entries: Map<string, EntryIndex> | undefined;

	/**
	@param source The plain tar.
	@param table Its entries.
	*/
	constructor(
		readonly name: string,
		readonly source: ByteSource,
		readonly table: EntryTable,
	) {}

	locate(path: string): Located {
		const direct = this.index.get(path);
		const found = direct !== undefined && this.table.type[direct] === entryType.file ? direct : this.follow(path);
		if (typeof found === 'string') {
			return {reason: found};
		}

		if (this.table.type[found] !== entryType.file) {
			return {reason: `is no file in ${this.name}`};
		}

		if (this.table.sparse.has(found)) {
			return {reason: `is stored in ${this.name} as a sparse file, which has to be unpacked before it can be read`};
		}

		const blob = `${this.name}: ${entryText(pathBytes(this.table, found))}`;
		return {
			source: this.source.region(blob, this.table.offset[found], this.table.size[found]),
			isCutOff: this.table.broken.has(found),
		};
	}

	paths(): string[] {
		return [...this.index.keys()];
	}

	/** Whether an entry has one of these paths, without an index of all paths: a file system may have millions. */
	hasAny(paths: readonly string[]): boolean {
		const {table} = this;
		const wanted = paths.map(path => Buffer.from(path));
		for (let entry = 0; entry < table.count; entry++) {
			const length = table.pathStart[entry + 1] - table.pathStart[entry];
			if (wanted.some(path => path.length === length && path.equals(pathBytes(table, entry)))) {
				return true;
			}
		}

		return false;
	}

	/** The paths of the first entries, likewise. */
	firstPaths(count: number): string[] {
		return Array.from({length: Math.min(count, this.table.count)}, (_, entry) => entryText(pathBytes(this.table, entry)));
	}

	/** By path. Of entries with one path the last wins, as when unpacked. Made when first asked for: a plain file system needs none. */
	private get index(): Map<string, EntryIndex> {
		if (!this.entries) {
			this.entries = new Map();
			for (let entry = 0; entry < this.table.count; entry++) {
				this.entries.set(entryText(pathBytes(this.table, entry)), entry);
			}
		}

		return this.entries;
	}

	/** Walks a path through symbolic and hard links, inside the tar alone: its root is the root of absolute links, and `..` stops there. */
	private follow(path: string): EntryIndex | string {
		const {table, index} = this;
		if (path.length > longestPath) {
			return `has a name that is too long to be one in ${this.name}`;
		}

		const ahead = pathParts(path).reverse();
		let here: string[] = [];
		let links = 0;
		let found: EntryIndex | undefined;
		while (ahead.length > 0) {
			const part = ahead.pop()!;
			if (part === '..') {
				here.pop();
				continue;
			}

			here.push(part);
			found = index.get(here.join('/'));
			const type = found === undefined ? undefined : table.type[found];
			if (found === undefined || (type !== entryType.symlink && type !== entryType.hardlink)) {
				continue;
			}

			if (++links > maximumLinks) {
				return `is behind a loop of links in ${this.name}`;
			}

			const target = entryText(linkBytes(table, found).subarray(0, longestPath));
			if (type === entryType.hardlink || target.startsWith('/')) {
				here = [];
			} else {
				here.pop();
			}

			ahead.push(...pathParts(target).reverse());
			found = undefined;
		}

		return found ?? `is not in ${this.name}`;
	}
}

function entryText(bytes: Uint8Array): string {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
}
