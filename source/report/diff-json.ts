import {safeJson} from '../format/json.js';
import type {Diff, DiffChange} from './diff.js';

/** What differs as one JSON document, a path a line: `freedive schema diff` describes it. */
export function * diffJson({warnings, ...diff}: Diff, changes: Iterable<DiffChange>): Generator<string> {
	yield `${safeJson(diff, 2).slice(0, -2)},\n  "changes": [`;
	let separator = '\n    ';
	for (const change of changes) {
		yield separator + safeJson(change);
		separator = ',\n    ';
	}

	yield `${separator.startsWith(',') ? '\n  ' : ''}],\n  "warnings": ${safeJson(warnings)}\n}\n`;
}
