import {grown, type Column} from '../../archive/grown.js';
import {slice, type PathId, type PathTree} from '../path-tree.js';

/** What queries read of every name, kept with its tree. */
export type NameColumns = {
	/** How many paths it is of. */
	count: number;
	/** The bytes of `tree.names` with small letters for A to Z. */
	folded: Uint8Array;
	/** Which bytes each name has, capitals as small letters: a bit for each of `byteBit`. What a name lacks it need not be searched for. */
	bytes: Uint32Array;
	/** Bytes of each whole path, as many as are told apart when short goes before long. */
	length: Uint16Array;
	/** A path before it of the very same name, or itself: what was found of the one name need not be looked for in the other. Of most names that stand in many folders it is the first. */
	twin: Int32Array;
	/** The last path of each hash of a name. */
	byHash: Int32Array;
};

/** As many hashes are told apart, whatever an image holds: 256 kB. A name that has lost its place to others is looked at again. */
const hashes = 1 << 16;

/** Longer paths are as long as this: 13 bits of a rank. */
export const longestLength = 0x1F_FF;

/** Of no path but the root. */
const none: NameColumns = {count: 1, folded: new Uint8Array(0), bytes: new Uint32Array(0), length: new Uint16Array(0), twin: new Int32Array(0), byHash: new Int32Array(0)};

const kept = new WeakMap<PathTree, NameColumns>();

/** The columns of a tree; those of names that came in since are added. */
export function * nameColumns(tree: PathTree): Generator<void, NameColumns> {
	const before = kept.get(tree) ?? none;
	const {count, nameStart} = tree;
	if (before !== none && before.count === count) {
		return before;
	}

	const folded = withRoom(before.folded, nameStart[count]);
	const bytes = withRoom(before.bytes, count);
	const length = withRoom(before.length, count);
	const twin = withRoom(before.twin, count);
	const byHash = withRoom(before.byHash, hashes);
	const columns = {count, folded, bytes, length, twin, byHash};
	for (let path = before.count; path < count; yield) {
		path = fill(columns, tree, path);
	}

	kept.set(tree, columns);
	return columns;
}

/** Fills in columns from a path on, until that was some work. Returns the next path. */
function fill({count, folded, bytes, length, twin, byHash}: NameColumns, tree: PathTree, first: PathId): PathId {
	const {names, nameStart, parent} = tree;
	let path = first;
	for (const most = nameStart[first] + (slice * 4); path < count && nameStart[path] < most; path++) {
		const start = nameStart[path];
		const nameEnd = nameStart[path + 1];
		let has = 0;
		let hash = nameEnd - start;
		for (let at = start; at < nameEnd; at++) {
			const byte = foldByte(names[at]);
			folded[at] = byte;
			has |= byteBit(byte);
			hash = Math.imul(hash ^ names[at], 0x01_00_01_93);
		}

		const slot = (hash ^ (hash >>> 16)) & (hashes - 1);
		const other = byHash[slot];
		twin[path] = other !== 0 && tree.compareNames(other, path) === 0 ? twin[other] : path;
		byHash[slot] = path;
		bytes[path] = has;
		length[path] = Math.min(longestLength, length[parent[path]] + nameEnd - start + 1);
	}

	return path;
}

function withRoom<C extends Column>(column: C, length: number): C {
	return column.length >= length ? column : grown(column, length);
}

/** The bit of a byte: small letters have one of their own, others share them. */
export function byteBit(byte: number): number {
	return 1 << (byte & 0x1F);
}

/** The small letter of an ASCII capital; any other byte as it is. */
export function foldByte(byte: number): number {
	return byte >= 0x41 && byte <= 0x5A ? byte + 0x20 : byte;
}
