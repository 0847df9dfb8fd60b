import {severities} from '../../audit/finding.js';
import {ruleGroups} from '../../audit/rule.js';
import {array, described, object, output, string, strings, type SchemaDocument} from './document.js';

/** What `freedive audit --list-rules --format json` writes. */
export const rulesSchema: SchemaDocument = output('rules', {
	rules: array(object({
		id: described('what --only and --skip take, and a policy', string),
		title: described('what it finds, in a few words', string),
		group: described('what it is about', {enum: ruleGroups}),
		severity: described('of what it finds, where a finding does not say otherwise', {enum: severities}),
		counterparts: described('what CIS Docker, dockle, hadolint and others call it', strings),
		detects: described('what it detects and why that matters', string),
		remedy: described('what to do about it', string),
		references: described('addresses of pages that say more', strings),
	}), 'in the order in which pages list them'),
}, {});
