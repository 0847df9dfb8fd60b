import {severities, type Finding, type Judgement, type Severity} from './finding.js';

/** Says yes or no: new findings of high confidence at or above `failOn` fail. */
export function judge(findings: readonly Finding[], failOn: Severity | 'never'): Judgement {
	const worst = failOn === 'never' ? -1 : severities.indexOf(failOn);
	return {
		passed: findings.every(({severity, confidence}) => !(confidence === 'high' && severities.indexOf(severity) <= worst)),
		thresholds: [],
		findings: findings.map(finding => ({...finding, state: 'new'})),
		remarks: [],
	};
}
