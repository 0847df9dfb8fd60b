import type {Facts} from './facts.js';
import type {Reading} from './reading.js';

export {compareFacts} from './compare-facts.js';
export type {Encoding, Facts, FactTable, FileKind} from './facts.js';

/** Enough to tell what a file is by how it begins, and whether it is text. */
const headSize = 8192;

/**
What a file is, and what it says of itself.

It throws nothing but what the one who brings the bytes throws: a file that is not what it looks like has a warning.

@param file Its path, by which languages and databases are told, and its size in bytes.
*/
export function * lookInto(file: {path: string; size: number}): Reading<Facts> {
	if (file.size === 0) {
		return {kind: 'empty', title: 'empty', tables: [], warnings: []};
	}

	const head = yield {at: 0, length: headSize};
	return {kind: head.includes(0) ? 'binary' : 'text', title: head.includes(0) ? 'data' : 'text', tables: [], warnings: []};
}
