import {grown} from '../archive/grown.js';
import {decodeBytes} from '../format/safe-text.js';
import type {Column} from '../image/cache/column-record.js';

/** The number under which a path was interned. 0 is the root. It holds for the whole run. */
export type PathId = number;

export const root: PathId = 0;

const slash = 0x2F;

/** Generators give way this often, in steps of their loops: about a millisecond of work. */
export const slice = 1 << 14;

/**
Every path of every layer, once. A path is its parent and the bytes of its own name; columns hang on `PathId`.

A parent's number is always below its children's, so one scan upward meets parents first and one downward meets children first.
*/
export class PathTree {
	/** How many paths there are, the root included. */
	count = 1;
	/** The parent of each path; the root's is itself. */
	parent = new Int32Array(1024);
	/** Names from the root: 0 for the root. */
	depth = new Uint16Array(1024);
	/** Place in depth-first order, siblings by their bytes. Valid for the first `ordered` paths. */
	position: Int32Array = new Int32Array(1);
	/** The position after the last of the path's subtree. */
	subtreeEnd: Int32Array = Int32Array.of(1);
	/** The path at each position. */
	atPosition: Int32Array = new Int32Array(1);
	/** How many paths the depth-first order covers. */
	ordered = 1;
	/** Name bytes of all paths, in the order of their numbers. */
	names = new Uint8Array(16 * 1024);
	/** Where each name starts in `names`; one more than `count`. */
	nameStart = new Uint32Array(1025);

	private hashes = new Uint32Array(1024);
	private slots = new Int32Array(4096).fill(-1);
	private readonly walked = new WalkedPath();

	/**
	The number of a path, which is interned if it is new, with its parents.

	Entries of a tar come folder by folder: the walk starts at the deepest folder shared with the path before.

	@param bytes Holds the path, relative to the root, clean (see `cleanPath`), from `start` to `end`; kept until the next call.
	*/
	internPath(bytes: Uint8Array, start: number, end: number): PathId {
		const {walked} = this;
		let depth = walked.shared(bytes, start, end);
		let at = depth === 0 ? start : start + walked.ends[depth - 1] + 1;
		let id = depth === 0 ? root : walked.ids[depth - 1];
		while (at < end) {
			let nameEnd = at;
			while (nameEnd < end && bytes[nameEnd] !== slash) {
				nameEnd++;
			}

			id = this.internChild(id, bytes, at, nameEnd);
			walked.ends[depth] = nameEnd - start;
			walked.ids[depth] = id;
			depth++;
			at = nameEnd + 1;
		}

		walked.remember(bytes, start, end, depth);
		return id;
	}

	/** The number of the child of that name, which stands in `bytes` from `start` to `end`; it is interned if it is new. */
	internChild(parent: PathId, bytes: Uint8Array, start: number, end: number): PathId {
		const hash = hashName(parent, bytes, start, end);
		const slot = this.slot(parent, bytes, start, end, hash);
		const found = this.slots[slot];
		if (found >= 0) {
			return found;
		}

		const id = this.count++;
		if (id >= this.parent.length) {
			this.growColumns();
		}

		const length = end - start;
		const nameAt = this.nameStart[id];
		if (nameAt + length > this.names.length) {
			this.names = grown(this.names, nameAt + length);
		}

		for (let index = 0; index < length; index++) {
			this.names[nameAt + index] = bytes[start + index]!;
		}

		this.nameStart[id + 1] = nameAt + length;
		this.parent[id] = parent;
		this.depth[id] = this.depth[parent] + 1;
		this.hashes[id] = hash;
		this.slots[slot] = id;
		if (this.count * 2 > this.slots.length) {
			this.growSlots();
		}

		return id;
	}

	/** The number of a path that is clean (see `cleanPath`), or -1 where no layer names it. */
	find(path: Uint8Array): PathId {
		let id = root;
		for (let at = 0; at < path.length;) {
			let end = path.indexOf(slash, at);
			end = end < 0 ? path.length : end;
			id = this.slots[this.slot(id, path, at, end, hashName(id, path, at, end))]!;
			if (id < 0) {
				return -1;
			}

			at = end + 1;
		}

		return id;
	}

	/** The child of that name, which stands in `bytes` from `start` to `end`, or -1 where no layer names it. */
	child(parent: PathId, bytes: Uint8Array, start = 0, end = bytes.length): PathId {
		return this.slots[this.slot(parent, bytes, start, end, hashName(parent, bytes, start, end))];
	}

	/** The bytes of a path's own name; empty for the root. */
	nameBytes(id: PathId): Uint8Array {
		return this.names.subarray(this.nameStart[id], this.nameStart[id + 1]);
	}

