import {grown} from '../archive/grown.js';
import {root, type PathId} from './path-tree.js';

const none = 0;
const directory = 1;
const other = 2;

/**
Which paths are there while layers are laid over each other, as a tree of its own: removing a folder visits just what is there
below it, so a path is visited no more often than it was put there, however often it is removed.
*/
export class PresentPaths {
	private kind = new Uint8Array(1024);
	private firstChild = new Int32Array(1024).fill(-1);
	private nextSibling = new Int32Array(1024).fill(-1);
	private previousSibling = new Int32Array(1024).fill(-1);

	constructor() {
		this.kind[root] = directory;
	}

	/** Makes room for as many paths. */
	reserve(paths: number): void {
		if (paths <= this.kind.length) {
			return;
		}

		this.kind = grown(this.kind, paths);
		this.firstChild = grown(this.firstChild, paths, -1);
		this.nextSibling = grown(this.nextSibling, paths, -1);
		this.previousSibling = grown(this.previousSibling, paths, -1);
	}

	has(path: PathId): boolean {
		return this.kind[path] !== none;
	}

	isDirectory(path: PathId): boolean {
		return this.kind[path] === directory;
	}

	/** Puts a path there, below its parent, which must be a directory that is there; or says what a path that is there is now. */
	set(path: PathId, parent: PathId, isDirectory: boolean): void {
		const isNew = this.kind[path] === none;
		this.kind[path] = isDirectory ? directory : other;
		if (isNew && path !== root) {
			const next = this.firstChild[parent];
			this.nextSibling[path] = next;
			this.previousSibling[path] = -1;
			this.firstChild[parent] = path;
			if (next >= 0) {
				this.previousSibling[next] = path;
			}
		}
	}

	/** Takes a path and all below it away, telling each. */
	remove(path: PathId, parent: PathId, onRemoved: (path: PathId) => void): void {
		const before = this.previousSibling[path];
		const after = this.nextSibling[path];
		if (before >= 0) {
			this.nextSibling[before] = after;
		} else {
			this.firstChild[parent] = after;
		}

		if (after >= 0) {
			this.previousSibling[after] = before;
		}

		this.removeChildren(path, onRemoved);
		this.kind[path] = none;
		onRemoved(path);
	}

	/** Takes all below a path away, telling each. */
	removeChildren(path: PathId, onRemoved: (path: PathId) => void): void {
		const pending: PathId[] = [];
		const take = (parent: PathId) => {
			for (let child = this.firstChild[parent]; child >= 0; child = this.nextSibling[child]!) {
				pending.push(child);
			}

			this.firstChild[parent] = -1;
		};

		take(path);
		for (let child = pending.pop(); child !== undefined; child = pending.pop()) {
			take(child);
			this.kind[child] = none;
			onRemoved(child);
		}
	}
}
