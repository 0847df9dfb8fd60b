import {ruleGroups, type Rule, type RuleGroup} from '../audit/rule.js';

/** Rules by what they are about, each group that has some; within it they keep their order. */
export function rulesByGroup(rules: readonly Rule[]): Array<readonly [RuleGroup, Rule[]]> {
	return ruleGroups.map(group => [group, rules.filter(rule => rule.group === group)] as const).filter(([, own]) => own.length > 0);
}
