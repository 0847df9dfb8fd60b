import {safeJson} from '../format/json.js';
import type {FileColumnName} from '../options.js';
import {fileObjects} from './file-object.js';
import type {FileListing} from './file-row.js';

/** Rows as one JSON document, a row a line: `freedive schema files` describes it. */
export function * filesJson({image, view, layers, rows, warnings}: FileListing, columns: readonly FileColumnName[]): Generator<string> {
	const toObject = fileObjects(columns);
	const around = {at: null, layers: null, ...('at' in view ? {at: view.at} : {layers: [view.from, view.to]})};
	yield `{"schema":"freedive/files/1","image":${safeJson(image)},"at":${safeJson(around.at)},"layers":${safeJson(around.layers)},"files":[`;
	let separator = '\n';
	for (const row of rows) {
		yield separator + safeJson(toObject(row, layers));
		separator = ',\n';
	}

	yield `\n],"warnings":${safeJson(warnings)}}\n`;
}
