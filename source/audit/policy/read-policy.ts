import {isScalar, type Node} from 'yaml';
import {YamlNodes, type Fields, type Read} from '../../format/yaml/yaml-nodes.js';
import {YamlText} from '../../format/yaml/yaml-text.js';
import {confidences, severities, type Severity} from '../finding.js';
import {thresholdNames, thresholds, type ThresholdName} from '../thresholds.js';
import {failOns, patterns, ruleSwitches} from './policy-values.js';
import type {Ignore, Policy, RuleSetting} from './policy.js';

/** The only version so far. */
const version = 1;

/** What stands at the top of a policy. */
type Document = {
	version: number;
	'fail-on': Policy['failOn'];
	base: string;
	baseline: string;
	thresholds: Partial<Record<ThresholdName, number>>;
	rules: Map<string, RuleSetting>;
	ignore: Ignore[];
	required: {paths?: string[]; labels?: string[]; codecs?: string[]};
	forbidden: {paths?: string[]};
};

/** An ignored finding as it is written. */
type IgnoreDocument = {rule: string[]; path: string[]; layer: string; fingerprint: string[]; reason: string; until: string};

/** Where people look for a limit that is called otherwise here: dive's names among them. */
const otherNames: Readonly<Record<string, string>> = {
	lowestEfficiency: 'efficiency',
	highestWastedBytes: 'wasted-bytes',
	highestUserWastedPercent: 'user-wasted-percent',
	'lowest-efficiency': 'efficiency',
	'highest-wasted-bytes': 'wasted-bytes',
	'highest-user-wasted-percent': 'user-wasted-percent',
	'layer-count': 'layers',
};

/**
Reads a `.freedive.yaml`.

@param file As errors name it.
@param ruleIds The rules that there are.
@throws {YamlError} With all that is wrong in it.
*/
export function readPolicy(file: string, bytes: Uint8Array, ruleIds: readonly string[]): Policy {
	const yaml = new YamlText(file, bytes);
	const nodes = new YamlNodes(yaml);
	const values = readDocument(nodes, ruleIds)(yaml.contents, 'a policy');
	if (values && !Object.hasOwn(values, 'version')) {
		yaml.complain(yaml.contents, `A policy begins with its version: write version: ${version}.`);
	}

	yaml.check();
	return policyOf(yaml, values ?? {});
}

function policyOf(yaml: YamlText, values: Partial<Document>): Policy {
	const {required = {}, forbidden = {}} = values;
	return {
		failOn: values['fail-on'] ?? 'error',
		base: values.base,
		baseline: values.baseline,
		limits: values.thresholds ?? {},
		rules: values.rules ?? new Map<string, RuleSetting>(),
		ignore: (values.ignore ?? []).map(ignore => ({...ignore, line: yaml.lineOf(ignore.line)})),
		required: {paths: required.paths ?? [], labels: required.labels ?? [], codecs: required.codecs ?? []},
		forbidden: {paths: forbidden.paths ?? []},
	};
}

function readDocument(nodes: YamlNodes, ruleIds: readonly string[]): Read<Partial<Document>> {
	const globs = nodes.list(nodes.text(patterns.glob, 'a path or a glob, such as /etc/app.conf or \'*.pem\''));
	const fields: Fields<Document> = {
		version: nodes.number({wanted: `${version}`, number: value => value === version}),
		'fail-on': nodes.choice(failOns),
		base: nodes.text(patterns.words, 'an image, such as debian.tar'),
		baseline: nodes.text(patterns.words, 'a file, such as .freedive-baseline.json'),
		thresholds: nodes.mapping(readLimits(nodes), key => Object.hasOwn(otherNames, key) ? ` Here it is called ${otherNames[key]}.` : undefined),
		rules: nodes.named(ruleIds, 'rule', readRule(nodes)),
		ignore: nodes.list(readIgnore(nodes, ruleIds)),
		required: nodes.mapping<Required<Document['required']>>({
			paths: globs,
			labels: nodes.list(nodes.text(patterns.label, 'the name of a label, or NAME=VALUE')),
			codecs: nodes.list(nodes.text(patterns.codec, 'the name of a codec, such as libx264')),
		}),
		forbidden: nodes.mapping<Required<Document['forbidden']>>({paths: globs}),
	};
	return nodes.mapping(fields, key => {
		const limit = (otherNames[key] ?? key) as ThresholdName;
		return thresholdNames.includes(limit) ? ` Under thresholds there is ${limit}.` : (ruleIds.includes(key) ? ' Rules stand under rules.' : undefined);
	});
}

