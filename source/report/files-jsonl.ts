import {safeJson} from '../format/json.js';
import type {FileColumnName} from '../options.js';
import {fileObjects} from './file-object.js';
import type {FileListing} from './file-row.js';

/** Rows as JSON, an object a line. */
export function * filesJsonl({rows, layers}: FileListing, columns: readonly FileColumnName[]): Generator<string> {
	const toObject = fileObjects(columns);
	for (const row of rows) {
		yield `${safeJson(toObject(row, layers))}\n`;
	}
}
