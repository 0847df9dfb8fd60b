import type {Rule} from '../audit/rule.js';
import {safeJson} from '../format/json.js';

/** All rules as JSON: `freedive schema rules` describes it. */
export function rulesJson(rules: readonly Rule[]): string {
	return `${safeJson({
		schema: 'freedive/rules/1',
		rules: rules.map(({id, title, group, severity, counterparts, detects, remedy, references}) => ({id, title, group, severity, counterparts, detects, remedy, references})),
	}, 2)}\n`;
}