	/** A path's own name, as `decodeBytes` reads it: not yet safe for a terminal. */
	name(id: PathId): string {
		return decodeBytes(this.nameBytes(id));
	}

	/** A hash of a path's own name alone, the same in every folder. */
	nameHash(id: PathId): number {
		return hashName(root, this.names, this.nameStart[id], this.nameStart[id + 1]);
	}

	/** The whole path, beginning with `/`, as `decodeBytes` reads it: not yet safe for a terminal. */
	path(id: PathId): string {
		return decodeBytes(this.pathBytes(id));
	}

	/** The bytes of the whole path, beginning with `/`. */
	pathBytes(id: PathId): Uint8Array {
		if (id === root) {
			return Uint8Array.of(slash);
		}

		let length = 0;
		for (let at = id; at !== root; at = this.parent[at]!) {
			length += this.nameStart[at + 1] - this.nameStart[at] + 1;
		}

		const bytes = new Uint8Array(length);
		for (let at = id; at !== root; at = this.parent[at]!) {
			const name = this.nameBytes(at);
			length -= name.length + 1;
			bytes[length] = slash;
			bytes.set(name, length + 1);
		}

		return bytes;
	}

	/** Whether `ancestor` is `id` or a folder above it. */
	isWithin(id: PathId, ancestor: PathId): boolean {
		let at = id;
		while (this.depth[at] > this.depth[ancestor]) {
			at = this.parent[at]!;
		}

		return at === ancestor;
	}

	/** The deepest path that is, or holds, both. */
	commonPath(a: PathId, b: PathId): PathId {
		const {depth, parent} = this;
		while (a !== b) {
			if (depth[a] >= depth[b]) {
				a = parent[a]!;
			} else {
				b = parent[b]!;
			}
		}

		return a;
	}

	/**
	Puts all paths in depth-first order, siblings by their bytes. In time it is that of the paths, with those siblings sorted that
	do not stand in order already. The columns change at its end, all at once; paths interned meanwhile wait for the next.
	*/
	* reorder(): Generator<void> {
		const {count, parent} = this;
		if (count === this.ordered) {
			return;
		}

		const sizes = new Int32Array(count).fill(1);
		const childStart = new Int32Array(count + 1);
		for (let id = count - 1; id > 0; id--) {
			sizes[parent[id]] += sizes[id];
			childStart[parent[id] + 1]++;
			if (id % slice === 0) {
				yield;
			}
		}

		for (let id = 0; id < count; id++) {
			childStart[id + 1] += childStart[id];
		}

		yield;
		const children = new Int32Array(count);
		const filled = childStart.slice(0, count);
		for (let id = 1; id < count; id++) {
			children[filled[parent[id]]++] = id;
			if (id % slice === 0) {
				yield;
			}
		}

		const position = filled;
		const subtreeEnd = new Int32Array(count);
		const atPosition = new Int32Array(count);
		position[root] = 0;
		subtreeEnd[root] = count;
		for (let id = 0, steps = 0; id < count; id++) {
			const siblings = children.subarray(childStart[id], childStart[id + 1]);
			if (siblings.length > 1) {
				this.sortByName(siblings);
			}

			let next = position[id] + 1;
			for (const child of siblings) {
				position[child] = next;
				atPosition[next] = child;
				next += sizes[child];
				subtreeEnd[child] = next;
			}

			steps += siblings.length + 1;
			if (steps > slice / 4) {
				steps = 0;
				yield;
			}
		}

		this.position = position;
		this.subtreeEnd = subtreeEnd;
		this.atPosition = atPosition;
		this.ordered = count;
	}

	/** Compares two names by their bytes. */
	compareNames(a: PathId, b: PathId): number {
		const {names, nameStart} = this;
		let atA = nameStart[a];
		let atB = nameStart[b];
		const endA = nameStart[a + 1];
		const endB = nameStart[b + 1];
		while (atA < endA && atB < endB) {
			const difference = names[atA++] - names[atB++];
			if (difference !== 0) {
				return difference;
			}
		}

		return (endA - atA) - (endB - atB);
	}

	/** Compares two paths in depth-first order, without need of `reorder`. */
	comparePaths(a: PathId, b: PathId): number {
		const {depth, parent} = this;
		const difference = depth[a] - depth[b];
		while (depth[a] > depth[b]) {
			a = parent[a]!;
		}

		while (depth[b] > depth[a]) {
			b = parent[b]!;
		}

		if (a === b) {
			return difference;
		}

		while (parent[a] !== parent[b]) {
			a = parent[a]!;
			b = parent[b]!;
		}

		return this.compareNames(a, b);
	}

