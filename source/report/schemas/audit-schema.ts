import {confidences, severities, type FindingState} from '../../audit/finding.js';
import {baseSchema} from './base-schema.js';
import {
	array,
	boolean,
	count,
	described,
	describedImage,
	layerNumber,
	nullable,
	object,
	output,
	path,
	pathBase64,
	string,
	strings,
	warnings,
	type SchemaDocument,
} from './document.js';

const states: readonly FindingState[] = ['new', 'known', 'ignored'];
const number = {type: 'number'} as const;

/** What `freedive audit --format json` writes. */
export const auditSchema: SchemaDocument = output('audit', {
	images: array({$ref: '#/$defs/audited'}, 'in the order in which they were named'),
	failures: array(object({
		image: described('what the user called it', string),
		message: described('why it could not be looked at', string),
		tries: described('how often it was tried', count),
	}), 'images that could not be looked at'),
	warnings: described('warnings about all images', {
		...warnings,
		items: object({...warnings.items!.properties, image: described('what the user called it', string)}),
	}),
}, {
	audited: object({
		image: describedImage({
			size: described('content bytes of all layers', count),
			finalSize: described('those of them that the finished file system shows', count),
			storedSize: described('bytes of the layers as they lie', count),
		}),
		policy: described('the file that the policy is of; null where there is none', nullable(string)),
		complete: described('whether it could be read whole; what is not never passes, and warnings that are incomplete say why', boolean),
		passed: described('whether it is complete, no threshold is broken, and no finding fails', boolean),
		failOn: described('the severity at which a finding fails, or never', {enum: [...severities, 'never']}),
		base: baseSchema,
		thresholds: array({$ref: '#/$defs/threshold'}, 'the limits of the policy'),
		findings: array({$ref: '#/$defs/finding'}, 'worst first'),
		summary: object({
			critical: count,
			error: count,
			warning: count,
			note: count,
			bytes: described('what these findings name, each byte once', count),
		}, 'how many findings there are, but for ignored ones'),
		couldBe: object({
			size: described('content bytes that would be left', count),
			waste: described('those that no path of the finished file system shows', count),
			leftovers: described('of those that one shows, what rules say that a build left behind, each byte once', count),
		}, 'what the image could be; the three add up to its size'),
		remarks: described('what the policy asks for and no longer holds', strings),
	}),
	threshold: object({
		id: described('the policy\'s word for it', string),
		unit: described('a share is from 0 to 1', {enum: ['bytes', 'share', 'count']}),
		bound: described('whether the value must not be above the limit, or not below it', {enum: ['at-most', 'at-least']}),
		limit: number,
		value: described('null where the image has no such figure', {type: ['number', 'null']}),
		passed: boolean,
		layer: described('of a limit that is each layer\'s, the layer that it was held against', nullable(layerNumber)),
	}),
	finding: object({
		rule: described('the id of the rule', string),
		severity: {enum: severities},
		confidence: described('how sure the rule is; what is not high fails nothing', {enum: confidences}),
		layer: described('whose instruction is to change', nullable(layerNumber)),
		instruction: described('that instruction in one line, secrets masked', nullable(string)),
		path: described('begins with /; a byte that is no UTF-8 stands as \\xNN', nullable(path)),
		pathBase64: nullable(pathBase64),
		bytes: described('that mending it would save, where it is about bytes', nullable(count)),
		message: described('what is wrong', string),
		remedy: described('what to write instead', string),
		references: described('addresses of pages that say more', strings),
		state: described('known: the baseline has it; ignored: the policy says so', {enum: states}),
		reason: described('why it is ignored; null where it is not', nullable(string)),
		fails: described('whether it is one of those for which the image does not pass', boolean),
		base: described('whether it lies in a layer of the base image', boolean),
		fingerprint: described('the same whenever the same is found in another build', {type: 'string', pattern: '^[0-9a-f]{32}$'}),
		open: described('where to look at it: what --open takes; null where it is in no layer', nullable(string)),
	}),
});
