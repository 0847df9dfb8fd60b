import {styleText} from 'node:util';
import {safeText} from '../format/safe-text.js';
import type {FileColumnName} from '../options.js';
import {fileColumns} from './file-columns.js';
import type {FileListing, FileRow} from './file-row.js';
import type {TextOptions} from './text-options.js';

/** The columns where nobody chose: the path last, for its length is not known while rows stream. */
const textColumns: readonly FileColumnName[] = ['mode', 'uid', 'gid', 'size', 'layer', 'path'];

/** Rows for people, under a heading. Where nobody chose the columns, links show where they lead, and rows that remove say so. */
export function * filesText({rows, layers}: FileListing, columns: readonly FileColumnName[] | undefined, {bytes, color}: Pick<TextOptions, 'bytes' | 'color'>): Generator<string> {
	const names = columns ?? textColumns;
	const last = names.length - 1;
	const widths = names.map(name => name === 'size' && bytes ? -13 : fileColumns[name].width);
	const cells = (cell: (name: FileColumnName) => string) => names.map((name, index) => align(cell(name), widths[index], index === last)).join('  ').trimEnd();
	const heading = cells(name => name);
	yield `${color ? styleText('dim', heading, {validateStream: false}) : heading}\n`;
	for (const row of rows) {
		const layer = row.layer === undefined ? undefined : layers[row.layer - 1];
		yield cells(name => {
			const {text, csv, json} = fileColumns[name];
			const value = text ? text(row, layer, bytes) : String((csv ?? json)(row, layer) ?? '');
			return safeText(name === 'path' && !columns ? value + note(row) : value);
		}) + '\n';
	}
}

function align(text: string, width: number, isLast: boolean): string {
	if (width < 0) {
		return text.padStart(-width);
	}

	return isLast ? text : text.padEnd(width);
}

function note({type, link}: FileRow): string {
	switch (type) {
		case 'symlink': {
			return ` -> ${link}`;
		}

		case 'hardlink': {
			return ` = ${link}`;
		}

		case 'whiteout': {
			return ' (removed)';
		}

		case 'opaque': {
			return ' (emptied)';
		}

		default: {
			return '';
		}
	}
}