	/** All paths as columns, which stay as they are as long as no more are interned: see `take`. */
	give(): Column[] {
		const {count, parent, depth, names, nameStart, hashes, slots, ordered, position, subtreeEnd, atPosition} = this;
		return [
			parent.subarray(0, count), depth.subarray(0, count), names.subarray(0, nameStart[count]), nameStart.subarray(0, count + 1), hashes.subarray(0, count), slots.slice(),
			...ordered === count ? [position, subtreeEnd, atPosition] : [],
		];
	}

	/** Takes what another tree gave, in place of all that there is. */
	take(columns: readonly Column[]): void {
		const [parent, depth, names, nameStart, hashes, slots] = columns as [Int32Array<ArrayBuffer>, Uint16Array<ArrayBuffer>, Uint8Array<ArrayBuffer>, Uint32Array<ArrayBuffer>, Uint32Array<ArrayBuffer>, Int32Array<ArrayBuffer>];
		this.parent = parent;
		this.depth = depth;
		this.names = names;
		this.nameStart = nameStart;
		this.hashes = hashes;
		this.slots = slots;
		this.count = this.parent.length;
		if (columns.length > 6) {
			const [position, subtreeEnd, atPosition] = columns.slice(6) as [Int32Array<ArrayBuffer>, Int32Array<ArrayBuffer>, Int32Array<ArrayBuffer>];
			this.position = position;
			this.subtreeEnd = subtreeEnd;
			this.atPosition = atPosition;
			this.ordered = this.count;
		}
	}

	private sortByName(siblings: Int32Array): void {
		for (let index = 1; index < siblings.length; index++) {
			if (this.compareNames(siblings[index - 1], siblings[index]) > 0) {
				siblings.sort((a, b) => this.compareNames(a, b));
				return;
			}
		}
	}

	/** The slot in which a name stands, or the free one where it belongs. */
	private slot(parent: PathId, bytes: Uint8Array, start: number, end: number, hash: number): number {
		const {slots, hashes} = this;
		const mask = slots.length - 1;
		const length = end - start;
		for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
			const id = slots[slot];
			if (id < 0 || (hashes[id] === hash && this.parent[id] === parent
				&& this.nameStart[id + 1] - this.nameStart[id] === length && sameBytes(this.names, this.nameStart[id], bytes, start, length))) {
				return slot;
			}
		}
	}

	private growColumns(): void {
		const capacity = this.parent.length * 2;
		this.parent = grown(this.parent, capacity);
		this.depth = grown(this.depth, capacity);
		this.hashes = grown(this.hashes, capacity);
		this.nameStart = grown(this.nameStart, capacity + 1);
	}

	private growSlots(): void {
		const slots = new Int32Array(this.slots.length * 2).fill(-1);
		const mask = slots.length - 1;
		for (let id = 1; id < this.count; id++) {
			let slot = this.hashes[id] & mask;
			while (slots[slot] >= 0) {
				slot = (slot + 1) & mask;
			}

			slots[slot] = id;
		}

		this.slots = slots;
	}
}

/** The path interned last: where its names end and what their numbers are, so that the next starts where they part. */
class WalkedPath {
	readonly ends: number[] = [];
	readonly ids: PathId[] = [];
	private bytes: Uint8Array = new Uint8Array();
	private start = 0;
	private length = 0;
	private depth = 0;

	/** How many names the path shares with the one before, whole names only. */
	shared(bytes: Uint8Array, start: number, end: number): number {
		const length = Math.min(this.length, end - start);
		let same = 0;
		while (same < length && bytes[start + same] === this.bytes[this.start + same]) {
			same++;
		}

		let {depth} = this;
		while (depth > 0) {
			const nameEnd = this.ends[depth - 1];
			if (nameEnd < same || (nameEnd === same && (start + same === end || bytes[start + same] === slash))) {
				break;
			}

			depth--;
		}

		return depth;
	}

	remember(bytes: Uint8Array, start: number, end: number, depth: number): void {
		this.bytes = bytes;
		this.start = start;
		this.length = end - start;
		this.depth = depth;
	}
}

/** FNV-1a over the bytes, begun from the parent. */
function hashName(parent: PathId, bytes: Uint8Array, start: number, end: number): number {
	let hash = 0x81_1C_9D_C5 ^ Math.imul(parent, 0x9E_37_79_B1);
	for (let index = start; index < end; index++) {
		hash = Math.imul(hash ^ bytes[index], 0x01_00_01_93);
	}

	// The low bits choose the slot: mix the high ones in.
	hash ^= hash >>> 15;
	return hash >>> 0;
}

function sameBytes(a: Uint8Array, atA: number, b: Uint8Array, atB: number, length: number): boolean {
	for (let index = 0; index < length; index++) {
		if (a[atA + index] !== b[atB + index]) {
			return false;
		}
	}

	return true;
}
