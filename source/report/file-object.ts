import type {FileColumnName} from '../options.js';
import {fileColumns} from './file-columns.js';
import type {FileRow, RowLayer} from './file-row.js';

/** Makes the objects that JSON holds for rows: the chosen columns, and the path's bytes beside a path that is no UTF-8. */
export function fileObjects(columns: readonly FileColumnName[]): (row: FileRow, layers: readonly RowLayer[]) => Record<string, string | number | null> {
	const chosen = columns.map(name => fileColumns[name]);
	const bytesKey = fileColumns.path_base64.key;
	const hasBytes = !columns.includes('path') || columns.includes('path_base64');
	return (row, layers) => {
		const layer = row.layer === undefined ? undefined : layers[row.layer - 1];
		const object: Record<string, string | number | null> = {};
		for (const {key, json} of chosen) {
			object[key] = json(row, layer);
		}

		if (row.pathBytes && !hasBytes) {
			object[bytesKey] = fileColumns.path_base64.json(row, layer);
		}

		return object;
	};
}
