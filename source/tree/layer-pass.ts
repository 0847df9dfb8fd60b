import {decodeBytes} from '../format/safe-text.js';
import {entryType, linkBytes, type EntryTable} from '../archive/entry-table.js';
import type {ImageWarning, LayerNumber} from '../image/image.js';
import {absent, implicit, type EntryId, type EntryStore} from './entry-store.js';
import {root, slice, type PathId, type PathTree} from './path-tree.js';
import type {PresentPaths} from './present-paths.js';

/** What the passes over all layers share. */
export type OverlayState = {
	tree: PathTree;
	store: EntryStore;
	present: PresentPaths;
	/** What each path shows now: an entry, `implicit` or `absent`. */
	now: Int32Array;
	/** The layer that touched a path last. */
	touchedIn: Uint16Array;
	warn: (warning: ImageWarning) => void;
};

/** A hard link that came before what it names. */
type WaitingLink = {
	/** The path that it names, or -1 where no layer has such a path. */
	target: PathId;
	/** The link that stood there when it came and waits as well, or `absent`. */
	via: EntryId;
};

/** A layer warns no more often than this; the rest are counted. */
const maximumWarnings = 100;

/**
Lays one layer over those below, as an engine does when it unpacks it (OCI image-spec, layer.md, "Applying Changesets").
Whiteouts first, then entries in the order of the tar; a hard link whose target comes later is settled at the end.
*/
export class LayerPass {
	/** The paths that this layer touched, each once, in the order in which it did. */
	readonly touched: PathId[] = [];
	private readonly table: EntryTable;
	private readonly base: EntryId;
	private readonly paths: Int32Array;
	/** Hard links that wait for the end of their layer. */
	private readonly waiting = new Map<EntryId, WaitingLink>();
	private warnings = 0;

	constructor(private readonly state: OverlayState, private readonly layer: LayerNumber) {
		this.table = state.store.table(layer);
		this.base = state.store.base(layer);
		this.paths = state.store.paths(layer);
	}

	* run(): Generator<void> {
		const {table} = this;
		for (let index = 0; index < table.count; index++) {
			this.hideLower(index);
			if (index % slice === slice - 1) {
				yield;
			}
		}

		for (let index = 0; index < table.count; index++) {
			this.lay(index);
			if (index % (slice / 4) === (slice / 4) - 1) {
				yield;
			}
		}

		this.settleLinks();
		if (this.warnings > maximumWarnings) {
			this.state.warn({layer: this.layer, message: `${this.warnings - maximumWarnings} more of its entries are odd in such ways`, incomplete: false});
		}
	}

	private readonly vanish = (path: PathId): void => {
		this.state.now[path] = absent;
		this.touch(path);
	};

	private touch(path: PathId): void {
		const {touchedIn} = this.state;
		if (touchedIn[path] !== this.layer) {
			touchedIn[path] = this.layer;
			this.touched.push(path);
		}
	}

	/** Whiteouts and opaque markers hide only what lower layers put there, whatever their place in the tar. */
	private hideLower(index: number): void {
		const type = this.table.type[index];
		if (type !== entryType.whiteout && type !== entryType.opaque && !(this.table.xattrs.size > 0 && this.isMarkedOpaque(index))) {
			return;
		}

		const {present, tree} = this.state;
		const path = this.paths[index];
		if (type !== entryType.whiteout) {
			if (present.isDirectory(path)) {
				present.removeChildren(path, this.vanish);
			}
		} else if (path !== root && present.has(path)) {
			present.remove(path, tree.parent[path], this.vanish);
		}
	}

	/** Overlayfs's own mark of an opaque directory, which exports of its folders carry. */
	private isMarkedOpaque(index: number): boolean {
		const xattrs = this.table.xattrs.get(index);
		const value = xattrs?.get('trusted.overlay.opaque') ?? xattrs?.get('user.overlay.opaque');
		return value?.[0] === 0x79 && this.table.type[index] === entryType.directory;
	}

