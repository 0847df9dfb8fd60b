import {safeText} from '../format/safe-text.js';
import {csvField} from './csv.js';
import type {Find} from './find.js';

/** Found paths as CSV, a path a row. */
export function * findCsv({paths}: Find): Generator<string> {
	yield 'path,type,size,layer,removed_by\n';
	for (const {path, type, size, layer, removedBy} of paths()) {
		yield `${[safeText(path), type, size, layer, removedBy].map(value => csvField(value)).join(',')}\n`;
	}
}
