import {safeJson} from '../format/json.js';
import {grepObjects} from './grep-object.js';
import type {Grep} from './grep.js';

/** What was found as JSON, an object a line. */
export async function * grepJsonl({mode, files}: Grep): AsyncGenerator<string> {
	for await (const batch of files) {
		let rows = '';
		for (const file of batch) {
			for (const object of grepObjects(file, mode)) {
				rows += `${safeJson(object)}\n`;
			}
		}

		yield rows;
	}
}
