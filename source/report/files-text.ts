import {styleText} from 'node:util';
import {safeText} from '../format/safe-text.js';
import type {FileColumnName} from '../options.js';
import {fileColumns} from './file-columns.js';
import type {FileListing, FileRow, RowLayer} from './file-row.js';
import type {TextOptions} from './text-options.js';

/** The columns where nobody chose: the path last, for its length is not known while rows stream. */
const textColumns: readonly FileColumnName[] = ['mode', 'uid', 'gid', 'size', 'layer', 'path'];

/** Rows for people, under a heading. Where nobody chose the columns, links show where they lead, and rows that remove say so. */
export function * filesText({rows, layers}: FileListing, columns: readonly FileColumnName[] | undefined, {bytes, color}: Pick<TextOptions, 'bytes' | 'color'>): Generator<string> {
	const names = columns ?? textColumns;
	const cells = names.map((name, index) => cellWriter(name, {
		width: name === 'size' && bytes ? -13 : fileColumns[name].width,
		isLast: index === names.length - 1,
		bytes,
		hasNote: name === 'path' && !columns,
	}));
	const heading = names.map((name, index) => cells[index].align(name)).join('  ').trimEnd();
	yield `${color ? styleText('dim', heading, {validateStream: false}) : heading}\n`;
	for (const row of rows) {
		const layer = row.layer === undefined ? undefined : layers[row.layer - 1];
		let line = '';
		for (const {write, align} of cells) {
			line += (line === '' ? '' : '  ') + align(write(row, layer));
		}

		yield `${line.trimEnd()}\n`;
	}
}

/** Most values, which are safe as they are. */
const plain = /^[\u0020-\u007E]*$/;

type Cell = {
	write: (row: FileRow, layer: RowLayer | undefined) => string;
	align: (text: string) => string;
};

function cellWriter(name: FileColumnName, {width, isLast, bytes, hasNote}: {width: number; isLast: boolean; bytes: boolean; hasNote: boolean}): Cell {
	const {text, csv, json} = fileColumns[name];
	const valueOf = text ?? csv ?? json;
	return {
		write(row, layer) {
			const value = String(valueOf(row, layer, bytes) ?? '') + (hasNote ? note(row) : '');
			return plain.test(value) ? value : safeText(value);
		},
		align: width < 0 ? text => text.padStart(-width) : (isLast ? text => text : text => text.padEnd(width)),
	};
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
