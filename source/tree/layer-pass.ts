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
	/** Hard links that wait for their target, with its path. */
	private readonly waiting = new Map<EntryId, PathId>();

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
		const path = this.paths[index]!;
		if (type !== entryType.whiteout) {
			if (present.isDirectory(path)) {
				present.removeChildren(path, this.vanish);
			}
		} else if (path !== root && present.has(path)) {
			present.remove(path, tree.parent[path]!, this.vanish);
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
		const type = this.table.type[index]!;
		const path = this.paths[index]!;
		const parent = tree.parent[path]!;
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

			present.set(directory, tree.parent[directory]!, true);
			now[directory] = implicit;
			this.touch(directory);
		}
	}

	private link(index: number): void {
		const {tree, store, now} = this.state;
		const entry = this.base + index;
		const target = tree.find(linkBytes(this.table, index));
		const targetEntry = target < 0 ? absent : now[target]!;
		store.setLinked(entry, absent);
		if (targetEntry >= this.base && targetEntry < this.base + this.table.count && !this.waiting.has(targetEntry)) {
			this.setTarget(entry, targetEntry);
		} else {
			this.waiting.set(entry, target);
		}
	}

	private setTarget(entry: EntryId, target: EntryId): void {
		const {store} = this.state;
		if (store.typeOf(target) !== entryType.directory) {
			store.setLinked(entry, store.resolve(target));
		}
	}

	/** Links whose target was not yet there when they came: it is in their own layer, else in the state below, else nowhere. */
	private settleLinks(): void {
		const {now, store} = this.state;
		for (const [entry, target] of this.waiting) {
			const chain = new Set([entry]);
			let at = target;
			// A link may wait for a link; a loop of them leads nowhere.
			while (at >= 0 && this.waiting.has(now[at]!)) {
				const next = now[at]!;
				if (chain.has(next)) {
					at = -1;
					break;
				}

				chain.add(next);
				at = this.waiting.get(next)!;
			}

			const found = at < 0 ? absent : now[at]!;
			for (const link of chain) {
				this.waiting.delete(link);
				if (found >= 0) {
					this.setTarget(link, found);
				}

				this.tellOfLink(link, found, store.resolve(link) >= 0);
			}
		}
	}

	private tellOfLink(link: EntryId, found: EntryId, leadsSomewhere: boolean): void {
		const index = link - this.base;
		const target = `/${decodeBytes(linkBytes(this.table, index))}`;
		if (!leadsSomewhere) {
			this.warn(this.paths[index]!, `it is a hard link to ${target}, which is not there: it is shown with no content`);
		} else if (found < this.base || found >= this.base + this.table.count) {
			this.warn(this.paths[index]!, `it is a hard link to ${target} of a lower layer, whose content it shares`);
		}
	}

	private warn(path: PathId, message: string): void {
		this.state.warn({layer: this.layer, path: this.state.tree.path(path), message, incomplete: false});
	}
}
