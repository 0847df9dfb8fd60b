import type {Cache} from './cache.js';
import {csvLine} from './csv.js';

/** What is listed as CSV. */
export function * cacheCsv({entries}: Cache): Generator<string> {
	yield csvLine(['kind', 'digest', 'bytes', 'used']);
	for (const {kind, digest, bytes, used} of entries ?? []) {
		yield csvLine([kind, digest, bytes, used]);
	}
}
