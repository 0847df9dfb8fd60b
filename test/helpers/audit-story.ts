import type {ExecutionContext} from 'ava';
import type {AuditDemands} from '../../source/audit/audit-input.js';
import type {Finding} from '../../source/audit/finding.js';
import {gatherInput} from '../../source/audit/gather-input.js';
import type {Rule} from '../../source/audit/rule.js';
import {runRules} from '../../source/audit/run-rules.js';
import {runNow} from '../../source/archive/slices.js';
import type {BuildOptions} from './build-image.js';
import {loadStory} from './load-story.js';

/** What to hold against an image beside its story. */
export type AuditStoryOptions = BuildOptions & {
	demands?: Partial<AuditDemands>;
	/** How many layers are the base's. */
	base?: number;
};

/**
What rules find in an image that is told as `buildImage` takes it. The image is audited with plain and with compressed layers, which
are read in different ways, and both must find the same.
*/
export async function auditStory(t: ExecutionContext, rules: readonly Rule[], story: string, {demands, base = 0, ...options}: AuditStoryOptions = {}): Promise<Finding[]> {
	const audits = await Promise.all((['none', 'gzip'] as const).map(async wrapping => {
		const {image, overlay, contents} = await loadStory(t, story, wrapping, options, ['content-digest', 'package-files', 'file-facts']);
		const input = runNow(gatherInput(image, overlay, contents, base, {codecs: [], labels: [], ...demands}));
		const {findings, warnings} = runNow(runRules(input, rules));
		t.deepEqual(warnings, []);
		return {findings, told: findings.map(finding => tellFinding(finding, path => overlay.tree.path(path)))};
	}));
	t.deepEqual(audits[1].told, audits[0].told, 'compressed layers tell the same');
	return audits[0].findings.map((finding, index) => ({...finding, told: audits[0].told[index]}));
}

/** What rules find as lines: `warning rule (low) layer 3 /path 12 B: message`. */
export async function toldFindings(t: ExecutionContext, rules: readonly Rule[], story: string, options?: AuditStoryOptions): Promise<string[]> {
	const findings = await auditStory(t, rules, story, options);
	return findings.map(finding => (finding as Finding & {told: string}).told);
}

function tellFinding({severity, rule, confidence, layer, path, bytes, message}: Finding, pathText: (path: number) => string): string {
	return [
		severity,
		rule,
		confidence === 'high' ? '' : `(${confidence})`,
		layer === undefined ? '' : `layer ${layer}`,
		path === undefined ? '' : pathText(path),
		bytes === undefined ? '' : `${bytes} B`,
	].filter(part => part !== '').join(' ') + `: ${message}`;
}
