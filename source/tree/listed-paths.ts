import {entryType, linkBytes} from '../archive/entry-table.js';
import {absent, type EntryId} from './entry-store.js';
import type {Overlay} from './overlay.js';
import {root, type PathId} from './path-tree.js';

const slash = 0x2F;
const dot = 0x2E;

/** As many links as Linux follows in one path. */
const maximumLinks = 40;

/**
Finds the paths that package databases list. A database says `/bin/ls` where `/bin` is a link to `/usr/bin`: links of folders are
followed as the last file system that had them shows them, never out of the image; that of a file itself is not.
*/
export class ListedPaths {
	private links = 0;
	/** The folder that was found last: lists name one file of it after the other. */
	private folder: {bytes: Uint8Array; start: number; end: number; from: PathId; path: PathId} | undefined;

	constructor(private readonly overlay: Overlay) {}

	/** The path that stands in `bytes` from `start` to `end`, relative to a folder where it does not begin with `/`; -1 where no layer has it. */
	find(bytes: Uint8Array, start: number, end: number, from: PathId): PathId {
		let nameStart = end;
		while (nameStart > start && bytes[nameStart - 1] !== slash) {
			nameStart--;
		}

		if (nameStart === end || isDots(bytes, nameStart, end)) {
			return -1;
		}

		const folder = this.findFolder(bytes, start, nameStart, from);
		return folder < 0 ? -1 : this.overlay.tree.child(folder, bytes, nameStart, end);
	}

	/** Where a path leads if it is a link; -1 where it leads nowhere. */
	follow(path: PathId): PathId {
		this.links = 0;
		return this.followed(path);
	}

	/** What a path shows, or showed last before it was removed. */
	lastShown(path: PathId): EntryId {
		const {transitions} = this.overlay;
		let transition = path < transitions.last.length ? transitions.last[path] : -1;
		while (transition >= 0 && transitions.entry[transition] === absent) {
			transition = transitions.previous[transition]!;
		}

		return transition < 0 ? absent : transitions.entry[transition];
	}

	private findFolder(bytes: Uint8Array, start: number, end: number, from: PathId): PathId {
		const {folder} = this;
		if (folder?.from === from && folder.end - folder.start === end - start && isSame(folder.bytes, folder.start, bytes, start, end - start)) {
			return folder.path;
		}

		this.links = 0;
		const path = this.walk(bytes, start, end, from);
		this.folder = {bytes, start, end, from, path};
		return path;
	}

	private walk(bytes: Uint8Array, start: number, end: number, from: PathId): PathId {
		const {tree} = this.overlay;
		let path = bytes[start] === slash ? root : from;
		for (let at = start; at < end && path >= 0;) {
			let nameEnd = at;
			while (nameEnd < end && bytes[nameEnd] !== slash) {
				nameEnd++;
			}

			if (nameEnd > at && isDots(bytes, at, nameEnd)) {
				path = nameEnd - at === 2 ? tree.parent[path] : path;
			} else if (nameEnd > at) {
				const child = tree.child(path, bytes, at, nameEnd);
				path = child < 0 ? -1 : this.followed(child);
			}

			at = nameEnd + 1;
		}

		return path;
	}

	private followed(path: PathId): PathId {
		const {store, tree} = this.overlay;
		const entry = store.resolve(this.lastShown(path));
		if (entry < 0 || store.typeOf(entry) !== entryType.symlink) {
			return path;
		}

		if (++this.links > maximumLinks) {
			return -1;
		}

		const layer = store.layerOf(entry);
		const target = linkBytes(store.table(layer), entry - store.base(layer));
		return this.walk(target, 0, target.length, tree.parent[path]);
	}
}

/** Whether a name is `.` or `..`. */
function isDots(bytes: Uint8Array, start: number, end: number): boolean {
	return bytes[start] === dot && (end - start === 1 || (end - start === 2 && bytes[start + 1] === dot));
}

function isSame(a: Uint8Array, atA: number, b: Uint8Array, atB: number, length: number): boolean {
	for (let index = 0; index < length; index++) {
		if (a[atA + index] !== b[atB + index]) {
			return false;
		}
	}

	return true;
}
