import type {Severity} from '../audit/finding.js';
import type {Rule} from '../audit/rule.js';
import {formatBytes} from '../format/bytes.js';
import {safeJson} from '../format/json.js';
import {safeText} from '../format/safe-text.js';
import {thresholdSentence} from './audit-words.js';
import type {AuditFailure, AuditParts, AuditReport, AuditedImage, ReportedFinding, ReportedThreshold} from './audit.js';
import {distinctNames} from './distinct-names.js';
import {imageUri, pathUri} from './path-uri.js';
import {ruleMarkdown} from './rule-markdown.js';

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

const levels: Readonly<Record<Severity, string>> = {critical: 'error', error: 'error', warning: 'warning', note: 'note'};

/**
What code scanning takes for how dangerous a rule's findings are: "over 9.0 is critical, 7.0 to 8.9 is high, 4.0 to 6.9 is medium and
0.1 to 3.9 is low". Only what is about security has it.
*/
const securitySeverities: Readonly<Record<Severity, string>> = {critical: '9.5', error: '8.0', warning: '5.0', note: '2.0'};

/** The rule of thresholds that are broken, by the policy's word for each. */
const thresholdPrefix = 'threshold-';

/** An audit as SARIF 2.1.0 (OASIS), as code scanning takes it: a run an image, each a category of its own. */
export function auditSarif(parts: AuditParts): string {
	const {report} = parts;
	const {images, failures} = report;
	// Code scanning refuses two runs of one category, which is all before the last slash.
	const names = distinctNames([...images.map(({image}) => image.reference), ...failures.map(({image}) => image)]);
	const ids = names.map(name => `freedive/${safeText(name)}/`);
	return `${safeJson({
		$schema: schema,
		version: '2.1.0',
		runs: [
			...images.map((image, index) => runOf(image, ids[index], parts)),
			...failures.map((failure, index) => runOfFailure(failure, ids[images.length + index], parts)),
		],
	}, 2)}\n`;
}

function runOf(audited: AuditedImage, id: string, {report, rules, version, exitCode}: AuditParts) {
	const broken = audited.thresholds.filter(({passed}) => !passed);
	const thresholdIds = [...new Set(broken.map(({id}) => id))];
	const indices = new Map([...rules.map(rule => rule.id), ...thresholdIds.map(id => thresholdPrefix + id)].map((id, index) => [id, index]));
	const hasBaseline = audited.findings.some(({state}) => state === 'known');
	return {
		tool: toolOf(version, [...rules.map(rule => ruleOf(rule)), ...thresholdIds.map(id => thresholdRule(id))]),
		automationDetails: {id},
		columnKind: 'utf16CodeUnits',
		invocations: [{
			executionSuccessful: exitCode !== 2 && audited.complete,
			exitCode,
			toolExecutionNotifications: notificationsOf(report.warnings.filter(({image}) => image === audited.image.reference), audited),
		}],
		results: [
			...broken.map(threshold => resultOfThreshold(threshold, audited, indices)),
			...audited.findings.map(finding => resultOf(finding, audited, {indices, hasBaseline})),
		],
		properties: {
			image: audited.image,
			complete: audited.complete,
			passed: audited.passed,
			couldBe: audited.couldBe,
		},
	};
}

function runOfFailure({image, message, tries}: AuditFailure, id: string, {version, exitCode}: AuditParts) {
	return {
		tool: toolOf(version, []),
		automationDetails: {id},
		columnKind: 'utf16CodeUnits',
		invocations: [{
			executionSuccessful: false,
			exitCode,
			toolExecutionNotifications: [{level: 'error', message: {text: messageText(`${image} could not be audited${tries > 1 ? `, tried ${tries} times` : ''}: ${message}`)}}],
		}],
		results: [],
	};
}

function toolOf(version: string, rules: readonly unknown[]) {
	return {driver: {name: 'freedive', version, semanticVersion: version, rules}};
}

