import {safeText} from '../format/safe-text.js';
import type {FileColumnName} from '../options.js';
import {fileColumns} from './file-columns.js';
import type {FileListing} from './file-row.js';

/** What stands in CSV as it is: most of what there is. */
const plain = /^[\w !#$%&'()*+\-./:;<=>?@[\\\]^`{|}~]*$/;

/** Rows as CSV (RFC 4180, with a header; UTF-8 and LF). */
export function * filesCsv({rows, layers}: FileListing, columns: readonly FileColumnName[]): Generator<string> {
	const writers = columns.map(name => fileColumns[name].csv ?? fileColumns[name].json);
	yield `${columns.join(',')}\n`;
	for (const row of rows) {
		const layer = row.layer === undefined ? undefined : layers[row.layer - 1];
		let line = '';
		for (let column = 0; column < writers.length; column++) {
			line += (column === 0 ? '' : ',') + field(writers[column](row, layer));
		}

		yield `${line}\n`;
	}
}

function field(value: string | number | null): string {
	if (value === null) {
		return '';
	}

	if (typeof value === 'number' || plain.test(value)) {
		return String(value);
	}

	const text = safeText(value);
	return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
