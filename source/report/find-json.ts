import {safeJson} from '../format/json.js';
import type {Find} from './find.js';

/** Found paths as one JSON document, a path a line: `freedive schema find` describes it. */
export function * findJson({image, query, total, paths, warnings}: Find): Generator<string> {
	yield `{"schema":"freedive/find/1","image":${safeJson(image)},"query":${safeJson(query)},"total":${total},"paths":[`;
	let separator = '\n';
	for (const found of paths()) {
		yield separator + safeJson(found);
		separator = ',\n';
	}

	yield `\n],"warnings":${safeJson(warnings)}}\n`;
}