function ruleOf(rule: Rule) {
	const {id, title, group, severity, counterparts, detects, remedy, references} = rule;
	const isSecurity = group === 'secrets' || severity === 'critical';
	return {
		id,
		name: id.replaceAll(/(?:^|-)(.)/g, (_match, letter: string) => letter.toUpperCase()),
		shortDescription: {text: messageText(title)},
		fullDescription: {text: messageText(detects)},
		help: {text: messageText(`${detects} ${remedy}`), markdown: ruleMarkdown(rule)},
		...(references.length > 0 && {helpUri: references[0]}),
		defaultConfiguration: {level: levels[severity]},
		properties: {
			tags: [group, ...(isSecurity ? ['security'] : []), ...counterparts],
			'problem.severity': severity === 'note' ? 'recommendation' : levels[severity],
			...(isSecurity && {'security-severity': securitySeverities[severity]}),
		},
	};
}

function thresholdRule(id: string) {
	const text = messageText(`The policy sets a limit: ${id}.`);
	return {
		id: thresholdPrefix + id,
		shortDescription: {text},
		fullDescription: {text},
		help: {text: 'Make the image smaller where it says how, or change the limit in the policy.'},
		defaultConfiguration: {level: 'error'},
		properties: {tags: ['threshold']},
	};
}

function resultOf(finding: ReportedFinding, audited: AuditedImage, {indices, hasBaseline}: {indices: ReadonlyMap<string, number>; hasBaseline: boolean}) {
	const {rule, severity, confidence, bytes, message, remedy, references, state, reason, fails, base, fingerprint, open, path, pathBase64, layer, instruction} = finding;
	const index = indices.get(rule);
	return {
		ruleId: rule,
		...(index !== undefined && {ruleIndex: index}),
		level: levels[severity],
		message: {text: messageText(`${message} ${remedy}`)},
		locations: [{
			// "The SARIF viewer shows a result at a file": what no path has lies in the image itself.
			...physicalLocation(path === null || path === '/' ? imageUri(audited.image.reference) : pathUri(path, pathBase64)),
			...(layer !== null && {logicalLocations: [{
				name: `layer ${layer}`,
				fullyQualifiedName: `${safeText(audited.image.reference)}/layer ${layer}`,
				...(instruction !== null && {decoratedName: safeText(instruction)}),
				kind: 'layer',
			}]}),
		}],
		partialFingerprints: {'freedive/v1': fingerprint},
		...(state === 'ignored' && {suppressions: [{kind: 'external', status: 'accepted', ...(reason !== null && {justification: safeText(reason)})}]}),
		...(hasBaseline && state !== 'ignored' && {baselineState: state === 'known' ? 'unchanged' : 'new'}),
		properties: {severity, confidence, bytes, base, fails, open, references},
	};
}

function resultOfThreshold(threshold: ReportedThreshold, {image}: AuditedImage, indices: ReadonlyMap<string, number>) {
	const {id, unit, bound, limit, value, layer} = threshold;
	return {
		ruleId: thresholdPrefix + id,
		ruleIndex: indices.get(thresholdPrefix + id),
		level: 'error',
		message: {text: messageText(thresholdSentence(threshold, formatBytes))},
		locations: [{
			...physicalLocation(imageUri(image.reference)),
			...(layer !== null && {logicalLocations: [{name: `layer ${layer}`, fullyQualifiedName: `${safeText(image.reference)}/layer ${layer}`, kind: 'layer'}]}),
		}],
		partialFingerprints: {'freedive/v1': `${thresholdPrefix}${id}${layer === null ? '' : `/${layer}`}`},
		properties: {unit, bound, limit, value},
	};
}

/** Code scanning wants a line, too. */
function physicalLocation(uri: string) {
	return {physicalLocation: {artifactLocation: {uri}, region: {startLine: 1}}};
}

function notificationsOf(warnings: AuditReport['warnings'], {remarks}: AuditedImage) {
	return [
		...warnings.map(({layer, path, message, incomplete}) => ({
			level: incomplete ? 'error' : 'warning',
			message: {text: messageText([layer === null ? '' : `layer ${layer}`, path ?? '', message].filter(part => part !== '').join(': '))},
		})),
		...remarks.map(message => ({level: 'warning', message: {text: messageText(message)}})),
	];
}

/**
Text as a SARIF message, in which `[text](target)` is a link and `{0}` a placeholder (3.11.5, 3.11.6): brackets are escaped where they
could be one, and braces doubled.
*/
function messageText(text: string): string {
	const safe = safeText(text);
	return (safe.includes('](') ? safe.replaceAll(/[[\\\]]/g, match => `\\${match}`) : safe).replaceAll(/\{(?=\d+\})|(?<=\{\d+)\}/g, match => match + match);
}
