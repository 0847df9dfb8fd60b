import {safeText} from '../format/safe-text.js';
import type {FileColumnName} from '../options.js';
import {fileColumns} from './file-columns.js';
import type {FileListing} from './file-row.js';

/** Rows as CSV (RFC 4180, with a header; UTF-8 and LF). */
export function * filesCsv({rows, layers}: FileListing, columns: readonly FileColumnName[]): Generator<string> {
	const writers = columns.map(name => fileColumns[name].csv ?? fileColumns[name].json);
	yield `${columns.join(',')}\n`;
	for (const row of rows) {
		const layer = row.layer === undefined ? undefined : layers[row.layer - 1];
		yield `${writers.map(write => field(write(row, layer))).join(',')}\n`;
	}
}

function field(value: string | number | null): string {
	if (value === null) {
		return '';
	}

	const text = typeof value === 'number' ? String(value) : safeText(value);
	return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
