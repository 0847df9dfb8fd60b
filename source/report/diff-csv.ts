import {csvLine} from './csv.js';
import type {DiffChange} from './diff.js';

/** The paths that differ as CSV. */
export function * diffCsv(changes: Iterable<DiffChange>): Generator<string> {
	yield csvLine(['change', 'path', 'what', 'size_a', 'size_b', 'layer_a', 'layer_b']);
	for (const {change, path, what, sizeA, sizeB, layerA, layerB} of changes) {
		yield csvLine([change, path, what.join(' '), sizeA, sizeB, layerA, layerB]);
	}
}
