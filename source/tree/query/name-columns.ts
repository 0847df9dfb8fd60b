import {grown} from '../../archive/grown.js';
import {slice, type PathTree} from '../path-tree.js';

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
};

/** Longer paths are as long as this: 13 bits of a rank. */
export const longestLength = 0x1F_FF;

const kept = new WeakMap<PathTree, NameColumns>();

/** The columns of a tree; those of names that came in since are added. */
export function * nameColumns(tree: PathTree): Generator<void, NameColumns> {
	const before = kept.get(tree);
	const {count, names, nameStart, parent} = tree;
	if (before?.count === count) {
		return before;
	}

	const from = before?.count ?? 1;
	const end = nameStart[count];
	const folded = before && before.folded.length >= end ? before.folded : (before ? grown(before.folded, end) : new Uint8Array(end));
	const bytes = before && before.bytes.length >= count ? before.bytes : (before ? grown(before.bytes, count) : new Uint32Array(count));
	const length = before && before.length.length >= count ? before.length : (before ? grown(before.length, count) : new Uint16Array(count));
	for (let path = from, steps = 0; path < count; path++) {
		const start = nameStart[path];
		const nameEnd = nameStart[path + 1];
		let has = 0;
		for (let at = start; at < nameEnd; at++) {
			const byte = foldByte(names[at]);
			folded[at] = byte;
			has |= byteBit(byte);
		}

		bytes[path] = has;

		length[path] = Math.min(longestLength, length[parent[path]] + nameEnd - start + 1);
		steps += nameEnd - start;
		if (steps > slice * 4) {
			steps = 0;
			yield;
		}
	}

	const columns = {count, folded, bytes, length};
	kept.set(tree, columns);
	return columns;
}

/** The bit of a byte: small letters have one of their own, others share them. */
export function byteBit(byte: number): number {
	return 1 << (byte & 0x1F);
}

/** The small letter of an ASCII capital; any other byte as it is. */
export function foldByte(byte: number): number {
	return byte >= 0x41 && byte <= 0x5A ? byte + 0x20 : byte;
}
