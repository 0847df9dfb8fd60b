import {isMap, isScalar, type Node} from 'yaml';
import {didYouMean} from '../../format/nearest.js';
import {textOf, YamlText, type YamlEntry} from '../../format/yaml/yaml-text.js';
import {defaultDiveLimits, diveRuleNames, readDiveLimit, type DiveLimits, type DiveRuleName} from './dive-rules.js';

/** What a `.dive-ci` says. */
export type DiveCi = {
	limits: DiveLimits;
	/** What dive passes over in silence, and its author may have meant: sentences. */
	remarks: string[];
};

/** A file that dive can't follow ends it with this. */
const exitCode = 1;

/**
Reads a `.dive-ci` as dive does: what stands under `rules` as it is written, off, number or size; what it lacks is dive's own.

@param file As errors name it.
@throws {YamlError} Where dive ends with an error.
*/
export function readDiveCi(file: string, bytes: Uint8Array): DiveCi {
	const yaml = new YamlText(file, bytes, {exitCode, onlyFirst: true});
	const ci: DiveCi = {limits: {...defaultDiveLimits}, remarks: []};
	for (const {key, value} of entriesOf(yaml, yaml.contents, 'It is a mapping that holds rules.')) {
		if (key === 'rules') {
			for (const entry of entriesOf(yaml, value, 'rules is a mapping of dive\'s rules to their limits.')) {
				takeRule(yaml, file, entry, ci);
			}
		} else {
			ci.remarks.push(`${file}: dive passes over ${key}${isRule(key) ? ': it belongs under rules' : ''}.${didYouMean(key, ['rules'])}`);
		}
	}

	yaml.check();
	return ci;
}

function takeRule(yaml: YamlText, file: string, {key, value}: YamlEntry, {limits, remarks}: DiveCi): void {
	if (!isRule(key)) {
		remarks.push(`${file}: dive has no rule ${key}.${didYouMean(key, diveRuleNames)}`);
	} else if (!isScalar(value)) {
		yaml.complain(value, `${key} is one value.`);
	} else if (value.value !== null) {
		const text = textOf(value);
		const read = readDiveLimit(key, text);
		limits[key] = text;
		if (typeof read === 'object' && 'problem' in read) {
			yaml.complain(value, `${read.problem}.`);
		}
	}
}

/** The entries of a mapping, or none where nothing stands. */
function entriesOf(yaml: YamlText, node: Node, wanted: string): YamlEntry[] {
	if (isMap(node)) {
		return yaml.entries(node);
	}

	if (!isScalar(node) || node.value !== null) {
		yaml.complain(node, wanted);
	}

	return [];
}

function isRule(key: string): key is DiveRuleName {
	return (diveRuleNames as readonly string[]).includes(key);
}
