import type {Rule, RuleGroup} from '../audit/rule.js';
import {ruleMarkdown} from './rule-markdown.js';
import {rulesByGroup} from './rules-by-group.js';

const groupTitles: Readonly<Record<RuleGroup, string>> = {
	waste: 'Waste: bytes that nobody sees',
	leftovers: 'What a build leaves behind',
	runtime: 'Will it run',
	secrets: 'Secrets',
	configuration: 'Configuration',
	history: 'Instructions',
};

/** All rules as a page: a table to find one by its id or by what others call it, then each in full. */
export function rulesMarkdown(rules: readonly Rule[]): string {
	const groups = rulesByGroup(rules);
	return [
		'# Rules of `freedive audit`',
		'',
		'`--only ID` runs one alone, `--skip ID` leaves one out, and a policy sets the severity of each. What is found with high confidence fails at its severity (`--fail-on`, `error` where nothing is said); what is less sure fails nothing.',
		'',
		'| rule | severity | finds | others call it |',
		'| --- | --- | --- | --- |',
		...groups.flatMap(([, own]) => own.map(({id, severity, title, counterparts}) => `| [\`${id}\`](#${id}) | ${severity} | ${title} | ${counterparts.map(name => `\`${name}\``).join(', ')} |`)),
		...groups.flatMap(([group, own]) => ['', `## ${groupTitles[group]}`, ...own.flatMap(rule => ['', `### ${rule.id}`, '', `**${rule.title}**, ${rule.severity}.`, '', ruleMarkdown(rule)])]),
		'',
	].join('\n');
}
