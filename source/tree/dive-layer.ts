import {entryType, type EntryIndex, type EntryTable} from '../archive/entry-table.js';
import type {LayerNumber} from '../image/image.js';
import {root, type PathId, type PathTree} from './path-tree.js';

const none: EntryIndex = -1;

/**
A layer's own tree, as dive makes it of a tar: the paths of its entries and the folders above them, each with what the last entry
of that path says. A folder that is not listed has no type. Whiteouts hang beside what they hide. Columns are used again for each layer.
*/
export class DiveLayer {
	/** The paths of the tree without the root, `count` of them. */
	readonly nodes: Int32Array;
	count = 0;
	/** What is hidden by name, each path once. */
	readonly whiteouts: PathId[] = [];
	/** Content bytes of all its entries. */
	bytes = 0;
	private layer: LayerNumber = 0;
	private table!: EntryTable;
	/** The layer that had a path in its tree last, and so for one below it and for a whiteout of it. */
	private readonly nodeIn: Uint16Array;
	private readonly parentIn: Uint16Array;
	private readonly whiteoutIn: Uint16Array;
	/** The last entry of a path. */
	private readonly entry: Int32Array;

	constructor(private readonly tree: PathTree) {
		this.nodes = new Int32Array(tree.count);
		this.nodeIn = new Uint16Array(tree.count);
		this.parentIn = new Uint16Array(tree.count);
		this.whiteoutIn = new Uint16Array(tree.count);
		this.entry = new Int32Array(tree.count);
	}

	read(layer: LayerNumber, table: EntryTable, paths: Int32Array): void {
		this.layer = layer;
		this.table = table;
		this.count = 0;
		this.whiteouts.length = 0;
		this.bytes = 0;
		for (let index = 0; index < table.count; index++) {
			this.take(index, paths[index]);
		}
	}

	isLeaf(path: PathId): boolean {
		return this.parentIn[path] !== this.layer;
	}

	sizeOf(path: PathId): number {
		const entry = this.entry[path];
		return entry === none ? 0 : this.table.size[entry];
	}

	isDirectory(path: PathId): boolean {
		const entry = this.entry[path];
		return entry !== none && this.table.type[entry] === entryType.directory;
	}

	private take(index: EntryIndex, path: PathId): void {
		const {table: {type, size, devices}, tree: {parent}, layer} = this;
		this.bytes += size[index];
		switch (type[index]) {
			case entryType.aufs: {
				this.add(parent[path]);
				return;
			}

			case entryType.opaque: {
				this.add(path);
				return;
			}

			case entryType.whiteout: {
				// Overlayfs's own whiteouts are devices to dive.
				if (devices.has(index)) {
					break;
				}

				if (this.add(parent[path]) && this.whiteoutIn[path] !== layer) {
					this.whiteoutIn[path] = layer;
					this.parentIn[parent[path]] = layer;
					this.whiteouts.push(path);
				}

				return;
			}

			default:
		}

		if (this.add(path)) {
			this.entry[path] = index;
		}
	}

	/** Takes a path into the tree, with the folders above; of one that is left out only these. Says whether it is there. */
	private add(path: PathId): boolean {
		const {tree: {parent}, nodeIn, layer} = this;
		if (nodeIn[path] === layer) {
			return true;
		}

		let lowest = path;
		for (let at = path; at !== root && nodeIn[at] !== layer; at = parent[at]!) {
			if (this.isLeftOut(at)) {
				lowest = parent[at];
			}
		}

		for (let at = lowest; at !== root && nodeIn[at] !== layer; at = parent[at]!) {
			nodeIn[at] = layer;
			this.parentIn[parent[at]] = layer;
			this.entry[at] = none;
			this.nodes[this.count++] = at;
		}

		return lowest === path;
	}

	private isLeftOut(path: PathId): boolean {
		const {names, nameStart} = this.tree;
		const start = nameStart[path];
		return names[start] === 0x2E && nameStart[path + 1] - start >= leftOut.length && leftOut.every((byte, index) => names[start + index] === byte);
	}
}

/** `.wh..wh..`: dive takes no path with such a name. */
const leftOut = [0x2E, 0x77, 0x68, 0x2E, 0x2E, 0x77, 0x68, 0x2E, 0x2E] as const;
