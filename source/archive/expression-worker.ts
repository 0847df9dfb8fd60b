import {parentPort, workerData} from 'node:worker_threads';
import {decodeBytes} from '../format/safe-text.js';

/** The names of paths as columns: each path is its parent, which has a lower number, and the bytes of its own name. 0 is the root. */
export type PathNames = {count: number; parent: Int32Array; names: Uint8Array; nameStart: Uint32Array};

/** What a thread is to do. */
export type ExpressionJob = PathNames & {
	source: string;
	flags: string;
	/** How many paths it has looked at, for who waits: -1 until it begins. Shared. */
	looked: Int32Array;
};

const {count, parent, names, nameStart, source, flags, looked} = workerData as ExpressionJob;
const expression = new RegExp(source, flags);
const matches = new Uint8Array(count);
Atomics.store(looked, 0, 0);
let folder = 0;
let folderText = '/';
for (let path = 1; path < count; path++) {
	if (parent[path] !== folder) {
		folder = parent[path];
		folderText = folder === 0 ? '/' : `${pathText(folder)}/`;
	}

	matches[path] = expression.test(folderText + decodeBytes(names.subarray(nameStart[path], nameStart[path + 1]))) ? 1 : 0;
	Atomics.store(looked, 0, path);
}

parentPort!.postMessage(matches, [matches.buffer]);

function pathText(id: number): string {
	let text = '';
	for (let at = id; at !== 0; at = parent[at]!) {
		text = `/${decodeBytes(names.subarray(nameStart[at], nameStart[at + 1]))}${text}`;
	}

	return text;
}
