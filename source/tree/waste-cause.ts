import type {Contents} from '../image/contents.js';
import type {LayerNumber} from '../image/image.js';
import {absent, type EntryId} from './entry-store.js';
import {fate} from './fate.js';
import {LayerDeeds} from './layer-deeds.js';
import type {Overlay} from './overlay.js';
import {packageCaches, type PackageCache} from './package-caches.js';
import {root, type PathId} from './path-tree.js';

/**
What happened to bytes that nobody sees.

- chown, chmod, touch: stored again because the owner, the mode or the time changed.
- copied-again: stored again as they were, or by a COPY.
- overwritten: other bytes at the path. package-upgraded: the same, by a package manager.
- package-cache, download, package-removed, moved, folder-replaced: removed, and what they were tells why.
- removed: removed otherwise.
- stored-twice: one layer stores the path twice.
- unknown: what can't be compared.
*/
export type WasteCause =
	| 'chown' | 'chmod' | 'touch' | 'copied-again'
	| 'overwritten' | 'package-upgraded'
	| 'package-cache' | 'download' | 'package-removed' | 'moved' | 'folder-replaced' | 'removed'
	| 'stored-twice' | 'unknown';

/** The cause of one content; those with the same key are one waste. */
export type CauseOfOne = {
	key: string;
	cause: WasteCause;
	/** The layer that hid it. */
	hiddenBy: LayerNumber;
	/** The package manager's folder. */
	cache?: PackageCache;
	/** For `moved` where the same bytes went, for `folder-replaced` the folder, for `removed` the outermost folder that vanished, if one did. */
	place?: PathId;
	/** Whether the layer that stored it again made a hard link to it. */
	isLinked?: boolean;
	/** Whether it can't be compared because a file is sparse. */
	isSparse?: boolean;
	/** For `removed`: the folder out of which it vanished, and which is still there. */
	site?: PathId;
};

/** What is fetched in order to be unpacked or installed. */
const downloads = /\.(?:tar(?:\.\w+)?|t[bgx]z2?|tzst|zip|7z|rar|deb|rpm|apk|whl|jar|gem|crate|nupkg|pkg|dmg|iso|img|run|bin|sh|gz|bz2|xz|lzma|zst|appimage)$/i;
const smallestDownload = 4096;

/** Where package managers put files. */
const systemFolders = /^\/(?:usr|lib\w*|bin|sbin|etc|var\/(?:lib|cache|log)|boot)(?:\/|$)/;

/** For so many contents that vanished one of another name is looked for as well: where more did, reading them all would take longer than opening the image. */
const mostRenames = 1024;

/** What a folder's path tells of the contents in it. */
type Folder = {
	path: PathId;
	/** Whether package managers put files there. */
	isOfSystem: boolean;
	/** The package manager's folder that it is or lies in. */
	cache?: PackageCache;
};

/** Tells causes. One for all contents of an image: it remembers what layers store. */
export class WasteCauses {
	private readonly deeds: LayerDeeds;
	/** Neighbours are mostly in one folder: what is known of it is remembered. */
	private folder: Folder = {path: -1, isOfSystem: false};
	/** Checksums of the starts of contents that were looked at as places where others went: they are asked for again and again. */
	private readonly starts = new Map<EntryId, number | undefined>();
	/** How many were looked for under another name. */
	private renames = 0;

	/** @param instructions Of each layer in one line, by layer number minus one. */
	constructor(private readonly overlay: Overlay, private readonly contents: Contents, instructions: readonly string[]) {
		this.deeds = new LayerDeeds(overlay.store, overlay.tree, instructions);
	}

	/** The cause of a content that is not live. */
	* of(content: EntryId): Generator<void, CauseOfOne> {
		const hiddenBy = this.overlay.hiddenBy(content);
		const of = (cause: WasteCause, more: Partial<CauseOfOne> = {}, ...keys: Array<string | number>): CauseOfOne => ({
			key: [cause, hiddenBy, ...keys].join(' '), cause, hiddenBy, ...more,
		});

		switch (this.overlay.fateOf(content)) {
			case fate.superseded: {
				return of('stored-twice');
			}

			case fate.rewritten: {
				const rewriting = this.causeOfRewriting(content, hiddenBy);
				if (rewriting === 'chown' || rewriting === 'chmod') {
					return of(rewriting);
				}

				const cache = this.cacheOf(content);
				if (cache) {
					return of('package-cache', {cache}, cache.id);
				}

				if (this.isOfPackages(content, hiddenBy)) {
					return of('package-upgraded');
				}

				return rewriting === 'copied-again' && this.deeds.isLinked(this.nextContent(content, hiddenBy)) ? of(rewriting, {isLinked: true}, 'linked') : of(rewriting);
			}

			case fate.overwritten: {
				const cache = this.cacheOf(content);
				if (cache) {
					return of('package-cache', {cache}, cache.id);
				}

				return of(this.isOfPackages(content, hiddenBy) ? 'package-upgraded' : 'overwritten');
			}

			case fate.removed: {
				const cache = this.cacheOf(content);
				if (cache) {
					return of('package-cache', {cache}, cache.id);
				}

				const moved = yield * this.movedTo(content, hiddenBy);
				if (moved !== absent) {
					return of('moved', {place: this.overlay.store.pathOf(moved)});
				}

				return this.causeOfRemoval(content, hiddenBy, of);
			}

			default: {
				return this.isSparse(content, hiddenBy) ? of('unknown', {isSparse: true}, 'sparse') : of('unknown');
			}
		}
	}

