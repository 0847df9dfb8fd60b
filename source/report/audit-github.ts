import {formatBytes} from '../format/bytes.js';
import {countOf} from '../format/count.js';
import {safeText} from '../format/safe-text.js';
import {sentence} from '../format/sentence.js';
import {groupFindings, shownOf, type FindingGroup} from './audit-groups.js';
import {countsBySeverity, messageOf, setAside, thresholdSentence, verdictReason} from './audit-words.js';
import type {AuditParts, AuditedImage, ReportedFinding} from './audit.js';
import {couldBeLine} from './could-be-line.js';
import {verdictOf} from './verdict.js';

type Level = 'error' | 'warning' | 'notice';

/**
An audit as annotations of a GitHub workflow: the verdict, what fails, and the worst of the rest; notes are one annotation a rule, for
of each kind a step shows ten. Every line is a command of its own, so that nothing of an image begins one.
*/
export function auditGithub({report: {images, failures, warnings}, rules, limit}: AuditParts): string {
	const lines = [
		...images.flatMap(audited => {
			const {image, passed, thresholds, findings, remarks} = audited;
			const told = findings.filter(({state}) => state === 'new');
			const verdict = `${image.reference}: ${verdictOf(audited)}`;
			return [
				command(passed ? 'notice' : 'error', {title: verdict}, [sentence(verdictReason(audited, warnings)), sentence(countsBySeverity(told)), couldBeLine(audited, formatBytes), ...setAside(findings)].filter(part => part !== '').join(' ')),
				...thresholds.filter(threshold => !threshold.passed).map(threshold => command('error', {title: `${image.reference}: ${threshold.id}`}, thresholdSentence(threshold, formatBytes))),
				...groupFindings(told, rules).flatMap(group => groupLines(group, audited, limit)),
				...remarks.map(remark => command('warning', {title: `${image.reference}: policy`}, remark)),
			];
		}),
		...failures.map(({image, message}) => command('error', {title: `${image}: not audited`}, message)),
	];
	return lines.map(line => `${line}\n`).join('');
}

function groupLines(group: FindingGroup, {image}: AuditedImage, limit: number | undefined): string[] {
	const {rule, title, severity, findings, fails} = group;
	const heading = `${image.reference}: ${rule}${title === '' ? '' : ` (${title})`}`;
	const shown = shownOf(group, limit);
	const rest = findings.length - shown.length;
	const more = rest > 0 ? ` And ${countOf(rest, 'more', 'more')}.` : '';
	if (severity === 'note' && !fails) {
		return [command('notice', {title: heading}, ...shown.map((finding, index) => told(finding) + (index === shown.length - 1 ? more : '')))];
	}

	return shown.map((finding, index) => command(levelOf(finding), {title: heading, ...placeOf(finding)}, told(finding) + (index === shown.length - 1 ? more : '')));
}

function levelOf({severity, fails}: ReportedFinding): Level {
	return fails || severity === 'critical' || severity === 'error' ? 'error' : (severity === 'warning' ? 'warning' : 'notice');
}

function placeOf({path}: ReportedFinding): Record<string, string> {
	return path === null || path === '/' ? {} : {file: path.slice(1)};
}

function told(finding: ReportedFinding): string {
	const {remedy, layer, instruction, base} = finding;
	const where = layer === null ? '' : ` (layer ${layer}${base ? ' of the base image' : ''}${instruction === null ? '' : `: ${instruction}`})`;
	return `${messageOf(finding)} ${remedy}${where}`;
}

/** A workflow command, as `@actions/core` writes it, with a message in lines. */
function command(level: Level, properties: Readonly<Record<string, string>>, ...lines: readonly string[]): string {
	const list = Object.entries(properties).map(([key, value]) => `${key}=${property(value)}`).join(',');
	return `::${level} ${list}::${lines.map(line => safeText(line).replaceAll('%', '%25')).join('%0A')}`;
}

function property(text: string): string {
	return safeText(text).replaceAll('%', '%25').replaceAll(':', '%3A').replaceAll(',', '%2C');
}
