import {entryType} from '../archive/entry-table.js';
import {encodeEscaped} from '../format/safe-text.js';
import {absent, implicit, type EntryId} from '../tree/entry-store.js';
import {followLinks} from '../tree/follow-links.js';
import type {Overlay} from '../tree/overlay.js';
import type {PathId} from '../tree/path-tree.js';

/** What a path leads to: the path that is there itself, and the entry that it shows. */
export type FoundPath = {path: PathId; entry: EntryId};

/** The finished file system, looked at as a program in a container would: links are followed inside the image's root, and what was asked once is remembered. */
export class SystemFiles {
	private readonly folders = new Map<string, FoundPath | undefined>();

	constructor(private readonly overlay: Overlay) {}

	/** What an absolute path leads to, all links followed; undefined where that is nothing. The path is text as `decodeBytes` reads it. */
	find(path: string): FoundPath | undefined {
		const slash = path.lastIndexOf('/');
		const name = path.slice(slash + 1);
		if (name === '' || name === '.' || name === '..') {
			return this.walk(path, true);
		}

		const folder = this.folder(path.slice(0, slash));
		if (!folder) {
			return undefined;
		}

		const {tree, transitions, store} = this.overlay;
		const child = tree.child(folder.path, encodeEscaped(name));
		const entry = child < 0 ? absent : transitions.state(child);
		if (entry === absent) {
			return undefined;
		}

		return entry !== implicit && store.facts(entry).type === entryType.symlink ? this.walk(path, true) : {path: child, entry};
	}

	/** The path that a found path is called by itself, without links, beginning with `/`. */
	name({path}: FoundPath): string {
		return this.overlay.tree.path(path);
	}

	/** The regular-file entry whose bytes a path shows, all links followed, or undefined. */
	content(path: string): EntryId | undefined {
		const found = this.find(path);
		const content = found ? this.overlay.store.content(found.entry) : absent;
		return content < 0 ? undefined : content;
	}

	private folder(path: string): FoundPath | undefined {
		const known = this.folders.get(path);
		if (known || this.folders.has(path)) {
			return known;
		}

		const found = this.walk(path === '' ? '/' : path, true);
		const folder = found && this.overlay.store.facts(found.entry).type === entryType.directory ? found : undefined;
		this.folders.set(path, folder);
		return folder;
	}

	private walk(path: string, follow: boolean): FoundPath | undefined {
		const found = followLinks(this.overlay, encodeEscaped(path), {at: this.overlay.layerCount, follow});
		return 'entry' in found ? found : undefined;
	}
}
