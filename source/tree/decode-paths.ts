import {Buffer} from 'node:buffer';
import {decodeBytes} from '../format/safe-text.js';
import {root, type PathTree} from './path-tree.js';

const slash = 0x2F;

/** Many whole paths, each as `PathTree.path` reads it, and faster than one by one: what is ASCII, which most are, is decoded at once. */
export function decodePaths({parent, names, nameStart}: PathTree, paths: Int32Array): string[] {
	const ends = new Uint32Array(paths.length);
	let total = 0;
	for (let index = 0; index < paths.length; index++) {
		let path = paths[index];
		total += path === root ? 1 : 0;
		for (; path !== root; path = parent[path]) {
			total += nameStart[path + 1] - nameStart[path] + 1;
		}

		ends[index] = total;
	}

	const bytes = Buffer.alloc(total, slash);
	let bits = 0;
	for (let index = 0; index < paths.length; index++) {
		let at = ends[index];
		for (let path = paths[index]; path !== root; path = parent[path], at--) {
			for (let from = nameStart[path + 1] - 1; from >= nameStart[path]; from--) {
				bits |= names[from];
				bytes[--at] = names[from];
			}
		}
	}

	if (bits >= 0x80) {
		return Array.from(ends, (end, index) => decodeBytes(bytes.subarray(index === 0 ? 0 : ends[index - 1], end)));
	}

	const text = bytes.toString('latin1');
	return Array.from(ends, (end, index) => text.slice(index === 0 ? 0 : ends[index - 1], end));
}