function readLimits(nodes: YamlNodes): Fields<Record<ThresholdName, number>> {
	const bytes = nodes.size();
	const share = nodes.number({
		wanted: 'a share such as 5% or 0.05',
		number: value => value >= 0 && value <= 1,
		text: {pattern: patterns.percent, parse: text => Number(text.replace(/\s?%$/, '')) / 100},
	});
	const count = nodes.number({wanted: 'a whole number', number: value => Number.isSafeInteger(value) && value >= 0});
	const waste: Read<number> = (node, name) => isPercent(node) ? nodes.refuse(node, `${name} is a size; for a share there is waste-share.`) : bytes(node, name);
	const readers = {bytes, share, count};
	return {
		...Object.fromEntries(thresholdNames.map(name => [name, readers[thresholds[name].unit]])) as Fields<Record<ThresholdName, number>>,
		waste,
		'wasted-bytes': (node, name) => isPercent(node) ? nodes.refuse(node, `${name} is a size; for a share there is user-wasted-percent.`) : bytes(node, name),
	};
}

function isPercent(node: Node): boolean {
	return isScalar(node) && typeof node.value === 'string' && node.value.endsWith('%');
}

/** Off, on, a severity, or a mapping of more. */
function readRule(nodes: YamlNodes): Read<RuleSetting> {
	const word = nodes.choice(ruleSwitches);
	const more = nodes.mapping<{severity: Severity; confidence: (typeof confidences)[number]; 'min-bytes': number}>({
		severity: nodes.choice(severities),
		confidence: nodes.choice(confidences),
		'min-bytes': nodes.size(),
	});
	return (node, name) => {
		if (!isScalar(node)) {
			const {severity, confidence, 'min-bytes': minBytes} = more(node, name) ?? {};
			return {isOn: true, severity, confidence, minBytes};
		}

		// What YAML 1.1 took for booleans.
		if (typeof node.value === 'boolean') {
			return nodes.refuse(node, `${name} is off or on, or a severity, not ${String(node.value)}.`);
		}

		const setting = word(node, name);
		return setting && {isOn: setting !== 'off', severity: setting === 'off' || setting === 'on' ? undefined : setting};
	};
}

function readIgnore(nodes: YamlNodes, ruleIds: readonly string[]): Read<Ignore> {
	const read = nodes.mapping<IgnoreDocument>({
		rule: nodes.oneOrMore(nodes.choice(ruleIds)),
		path: nodes.oneOrMore(nodes.text(patterns.glob, 'a path or a glob, such as /usr/share/doc or \'*.pem\'')),
		layer(node, name) {
			const isNumber = isScalar(node) && typeof node.value === 'number';
			return isNumber && Number.isSafeInteger(node.value) && Number(node.value) > 0
				? String(node.value)
				: nodes.text(patterns.digest, 'a number from 1, or the start of a digest')(node, name);
		},
		fingerprint: nodes.oneOrMore(nodes.text(patterns.fingerprint, 'what findings have, 32 digits')),
		reason: nodes.text(patterns.words, 'a sentence that says why'),
		until: nodes.text(patterns.day, 'a day such as 2026-12-31'),
	});
	return (node, name) => {
		const values = read(node, `what ${name} lists`);
		if (values === undefined) {
			return undefined;
		}

		const {rule: rules, path: paths, layer, fingerprint: fingerprints, reason, until} = values;
		if (!('rule' in values || 'path' in values || 'layer' in values || 'fingerprint' in values)) {
			return nodes.refuse(node, 'It ignores everything: say which rule, path, layer or fingerprint.');
		}

		if (!('reason' in values)) {
			return nodes.refuse(node, 'It gives no reason: say why it may be ignored.');
		}

		return reason === undefined ? undefined : {rules, paths, layer, fingerprints, reason, until, line: node.range?.[0] ?? 0};
	};
}
