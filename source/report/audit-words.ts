import {severities} from '../audit/finding.js';
import {countOf, formatCount} from '../format/count.js';
import {listWords} from '../format/list-words.js';
import type {AuditedImage, AuditReport, ReportedFinding, ReportedThreshold} from './audit.js';
import {incompleteReason} from './verdict.js';

/** A value and its limit as people read them: so exactly that the one is told from the other. */
export function thresholdFigures({unit, value, limit}: Pick<ReportedThreshold, 'unit' | 'value' | 'limit'>, size: (bytes: number) => string): {value: string; limit: string} {
	const coarse = (number: number) => unit === 'bytes' ? size(number) : (unit === 'share' ? percent(number, 2) : formatCount(number));
	const exact = (number: number) => unit === 'bytes' ? `${formatCount(number)} B` : (unit === 'share' ? percent(number, 10) : String(number));
	if (value === null) {
		return {value: 'no figure', limit: coarse(limit)};
	}

	return value !== limit && coarse(value) === coarse(limit) ? {value: exact(value), limit: exact(limit)} : {value: coarse(value), limit: coarse(limit)};
}

/** `at most`, or `at least`. */
export function boundWords({bound}: Pick<ReportedThreshold, 'bound'>): string {
	return bound === 'at-most' ? 'at most' : 'at least';
}

/** A threshold as a sentence: `layer-size of layer 5 is 802 MB; it may be at most 500 MB.` */
export function thresholdSentence(threshold: ReportedThreshold, size: (bytes: number) => string): string {
	const {id, layer} = threshold;
	const {value, limit} = thresholdFigures(threshold, size);
	return `${id}${layer === null ? '' : ` of layer ${layer}`} is ${value}; it ${threshold.bound === 'at-most' ? 'may' : 'must'} be ${boundWords(threshold)} ${limit}.`;
}

/** Why an image passes, or does not, or why nobody can say. */
export function verdictReason(audited: AuditedImage, warnings: AuditReport['warnings']): string {
	const {complete, passed, failOn, thresholds, findings} = audited;
	const broken = thresholds.filter(threshold => !threshold.passed).length;
	const failing = findings.filter(({fails}) => fails).length;
	if (!passed) {
		return [
			complete ? '' : incompleteReason(audited, warnings),
			failing > 0 ? `${countOf(failing, 'finding')} of severity ${failOn === 'critical' || failOn === 'never' ? 'critical' : `${failOn} or worse`}` : '',
			broken > 0 ? `${countOf(broken, 'threshold')} broken` : '',
		].filter(part => part !== '').join(', ');
	}

	return [
		failOn === 'never' ? '' : `nothing ${findings.some(({state}) => state === 'known') ? 'new ' : ''}of severity ${failOn === 'critical' ? 'critical' : `${failOn} or worse`}`,
		thresholds.length === 0 ? '' : (thresholds.length === 1 ? 'the threshold holds' : `all ${thresholds.length} thresholds hold`),
	].filter(part => part !== '').join(', ');
}

/** `1 error, 3 warnings, 12 notes`. */
export function countsBySeverity(findings: readonly ReportedFinding[]): string {
	const counts = severities.map(severity => {
		const count = findings.filter(finding => finding.severity === severity).length;
		return count === 0 ? '' : (severity === 'critical' ? `${formatCount(count)} critical` : countOf(count, severity));
	}).filter(part => part !== '');
	return counts.length === 0 ? 'nothing found' : counts.join(', ');
}

/** The path of a finding, where its sentence does not tell it. */
export function untoldPath({path, message}: Pick<ReportedFinding, 'path' | 'message'>): string | undefined {
	return path === null || path === '/' || message.includes(path) ? undefined : path;
}

/** What is wrong, with the path. */
export function messageOf(finding: Pick<ReportedFinding, 'path' | 'message'>): string {
	const path = untoldPath(finding);
	return path === undefined ? finding.message : `${path}: ${finding.message}`;
}

/** More rules than this are not named for one reason. */
const mostRules = 4;

/**
What is not told in full: how many findings the baseline has, and how many the policy ignores, by its reasons.

@param namesRules Whether it says of which rules these are; not where it stands below the one rule.
*/
export function setAside(findings: readonly ReportedFinding[], namesRules = true): string[] {
	const known = findings.filter(({state}) => state === 'known').length;
	const reasons = Map.groupBy(findings.filter(({state}) => state === 'ignored'), ({reason}) => reason ?? '');
	return [
		...(known > 0 ? [`${countOf(known, 'finding')} known from the baseline.`] : []),
		...Array.from(reasons, ([reason, ignored]) => `${countOf(ignored.length, 'finding')}${namesRules ? ` of ${rulesOf(ignored)}` : ''} ignored${reason === '' ? ' without a reason.' : `: ${reason}`}`),
	];
}

function rulesOf(findings: readonly ReportedFinding[]): string {
	const rules = [...new Set(findings.map(({rule}) => rule))];
	return listWords(rules.length > mostRules ? [...rules.slice(0, mostRules - 1), `${rules.length - mostRules + 1} other rules`] : rules);
}

function percent(share: number, digits: number): string {
	return `${Number((share * 100).toFixed(digits))} %`;
}
