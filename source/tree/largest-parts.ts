import type {PathId, PathTree} from './path-tree.js';

/** A part of a folder, for a picture: a path with all below it, or what is too small for a part of its own. */
export type FolderPart = {
	/** Of what is too small, the folder that it lies in. */
	path: PathId;
	/** Whether these are the smaller parts of `path` together. */
	isRest: boolean;
	bytes: number;
	/** Of these, those that nobody sees. */
	waste: number;
};

/** Bytes of each path with all below it, by `PathId`. */
export type PathBytes = {bytes: ArrayLike<number>; waste: ArrayLike<number>};

/** A part with less than this share of one of the parts that there may be is told with the rest. */
const smallestShare = 0.25;

/**
Divides what lies in a folder into parts, largest first: the largest folder is divided again and again, as long as there are no more
than `most` parts. The parts add up to the folder. The tree must be in order (`PathTree.reorder`).
*/
export function largestParts(tree: PathTree, top: PathId, {bytes, waste}: PathBytes, most: number): FolderPart[] {
	const least = bytes[top] / most * smallestShare;
	const parts: FolderPart[] = [{path: top, isRest: false, bytes: bytes[top], waste: waste[top]}];
	const whole = new Set<PathId>();
	while (parts.length > 0) {
		const index = indexOfLargest(parts, whole);
		if (index === -1) {
			break;
		}

		const {path} = parts[index];
		const inside = partsOf(tree, path, {bytes, waste}, least);
		if (inside.length === 0 || parts.length - 1 + inside.length > most) {
			whole.add(path);
		} else {
			parts.splice(index, 1, ...inside);
		}
	}

	return parts.filter(part => part.bytes > 0).sort((a, b) => b.bytes - a.bytes || tree.comparePaths(a.path, b.path));
}

function indexOfLargest(parts: readonly FolderPart[], whole: ReadonlySet<PathId>): number {
	let largest = -1;
	for (const [index, {path, isRest, bytes}] of parts.entries()) {
		if (!isRest && bytes > 0 && !whole.has(path) && (largest === -1 || bytes > parts[largest].bytes)) {
			largest = index;
		}
	}

	return largest;
}

/** What lies right in a folder; nothing where none of it is large enough. */
function partsOf({position, subtreeEnd, atPosition}: PathTree, folder: PathId, {bytes, waste}: PathBytes, least: number): FolderPart[] {
	const parts: FolderPart[] = [];
	const rest: FolderPart = {path: folder, isRest: true, bytes: bytes[folder], waste: waste[folder]};
	for (let place = position[folder] + 1; place < subtreeEnd[folder];) {
		const path = atPosition[place];
		place = subtreeEnd[path];
		if (bytes[path] > 0 && bytes[path] >= least) {
			parts.push({path, isRest: false, bytes: bytes[path], waste: waste[path]});
			rest.bytes -= bytes[path];
			rest.waste -= waste[path];
		}
	}

	return parts.length > 0 && rest.bytes > 0 ? [...parts, rest] : parts;
}
