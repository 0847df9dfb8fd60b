import {csvLine} from './csv.js';
import type {Find} from './find.js';

/** Found paths as CSV, a path a row. */
export function * findCsv({paths}: Find): Generator<string> {
	yield csvLine(['path', 'type', 'size', 'layer', 'removed_by']);
	for (const {path, type, size, layer, removedBy} of paths()) {
		yield csvLine([path, type, size, layer, removedBy]);
	}
}
