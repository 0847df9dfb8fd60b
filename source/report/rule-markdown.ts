import type {Rule} from '../audit/rule.js';

/** What there is to read of a rule, in Markdown: what it detects, what to do, what others call it, and where more is told. All of it is freedive's own text. */
export function ruleMarkdown({detects, remedy, counterparts, references}: Rule): string {
	return [
		detects,
		'',
		`**What to do.** ${remedy}`,
		...(counterparts.length > 0 ? ['', `Others call it ${counterparts.map(id => `\`${id}\``).join(', ')}.`] : []),
		...(references.length > 0 ? ['', ...references.map(address => `- <${address}>`)] : []),
	].join('\n');
}
