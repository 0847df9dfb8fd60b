import type {JsonSchema, SchemaDocument} from '../../source/report/schemas/document.js';

/** What a keyword of JSON Schema (2020-12) demands: the sentences that say where the value breaks it. */
type Check = (expected: never, value: unknown, place: string, validate: (schema: JsonSchema, value: unknown, place: string) => string[], schema: JsonSchema) => string[];

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const typeChecks: Record<string, (value: unknown) => boolean> = {
	object: isObject,
	array: value => Array.isArray(value),
	string: value => typeof value === 'string',
	integer: value => Number.isSafeInteger(value),
	number: value => typeof value === 'number',
	boolean: value => typeof value === 'boolean',
	null: value => value === null,
};

const checks: Record<string, Check> = {
	$schema: () => [],
	$defs: () => [],
	title: () => [],
	description: () => [],
	type: (expected: string | string[], value, place) => [expected].flat().some(type => typeChecks[type](value)) ? [] : [`${place} is no ${[expected].flat().join(' or ')}`],
	const: (expected: unknown, value, place) => value === expected ? [] : [`${place} is not ${String(expected)}`],
	enum: (expected: unknown[], value, place) => expected.includes(value) ? [] : [`${place} is none of ${expected.join(', ')}`],
	format: (expected: string, value, place) => expected === 'date-time' && (typeof value !== 'string' || /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(value)) ? [] : [`${place} is no ${expected}`],
	pattern: (expected: string, value, place) => typeof value !== 'string' || new RegExp(expected, 'u').test(value) ? [] : [`${place} does not match ${expected}`],
	minimum: (expected: number, value, place) => typeof value !== 'number' || value >= expected ? [] : [`${place} is below ${expected}`],
	maximum: (expected: number, value, place) => typeof value !== 'number' || value <= expected ? [] : [`${place} is above ${expected}`],
	minItems: (expected: number, value, place) => !Array.isArray(value) || value.length >= expected ? [] : [`${place} is too short`],
	maxItems: (expected: number, value, place) => !Array.isArray(value) || value.length <= expected ? [] : [`${place} is too long`],
	required: (expected: string[], value, place) => isObject(value) ? expected.filter(key => !Object.hasOwn(value, key)).map(key => `${place}.${key} is missing`) : [],
	properties: (expected: Record<string, JsonSchema>, value, place, validate) => isObject(value) ? Object.entries(expected).flatMap(([key, schema]) => Object.hasOwn(value, key) ? validate(schema, value[key], `${place}.${key}`) : []) : [],
	additionalProperties: (expected: JsonSchema | false, value, place, validate, {properties = {}}) => isObject(value)
		? Object.entries(value).flatMap(([key, item]) => Object.hasOwn(properties, key) ? [] : (expected ? validate(expected, item, `${place}.${key}`) : [`${place}.${key} is not known`]))
		: [],
	items: (expected: JsonSchema, value, place, validate) => Array.isArray(value) ? value.flatMap((item, index) => validate(expected, item, `${place}[${index}]`)) : [],
	anyOf: (expected: JsonSchema[], value, place, validate) => expected.some(schema => validate(schema, value, place).length === 0) ? [] : [`${place} fits none`],
};

/**
Where a value breaks a schema: no sentence means nowhere.

@throws {Error} At a keyword that it does not know, so that nothing passes unchecked.
*/
export function schemaErrors(document: SchemaDocument, value: unknown): string[] {
	const validate = (schema: JsonSchema, item: unknown, place: string): string[] => Object.entries(schema).flatMap(([keyword, expected]) => {
		if (keyword === '$ref') {
			return validate(document.$defs[(expected as string).replace('#/$defs/', '')], item, place);
		}

		if (!Object.hasOwn(checks, keyword)) {
			throw new Error(`${keyword} is not checked`);
		}

		return checks[keyword](expected as never, item, place, validate, schema);
	});

	return validate(document, value, '$');
}

/** The keys that a value has and its schema does not name: an output that outgrew its description. */
export function undescribedKeys(document: SchemaDocument, value: unknown): string[] {
	const walk = (schema: JsonSchema, item: unknown, place: string): string[] => {
		if (schema.$ref) {
			return walk(document.$defs[schema.$ref.replace('#/$defs/', '')], item, place);
		}

		if (Array.isArray(item) && schema.items) {
			return item.flatMap(one => walk(schema.items!, one, `${place}[]`));
		}

		const {properties} = schema;
		return isObject(item) && properties
			? Object.entries(item).flatMap(([key, one]) => Object.hasOwn(properties, key) ? walk(properties[key], one, `${place}.${key}`) : [`${place}.${key}`])
			: [];
	};

	return [...new Set(walk(document, value, '$'))];
}