	private lay(index: number): void {
		const {present, tree, now} = this.state;
		const type = this.table.type[index];
		const path = this.paths[index];
		const parent = tree.parent[path];
		if (type === entryType.aufs) {
			return;
		}

		if (type === entryType.whiteout || type === entryType.opaque) {
			this.ensureDirectory(type === entryType.opaque ? path : parent);
			return;
		}

		const isDirectory = type === entryType.directory;
		if (path === root && !isDirectory) {
			this.warn(path, 'an entry that is no directory claims to be the root; it is ignored');
			return;
		}

		this.ensureDirectory(parent);
		if (type === entryType.hardlink) {
			this.link(index);
		}

		if (!isDirectory && present.isDirectory(path)) {
			// Anything but a directory replaces the whole subtree.
			present.remove(path, parent, this.vanish);
		}

		present.set(path, parent, isDirectory);
		now[path] = this.base + index;
		this.touch(path);
	}

	/** A parent that a layer does not list is a directory of that layer; over a link or file it replaces it, as Docker's overlay2 does. */
	private ensureDirectory(path: PathId): void {
		const {present, tree, now} = this.state;
		if (present.isDirectory(path)) {
			return;
		}

		const missing: PathId[] = [];
		for (let at = path; !present.isDirectory(at); at = tree.parent[at]!) {
			missing.push(at);
		}

		for (const directory of missing.toReversed()) {
			if (present.has(directory)) {
				this.warn(directory, 'something below it is stored, but it is no directory: a directory replaces it');
			}

			present.set(directory, tree.parent[directory], true);
			now[directory] = implicit;
			this.touch(directory);
		}
	}

	/** A hard link names what a path shows when the link comes; or else what its layer puts there by its end. */
	private link(index: number): void {
		const {tree, store, now} = this.state;
		const entry = this.base + index;
		const target = tree.find(linkBytes(this.table, index));
		const shown = target < 0 ? absent : now[target];
		if (this.waiting.has(shown) || !this.isLinkable(shown)) {
			store.setLinked(entry, absent);
			this.waiting.set(entry, {target, via: this.waiting.has(shown) ? shown : absent});
			return;
		}

		const found = store.resolve(shown);
		store.setLinked(entry, found);
		if (found < 0) {
			this.warnOfLink(entry, ', which is not there: it is shown with no content');
		} else if (shown < this.base || shown >= this.base + this.table.count) {
			this.warnOfLink(entry, ' of a lower layer, whose content it shares');
		}
	}

	/** Settles the links that waited, each with those that it waited for. */
	private settleLinks(): void {
		const {now, store} = this.state;
		for (const entry of this.waiting.keys()) {
			const chain = new Set<EntryId>();
			let at = entry;
			while (this.waiting.has(at) && !chain.has(at)) {
				chain.add(at);
				const {target, via} = this.waiting.get(at)!;
				at = via >= 0 || target < 0 ? via : now[target];
			}

			// A loop comes back to a link that leads nowhere yet, and stays so.
			const found = this.isLinkable(at) ? store.resolve(at) : absent;
			for (const link of chain) {
				this.waiting.delete(link);
				store.setLinked(link, found);
				if (found < 0) {
					this.warnOfLink(link, ', which is not there: it is shown with no content');
				}
			}
		}
	}

	private isLinkable(entry: EntryId): boolean {
		return entry >= 0 && this.state.store.typeOf(entry) !== entryType.directory;
	}

	private warnOfLink(link: EntryId, what: string): void {
		const index = link - this.base;
		this.warn(this.paths[index], `it is a hard link to /${decodeBytes(linkBytes(this.table, index))}${what}`);
	}

	private warn(path: PathId, message: string): void {
		if (this.warnings++ < maximumWarnings) {
			this.state.warn({layer: this.layer, path: this.state.tree.path(path), message, incomplete: false});
		}
	}
}
