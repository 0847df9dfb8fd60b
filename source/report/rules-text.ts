import {styleText} from 'node:util';
import type {Rule, RuleGroup} from '../audit/rule.js';
import {countOf} from '../format/count.js';
import {rulesByGroup} from './rules-by-group.js';
import type {TextOptions} from './text-options.js';
import {wrapText} from './wrap-text.js';

/** All rules for people: a line each, by what they are about. */
export function rulesText(rules: readonly Rule[], {width, color}: TextOptions): string {
	const paint = (style: Parameters<typeof styleText>[0], text: string) => color ? styleText(style, text, {validateStream: false}) : text;
	const idWidth = Math.max(0, ...rules.map(({id}) => id.length));
	const indent = ' '.repeat(idWidth + 12);
	const lines = rulesByGroup(rules).flatMap(([group, own]: readonly [RuleGroup, readonly Rule[]]) => [
		paint('bold', group),
		...own.flatMap(({id, severity, title, counterparts}) => {
			const others = counterparts.length === 0 ? '' : ` (${counterparts.join(', ')})`;
			const [first, ...more] = wrapText(title + others, Math.max(20, width - indent.length));
			return [`${id.padEnd(idWidth)}  ${severity.padEnd(8)}  ${first}`, ...more.map(line => indent + line)];
		}),
		'',
	]);
	return `${[...lines, `${countOf(rules.length, 'rule')}; --format markdown tells what each detects and what to do.`].join('\n')}\n`;
}
