import {formatBytes} from '../format/bytes.js';
import {formatMode, octalMode} from '../format/mode.js';
import {safeText} from '../format/safe-text.js';
import {formatTime} from '../format/time.js';
import {instructionLine} from '../image/instruction.js';
import type {FileColumnName} from '../options.js';
import type {FileRow, RowLayer} from './file-row.js';

/** How a column of `files` is written. */
export type FileColumn = {
	/** Its key in JSON. */
	key: string;
	/** Its value in JSON. */
	json: (row: FileRow, layer: RowLayer | undefined) => string | number | null;
	/** Its value in CSV, before it is made safe, where it is not that of JSON. */
	csv?: (row: FileRow, layer: RowLayer | undefined) => string;
	/** Its value for people, before it is made safe, where it is not that of CSV. */
	text?: (row: FileRow, layer: RowLayer | undefined, bytes: boolean) => string;
	/** Columns that it takes in text; negative is flush right. */
	width: number;
};

/** The columns of `files`, by the names that `--columns` takes. */
export const fileColumns: Readonly<Record<FileColumnName, FileColumn>> = {
	path: {key: 'path', json: row => row.path, width: 48},
	type: {key: 'type', json: row => row.type, width: 16},
	mode: {key: 'mode', json: row => octalMode(row.mode), text: row => formatMode(row.mode, row.type), width: 10},
	uid: {key: 'uid', json: row => row.uid, width: -5},
	gid: {key: 'gid', json: row => row.gid, width: -5},
	user: {key: 'user', json: row => row.user, width: 8},
	group: {key: 'group', json: row => row.group, width: 8},
	size: {key: 'size', json: row => row.size, text: (row, _layer, bytes) => bytes ? String(row.size) : formatBytes(row.size), width: -8},
	mtime: {key: 'mtime', json: row => formatTime(row.mtime) || null, width: 20},
	link: {key: 'link', json: row => row.link || null, width: 24},
	layer: {key: 'layer', json: row => row.layer ?? null, width: -5},
	layer_digest: {key: 'layerDigest', json: (_row, layer) => layer?.digest ?? null, width: 71},
	created_by: {key: 'createdBy', json: (_row, layer) => layer?.createdBy ?? null, width: 40},
	instruction: {key: 'instruction', json: (_row, layer) => layer?.instruction ?? null, text: (_row, layer) => instructionLine(layer?.instruction ?? ''), width: 40},
	change: {key: 'change', json: row => row.change ?? null, width: 9},
	fate: {key: 'fate', json: row => row.fate?.() ?? null, width: 11},
	hidden_by: {key: 'hiddenBy', json: row => row.hiddenBy?.() || null, width: -9},
	package: {key: 'package', json: row => row.package?.() ?? null, width: 24},
	content_digest: {key: 'contentDigest', json: row => row.contentDigest?.() ?? null, width: 71},
	path_base64: {key: 'pathBase64', json: row => row.pathBytes ? base64(row.pathBytes) : null, csv: row => pathBase64(row), width: 24},
};

/** The columns where nobody chose. */
export const defaultFileColumns: readonly FileColumnName[] = ['path', 'type', 'mode', 'uid', 'gid', 'size', 'layer'];

/** What a spreadsheet wants in order to find what is big and who put it there. */
export const entryColumns: readonly FileColumnName[] = ['path', 'size', 'layer', 'created_by'];

/** CSV writes control characters of a path as `\xNN` as well, so there the bytes stand wherever the path is not they. */
function pathBase64({path, pathBytes}: FileRow): string {
	if (pathBytes) {
		return base64(pathBytes);
	}

	return safeText(path) === path ? '' : base64(new TextEncoder().encode(path));
}

function base64(bytes: Uint8Array): string {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