	/** The package manager's folder in which a content lies. */
	private cacheOf(content: EntryId): PackageCache | undefined {
		return this.folderOf(content).cache;
	}

	/** Whether a content, or the one that took its place, is sparse: such are not compared. */
	private isSparse(content: EntryId, hiddenBy: LayerNumber): boolean {
		const {store} = this.overlay;
		const isSparse = (entry: EntryId) => {
			const [layer, index] = store.placeOf(entry);
			return store.table(layer).sparse.has(index);
		};

		const next = this.nextContent(content, hiddenBy);
		return isSparse(content) || (next >= 0 && isSparse(next));
	}

	/** The content that a path shows after a layer hid the one of its own. */
	private nextContent(content: EntryId, hiddenBy: LayerNumber): EntryId {
		const {store, transitions} = this.overlay;
		return store.content(transitions.stateAfter(store.pathOf(content), hiddenBy));
	}

	/** Whether the layer runs a package manager and the path is where those store. */
	private isOfPackages(content: EntryId, layer: LayerNumber): boolean {
		return this.deeds.does(layer).install && this.folderOf(content).isOfSystem;
	}

	private causeOfRewriting(content: EntryId, hiddenBy: LayerNumber): WasteCause {
		const {store, transitions} = this.overlay;
		const next = transitions.stateAfter(store.pathOf(content), hiddenBy);
		if (next < 0 || this.deeds.does(hiddenBy).copy) {
			return 'copied-again';
		}

		const before = store.facts(content);
		const after = store.facts(next);
		if (before.uid !== after.uid || before.gid !== after.gid) {
			return 'chown';
		}

		if (before.mode !== after.mode) {
			return 'chmod';
		}

		return Math.floor(before.mtime ?? 0) === Math.floor(after.mtime ?? 0) ? 'copied-again' : 'touch';
	}

	private causeOfRemoval(content: EntryId, hiddenBy: LayerNumber, of: (cause: WasteCause, more?: Partial<CauseOfOne>, ...keys: number[]) => CauseOfOne): CauseOfOne {
		const {store, tree, transitions} = this.overlay;
		if (this.deeds.does(hiddenBy).remove && this.folderOf(content).isOfSystem) {
			return of('package-removed');
		}

		if (store.sizeOf(content) >= smallestDownload && downloads.test(tree.name(store.pathOf(content)))) {
			return of('download', {}, store.layerOf(content));
		}

		let place = store.pathOf(content);
		while (place !== root && transitions.stateAfter(tree.parent[place], hiddenBy) === absent) {
			place = tree.parent[place];
		}

		for (let path = place; path !== root; path = tree.parent[path]) {
			if (this.deeds.opaqueOf(hiddenBy).has(path)) {
				return of('folder-replaced', {place: path}, path);
			}
		}

		const site = tree.parent[place];
		return place === store.pathOf(content) ? of('removed', {site}, site) : of('removed', {place, site}, site, place);
	}

	/** Where the layer stores the same bytes under another name; `absent` where it does not. */
	private * movedTo(content: EntryId, layer: LayerNumber): Generator<void, EntryId> {
		const {store} = this.overlay;
		const size = store.sizeOf(content);
		const stored = this.deeds.storedBy(layer);
		const namesake = stored.named(store.pathOf(content), size);
		const others = this.renames++ < mostRenames ? stored.ofSize(size) : [];
		for (const entry of new Set([...(namesake === undefined ? [] : [namesake]), ...others])) {
			if (this.overlay.fateOf(entry) !== fate.superseded && this.beginAlike(content, entry)
				&& (yield * this.contents.same(...store.placeOf(content), ...store.placeOf(entry)))) {
				return entry;
			}
		}

		return absent;
	}

	/** Whether two contents may be the same, as far as their starts tell. */
	private beginAlike(content: EntryId, candidate: EntryId): boolean {
		const start = this.startOf(candidate);
		return start === undefined || start === (this.startOf(content) ?? start);
	}

	private startOf(content: EntryId): number | undefined {
		if (!this.starts.has(content)) {
			this.starts.set(content, this.contents.startOf(...this.overlay.store.placeOf(content)));
		}

		return this.starts.get(content);
	}

	/** What is known of the folder in which a content lies. */
	private folderOf(content: EntryId): Folder {
		const {store, tree} = this.overlay;
		const path = tree.parent[store.pathOf(content)];
		if (path !== this.folder.path) {
			const text = tree.path(path);
			this.folder = {path, isOfSystem: systemFolders.test(text), cache: packageCaches.find(({folder}) => folder.test(text))};
		}

		return this.folder;
	}
}
