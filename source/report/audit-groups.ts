import {severities, type Severity} from '../audit/finding.js';
import type {Rule} from '../audit/rule.js';
import type {ReportedFinding} from './audit.js';

/** What one rule found of one severity, for people. */
export type FindingGroup = {
	rule: string;
	/** What the rule finds, in a few words; empty where no rule has that id. */
	title: string;
	severity: Severity;
	/** Worst first. */
	findings: ReportedFinding[];
	/** What mending all of them would save, where they are about bytes; a byte that two name counts twice. */
	bytes: number | null;
	/** Whether the image does not pass for one of them. */
	fails: boolean;
};

/** Findings of a rule that people are shown where nobody said how many, by its severity: the worse, the more they are read. */
const mostShown: Readonly<Record<Severity, number>> = {critical: 10, error: 10, warning: 5, note: 3};

/** How many of a group's findings are shown. */
export function shownOf({severity, findings}: FindingGroup, limit: number | undefined): ReportedFinding[] {
	return findings.slice(0, limit ?? mostShown[severity]);
}

/** Findings by rule and severity, worst first, and else in the order in which the first of each comes: so that a note is not told under an error. */
export function groupFindings(findings: readonly ReportedFinding[], rules: readonly Rule[]): FindingGroup[] {
	const titles = new Map(rules.map(({id, title}) => [id, title]));
	const groups = new Map<string, FindingGroup>();
	for (const finding of findings) {
		const {rule, severity, bytes, fails} = finding;
		const group = groups.get(`${rule} ${severity}`) ?? {rule, title: titles.get(rule) ?? '', severity, findings: [], bytes: null, fails: false};
		groups.set(`${rule} ${severity}`, group);
		group.findings.push(finding);
		group.bytes = bytes === null ? group.bytes : (group.bytes ?? 0) + bytes;
		group.fails ||= fails;
	}

	return [...groups.values()].sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
}

/** The remedy, where all have the same. */
export function commonRemedy(findings: readonly ReportedFinding[]): string | undefined {
	const [{remedy}] = findings;
	return findings.every(finding => finding.remedy === remedy) ? remedy : undefined;
}
