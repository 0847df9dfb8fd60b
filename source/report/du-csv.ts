import {csvLine} from './csv.js';
import type {Du} from './du.js';

/** Sizes of folders as CSV. */
export function * duCsv({folders}: Du): Generator<string> {
	yield csvLine(['path', 'depth', 'size', 'files']);
	for (const {path, depth, size, files} of folders) {
		yield csvLine([path, depth, size, files]);
	}
}
