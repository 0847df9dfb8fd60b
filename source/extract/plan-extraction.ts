import {entryType, storedLength, type EntryIndex} from '../archive/entry-table.js';
import type {Contents} from '../image/contents.js';
import type {LayerNumber} from '../image/image.js';
import {absent, implicit, type EntryId} from '../tree/entry-store.js';
import {heldEntry} from '../tree/held-entry.js';
import type {Overlay} from '../tree/overlay.js';
import {PathTree, slice, type PathId} from '../tree/path-tree.js';
import {parentOnly, type ContentJob, type ExtractPlan, type NodeId} from './extract-plan.js';
import {SkipList} from './skip-list.js';

/** A path that is taken with all that lies below it. */
export type Selection = {
	path: PathId;
	/** As the file system stood after this layer. */
	at: LayerNumber;
	/** Only what the layers from this one up to `at` hold: of a path the last, removed again by one of them or not. */
	from?: LayerNumber;
	/** Where it is to lie: the bytes of a clean path below the folder; empty for the folder itself. */
	place: Uint8Array;
	/** Only these paths, each without what lies below it if that does not match as well. */
	matches?: (path: PathId) => boolean;
};

/**
Says what is to come out, and where its bytes lie. In time it follows the number of paths.

@param stripped What was taken off the front of places, without slashes at its ends.
*/
export function * planExtraction(overlay: Overlay, contents: Contents, selections: readonly Selection[], stripped = ''): Generator<void, ExtractPlan> {
	yield * overlay.tree.reorder();
	const draft = new PlanDraft(overlay, contents, stripped);
	for (const selection of selections) {
		yield * select(draft, overlay, selection);
	}

	return yield * draft.finish();
}

/** Takes a path and what lies below it, in the tree's order: a folder comes before what it holds. */
function * select(draft: PlanDraft, overlay: Overlay, {path: top, at, from, place, matches}: Selection): Generator<void> {
	const {tree, transitions, store} = overlay;
	const start = tree.position[top];
	const end = tree.subtreeEnd[top];
	const topDepth = tree.depth[top];
	const path = new GrowingPath(place);
	/** Up to there a layer's file or link stands where layers below it, of those that are taken, have a folder. */
	let coveredEnd = start;
	for (let position = start, steps = 0; position < end; position++) {
		const id = tree.atPosition[position];
		path.enter(tree.depth[id] - topDepth, tree.nameBytes(id));
		const entry = from === undefined ? transitions.stateAfter(id, at) : heldEntry(overlay, id, {from, to: at});
		if (entry !== absent && (!matches || matches(id))) {
			if (position < coveredEnd) {
				draft.skips.addPath('a file or a link of a layer above stands where its folder was', () => tree.path(id));
			} else {
				draft.add(path, id, entry);
			}

			if (from !== undefined && entry >= 0 && store.typeOf(entry) !== entryType.directory) {
				coveredEnd = Math.max(coveredEnd, tree.subtreeEnd[id]);
			}
		}

		if (++steps % (slice / 4) === 0) {
			yield;
		}
	}
}

/** The bytes of a path, of which names are changed at its end. */
class GrowingPath {
	private bytes: Uint8Array;
	private depth = 0;
	/** Where the path ends at each depth. */
	private readonly ends: number[];
	/** Its number at each depth, -1 where it has none yet. */
	private readonly nodes: NodeId[] = [-1];

	constructor(private readonly place: Uint8Array) {
		this.bytes = new Uint8Array(place.length + 4096);
		this.bytes.set(place);
		this.ends = [place.length];
	}

	/** Puts a name at a depth; depth 0 is the place itself, whatever its name in the image. */
	enter(depth: number, name: Uint8Array): void {
		if (depth === 0) {
			return;
		}

		const above = this.ends[depth - 1];
		const start = above === 0 ? 0 : above + 1;
		if (start + name.length > this.bytes.length) {
			const larger = new Uint8Array(2 * (start + name.length));
			larger.set(this.bytes);
			this.bytes = larger;
		}

		if (start > 0) {
			this.bytes[above] = 0x2F;
		}

		this.bytes.set(name, start);
		this.ends[depth] = start + name.length;
		this.nodes[depth] = -1;
		this.depth = depth;
	}

