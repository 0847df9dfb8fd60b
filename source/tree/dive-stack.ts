import type {DiveLayer} from './dive-layer.js';
import {root, type PathId, type PathTree} from './path-tree.js';
import {PresentPaths} from './present-paths.js';

/**
What lies below a layer, as dive stacks it up: it tells what a whiteout of a folder hides.

It is no file system. A file over a folder keeps what is in it, opaque markers hide nothing, and a folder that a layer does not list is
none any more. Of the layer's nodes and whiteouts the siblings come in the order of their names, `.wh.` included.
*/
export class DiveStack {
	private readonly present = new PresentPaths();
	private readonly isDirectory: Uint8Array;
	/** Size of a path alone, and with all below it. */
	private readonly size: Float64Array;
	private readonly total: Float64Array;

	constructor(private readonly tree: PathTree) {
		this.present.reserve(tree.count);
		this.isDirectory = new Uint8Array(tree.count);
		this.size = new Float64Array(tree.count);
		this.total = new Float64Array(tree.count);
	}

	/** The bytes that a whiteout of the path hides: those of a folder alone are counted. */
	hiddenBy(path: PathId): number {
		return this.isDirectory[path] === 1 ? this.total[path] : 0;
	}

	/** Lays a layer over what is there. */
	lay(layer: DiveLayer): void {
		for (const path of layer.whiteouts) {
			if (!this.comesBeforeWhiteout(path)) {
				this.remove(path);
			}
		}

		this.add(layer);
		for (const path of layer.whiteouts) {
			if (this.comesBeforeWhiteout(path)) {
				this.remove(path);
			}
		}
	}

	/** Puts a layer's nodes there, and removes nothing. */
	add(layer: DiveLayer): void {
		for (let index = 0; index < layer.count; index++) {
			const path = layer.nodes[index];
			this.present.set(path, this.tree.parent[path], true);
			this.isDirectory[path] = layer.isDirectory(path) ? 1 : 0;
			this.resize(path, layer.sizeOf(path));
		}
	}

	/** Whether a name sorts before `.wh.NAME`, so that its own whiteout removes what the layer stores. */
	private comesBeforeWhiteout(path: PathId): boolean {
		const name = this.tree.nameBytes(path);
		if (name[0] !== whiteoutPrefix[0]) {
			return name[0] < whiteoutPrefix[0];
		}

		return Buffer.compare(name, Buffer.concat([whiteoutPrefix, name])) < 0;
	}

	private resize(path: PathId, size: number): void {
		const difference = size - this.size[path];
		this.size[path] = size;
		this.addTotal(path, difference);
	}

	private remove(path: PathId): void {
		if (!this.present.has(path)) {
			return;
		}

		this.addTotal(path, -this.total[path]);
		this.present.remove(path, this.tree.parent[path], gone => {
			this.isDirectory[gone] = 0;
			this.size[gone] = 0;
			this.total[gone] = 0;
		});
	}

	private addTotal(path: PathId, difference: number): void {
		const {tree: {parent}, total} = this;
		if (difference === 0) {
			return;
		}

		for (let at = path; at !== root; at = parent[at]!) {
			total[at] += difference;
		}
	}
}

const whiteoutPrefix = Buffer.from('.wh.');
