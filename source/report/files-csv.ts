import type {FileColumnName} from '../options.js';
import {csvField} from './csv.js';
import {fileColumns} from './file-columns.js';
import type {FileListing} from './file-row.js';

/** Rows as CSV (RFC 4180, with a header; UTF-8 and LF). */
export function * filesCsv({rows, layers}: FileListing, columns: readonly FileColumnName[]): Generator<string> {
	const writers = columns.map(name => fileColumns[name].csv ?? fileColumns[name].json);
	yield `${columns.join(',')}\n`;
	for (const row of rows) {
		const layer = row.layer === undefined ? undefined : layers[row.layer - 1];
		let line = '';
		for (let column = 0; column < writers.length; column++) {
			line += (column === 0 ? '' : ',') + csvField(writers[column](row, layer));
		}

		yield `${line}\n`;
	}
}