	/** The number of the path in the one tree in which it is interned, with the folders on the way to it. */
	internIn(tree: PathTree): NodeId {
		const {nodes, ends, bytes, place} = this;
		if (nodes[0] < 0) {
			nodes[0] = tree.internPath(place, 0, place.length);
		}

		let {depth} = this;
		while (nodes[depth] < 0) {
			depth--;
		}

		for (; depth < this.depth; depth++) {
			nodes[depth + 1] = tree.internChild(nodes[depth], bytes, ends[depth] === 0 ? 0 : ends[depth] + 1, ends[depth + 1]);
		}

		return nodes[depth];
	}
}

/** A plan that grows: columns, as there may be a million paths. */
class PlanDraft {
	private readonly tree = new PathTree();
	/** The entry that each node shows, or `absent` for one that is there for what it holds. */
	private entries = new Int32Array(1024).fill(absent);
	readonly skips = new SkipList();
	/** The node that holds what each entry stores, or -1. */
	private readonly holders: Int32Array;
	/** By layer, the nodes whose contents it is to give. */
	private readonly wanted = new Map<LayerNumber, NodeId[]>();

	constructor(private readonly overlay: Overlay, private readonly contents: Contents, private readonly stripped: string) {
		this.holders = new Int32Array(overlay.store.count).fill(-1);
	}

	/** Adds a path, with the folders on the way to it. */
	add(path: GrowingPath, id: PathId, entry: EntryId): void {
		const {store, tree} = this.overlay;
		if (entry >= 0 && store.resolve(entry) < 0) {
			this.skips.addPath('its hard link leads to nothing', () => tree.path(id));
			return;
		}

		const content = store.content(entry);
		if (content >= 0 && !this.isReadable(content)) {
			this.skips.addPath(`its content is cut off or can't be read in layer ${store.layerOf(content)}`, () => tree.path(id));
			return;
		}

		const node = path.internIn(this.tree);
		while (this.entries.length < this.tree.count) {
			const {entries} = this;
			this.entries = new Int32Array(2 * entries.length).fill(absent);
			this.entries.set(entries);
		}

		// The first that is taken to a place stays there.
		if (this.entries[node] === absent) {
			this.entries[node] = entry;
			// The name under which something was stored holds it; its other names follow.
			const target = entry >= 0 ? store.resolve(entry) : absent;
			if (target >= 0 && (target === entry || this.holders[target] < 0)) {
				this.holders[target] = node;
			}
		}
	}

	* finish(): Generator<void, ExtractPlan> {
		const {tree, entries, overlay: {store}} = this;
		const {count} = tree;
		const plan: ExtractPlan = {
			count,
			stripped: this.stripped,
			names: shared(Uint8Array, tree.nameStart[count]),
			nameStart: shared(Uint32Array, count + 1),
			parent: shared(Int32Array, count),
			kind: shared(Uint8Array, count).fill(parentOnly),
			mode: shared(Uint16Array, count).fill(0o755),
			uid: shared(Uint32Array, count),
			gid: shared(Uint32Array, count),
			mtime: shared(Float64Array, count).fill(Number.NaN),
			size: shared(Float64Array, count),
			same: shared(Int32Array, count).fill(-1),
			links: new Map(),
			devices: new Map(),
			xattrs: new Map(),
			sparse: new Map(),
			jobs: [],
			files: 0,
			bytes: 0,
			skipped: [],
		};
		plan.names.set(tree.names.subarray(0, plan.names.length));
		plan.nameStart.set(tree.nameStart.subarray(0, count + 1));
		plan.parent.set(tree.parent.subarray(0, count));
		for (let node = 1; node < count; node++) {
			this.makeWay(tree.parent[node]);
		}

		for (let node = 0; node < count; node++) {
			const entry = entries[node];
			if (entry === implicit) {
				plan.kind[node] = entryType.directory;
			} else if (entry >= 0) {
				this.fill(plan, node, store.resolve(entry));
			}

			if (node % (slice / 8) === 0) {
				yield;
			}
		}

		for (const [layer, wanted] of this.wanted) {
			plan.jobs.push(this.jobOf(plan, layer, wanted));
			yield;
		}

		plan.skipped = this.skips.list;
		return plan;
	}

