import {safeJson} from '../format/json.js';
import type {Find} from './find.js';

/** Found paths as JSON, an object a line. */
export function * findJsonl({paths}: Find): Generator<string> {
	for (const found of paths()) {
		yield `${safeJson(found)}\n`;
	}
}
