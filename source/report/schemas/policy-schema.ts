import {confidences, severities} from '../../audit/finding.js';
import {failOns, patterns, ruleSwitches} from '../../audit/policy/policy-values.js';
import {rules} from '../../audit/rules/index.js';
import {thresholdNames, thresholds, type ThresholdName} from '../../audit/thresholds.js';
import {maximumItems} from '../../format/yaml/yaml-values.js';
import {closed, described, matching as text, orNothing, sizeInWords as size, type JsonSchema, type SchemaDocument} from './document.js';

const share: JsonSchema = {anyOf: [{type: 'number', minimum: 0, maximum: 1}, text(patterns.percent)]};
const count: JsonSchema = {type: 'integer', minimum: 0};
const units: Readonly<Record<(typeof thresholds)[ThresholdName]['unit'], JsonSchema>> = {bytes: size, share, count};
const rule: JsonSchema = {enum: rules.map(({id}) => id)};
const glob = text(patterns.glob);
const globs = described('as freedive files takes them: a path with all below it, or a pattern with *, ?, ** and {one,another}', list(glob));

/** What a `.freedive.yaml` may hold: for editors, and for whoever writes one by a program. */
export const policySchema: SchemaDocument = {
	$schema: 'https://json-schema.org/draft/2020-12/schema',
	title: 'freedive policy',
	...closed({
		version: {const: 1},
		'fail-on': described('from which severity on a new finding of high confidence fails; error where nothing is said', {enum: failOns}),
		base: described('the base image, as --base takes it', text(patterns.words)),
		baseline: described('a file of known findings, beside the policy: what --write-baseline wrote', text(patterns.words)),
		thresholds: orNothing(closed(Object.fromEntries(thresholdNames.map(name => {
			const {about, bound, unit} = thresholds[name];
			return [name, described(`${bound === 'at-most' ? 'at most' : 'at least'}: ${about}`, units[unit])];
		})))),
		rules: orNothing(closed(Object.fromEntries(rules.map(({id, title}) => [id, described(title, {$ref: '#/$defs/rule'})])))),
		ignore: described('findings that are known and accepted, each with its reason', list({$ref: '#/$defs/ignore'})),
		required: orNothing(closed({
			paths: globs,
			labels: described('NAME, or NAME=VALUE', list(text(patterns.label))),
			codecs: described('encoders, decoders and libraries that FFmpeg must have', list(text(patterns.codec))),
		})),
		forbidden: orNothing(closed({paths: globs})),
	}),
	required: ['version'],
	$defs: {
		rule: {anyOf: [
			described('off, on, or the severity of what it finds', {enum: ruleSwitches}),
			closed({
				severity: {enum: severities},
				confidence: described('from which confidence on its findings count; high where nothing is said', {enum: confidences}),
				'min-bytes': described('findings of fewer bytes do not count', size),
			}),
		]},
		ignore: {
			...closed({
				rule: oneOrMore(rule),
				path: oneOrMore(glob),
				layer: described('its number from 1, or the start of its digest', {anyOf: [{type: 'integer', minimum: 1}, text(patterns.digest)]}),
				fingerprint: oneOrMore(text(patterns.fingerprint)),
				reason: described('why it may be ignored', text(patterns.words)),
				until: described('the last day on which it is ignored', text(patterns.day)),
			}),
			required: ['reason'],
			anyOf: ['rule', 'path', 'layer', 'fingerprint'].map(key => ({required: [key]})),
		},
	},
};

function list(items: JsonSchema): JsonSchema {
	return {type: ['array', 'null'], items, maxItems: maximumItems};
}

function oneOrMore(schema: JsonSchema): JsonSchema {
	return {anyOf: [schema, {type: 'array', items: schema, minItems: 1, maxItems: maximumItems}]};
}
