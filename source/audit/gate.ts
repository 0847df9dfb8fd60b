import {severities, type Finding, type JudgedFinding, type Judgement, type Severity} from './finding.js';

/** Says yes or no: what `failsGate` fails. */
export function judge(findings: readonly Finding[], failOn: Severity | 'never'): Judgement {
	const judged = findings.map((finding): JudgedFinding => ({...finding, state: 'new'}));
	return {
		passed: judged.every(finding => !failsGate(finding, failOn)),
		failOn,
		thresholds: [],
		findings: judged,
		remarks: [],
	};
}

/** Whether a finding says no: a new one of high confidence, at or above `failOn`. */
export function failsGate({state, severity, confidence}: Pick<JudgedFinding, 'state' | 'severity' | 'confidence'>, failOn: Severity | 'never'): boolean {
	return failOn !== 'never' && state === 'new' && confidence === 'high' && severities.indexOf(severity) <= severities.indexOf(failOn);
}