	/** Two paths that were asked for can meet: a link by its own name, and what lies behind it. There the folder goes first. */
	private makeWay(node: NodeId): void {
		const {entries, overlay: {store}} = this;
		const entry = entries[node];
		if (entry >= 0 && store.typeOf(store.resolve(entry)) !== entryType.directory) {
			entries[node] = absent;
			this.skips.addPath('something that was taken from behind it lies below it', () => `${this.stripped === '' ? '' : `/${this.stripped}`}${this.tree.path(node)}`);
		}
	}

	/** What a node shows. Of several names of a file, all have what stands with its content: it is one file. */
	private fill(plan: ExtractPlan, node: NodeId, entry: EntryId): void {
		const {store} = this.overlay;
		const layer = store.layerOf(entry);
		const table = store.table(layer);
		const index = entry - store.base(layer);
		plan.kind[node] = table.type[index];
		plan.mode[node] = table.mode[index];
		plan.uid[node] = table.uid[index];
		plan.gid[node] = table.gid[index];
		plan.mtime[node] = table.mtime[index];
		const device = table.devices.get(index);
		if (device) {
			plan.devices.set(node, device);
		}

		const xattrs = table.xattrs.get(index);
		if (xattrs) {
			plan.xattrs.set(node, xattrs);
		}

		if (plan.kind[node] === entryType.symlink) {
			plan.links.set(node, store.linkTarget(entry));
		}

		const holder = this.holders[entry];
		if (holder !== node && plan.kind[node] !== entryType.directory) {
			plan.same[node] = holder;
		} else if (plan.kind[node] === entryType.file) {
			plan.files++;
			plan.bytes += table.size[index];
			this.want(layer, node);
		}

		plan.size[node] = table.size[index];
	}

	private want(layer: LayerNumber, node: NodeId): void {
		const list = this.wanted.get(layer);
		if (list) {
			list.push(node);
		} else {
			this.wanted.set(layer, [node]);
		}
	}

	private isReadable(content: EntryId): boolean {
		const {store} = this.overlay;
		const layer = store.layerOf(content);
		return !store.isBroken(content) && this.contents.blobOf(layer) !== undefined;
	}

	private jobOf(plan: ExtractPlan, layer: LayerNumber, wanted: readonly NodeId[]): ContentJob {
		const {entries, overlay: {store}} = this;
		const {blob, compression, points, table} = this.contents.blobOf(layer)!;
		const base = store.base(layer);
		const indexOf = (node: NodeId): EntryIndex => store.resolve(entries[node]) - base;
		const node = shared(Int32Array, wanted.length);
		node.set(wanted);
		node.sort((a, b) => table.offset[indexOf(a)] - table.offset[indexOf(b)]);
		const offset = shared(Float64Array, wanted.length);
		const stored = shared(Float64Array, wanted.length);
		for (const [place, each] of node.entries()) {
			const index = indexOf(each);
			offset[place] = table.offset[index];
			stored[place] = storedLength(table, index);
			const pieces = table.sparse.get(index);
			if (pieces) {
				plan.sparse.set(each, pieces);
			}
		}

		return {layer, source: blob.place, compression, points, node, offset, stored};
	}
}

type ColumnClass<C> = {BYTES_PER_ELEMENT: number; new (buffer: SharedArrayBuffer): C};

/** A column on memory that all threads see. */
function shared<C>(Column: ColumnClass<C>, length: number): C {
	return new Column(new SharedArrayBuffer(length * Column.BYTES_PER_ELEMENT));
}
