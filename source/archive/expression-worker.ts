import {parentPort, workerData} from 'node:worker_threads';
import {decodeBytes} from '../format/safe-text.js';

/** The names of paths as columns: each path is its parent, which has a lower number, and the bytes of its own name. 0 is the root. */
export type PathNames = {count: number; parent: Int32Array; names: Uint8Array; nameStart: Uint32Array};

/** By path 1 where it matches, and the first match: from and to, in UTF-16 units of the text of the path. */
export type ExpressionMatches = {matches: Uint8Array; start: Uint16Array; end: Uint16Array};

/** What a thread is to do. */
export type ExpressionJob = PathNames & {
	source: string;
	flags: string;
	/** How many paths it has looked at, for who waits: -1 until it begins. Shared. */
	looked: Int32Array;
};

const {count, parent, names, nameStart, source, flags, looked} = workerData as ExpressionJob;
const expression = new RegExp(source, flags);
const found: ExpressionMatches = {matches: new Uint8Array(count), start: new Uint16Array(count), end: new Uint16Array(count)};
const furthest = 0xFF_FF;
Atomics.store(looked, 0, 0);
let folder = 0;
let folderText = '/';
for (let path = 1; path < count; path++) {
	if (parent[path] !== folder) {
		folder = parent[path];
		folderText = folder === 0 ? '/' : `${pathText(folder)}/`;
	}

	const match = expression.exec(folderText + decodeBytes(names.subarray(nameStart[path], nameStart[path + 1])));
	if (match) {
		found.matches[path] = 1;
		found.start[path] = Math.min(furthest, match.index);
		found.end[path] = Math.min(furthest, match.index + match[0].length);
	}

	Atomics.store(looked, 0, path);
}

parentPort!.postMessage(found, Object.values(found).map(({buffer}) => buffer as ArrayBuffer));

function pathText(id: number): string {
	let text = '';
	for (let at = id; at !== 0; at = parent[at]!) {
		text = `/${decodeBytes(names.subarray(nameStart[at], nameStart[at + 1]))}${text}`;
	}

	return text;
}
