import {sizePattern} from '../../format/yaml/yaml-values.js';

/** A JSON Schema (2020-12), as far as ours need it. */
export type JsonSchema = {
	type?: string | readonly string[];
	description?: string;
	const?: unknown;
	enum?: readonly unknown[];
	format?: string;
	pattern?: string;
	minimum?: number;
	maximum?: number;
	minItems?: number;
	maxItems?: number;
	properties?: Readonly<Record<string, JsonSchema>>;
	required?: readonly string[];
	additionalProperties?: JsonSchema | false;
	items?: JsonSchema;
	anyOf?: readonly JsonSchema[];
	$ref?: string;
};

/** A whole document: what `freedive schema` prints. */
export type SchemaDocument = JsonSchema & {
	$schema: 'https://json-schema.org/draft/2020-12/schema';
	title: string;
	$defs: Readonly<Record<string, JsonSchema>>;
};

export const string: JsonSchema = {type: 'string'};

export const boolean: JsonSchema = {type: 'boolean'};

export const strings: JsonSchema = {type: 'array', items: string};

/** A number of bytes or of things. */
export const count: JsonSchema = {type: 'integer', minimum: 0};

/** The number of a layer, from 1, base layer first. */
export const layerNumber: JsonSchema = {type: 'integer', minimum: 1};

/** A path, as every output writes one. */
export const path: JsonSchema = {type: 'string', pattern: '^/'};

/** The same, of whatever there may be in an image. */
export const pathInImage: JsonSchema = {...path, description: 'begins with /; a byte that is no UTF-8 stands as \\xNN'};

/** What stands beside a path that this can't be told of. */
export const pathBase64: JsonSchema = {...string, description: 'the path\'s bytes, where they are no UTF-8'};

export const mode: JsonSchema = {type: 'string', pattern: '^[0-7]{4}$'};

/** RFC 3339. */
export const time: JsonSchema = {type: 'string', format: 'date-time'};

/** What a command writes as JSON, with the parts that `$ref`s name. */
export function output(name: string, properties: Readonly<Record<string, JsonSchema>>, $defs: SchemaDocument['$defs'], title = `freedive ${name}`): SchemaDocument {
	return {
		$schema: 'https://json-schema.org/draft/2020-12/schema',
		title,
		...object({schema: {const: `freedive/${name}/1`}, ...properties}),
		$defs,
	};
}

/** An object whose keys are all there. More may be there: outputs grow keys. */
export function object(properties: Readonly<Record<string, JsonSchema>>, description?: string): JsonSchema {
	return {type: 'object', ...(description && {description}), properties, required: Object.keys(properties)};
}

/** An object of these keys alone, none of which must be there. */
export function closed(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
	return {type: 'object', properties, additionalProperties: false};
}

/** What may be a key with nothing after it: all of it is a comment. */
export function orNothing(schema: JsonSchema): JsonSchema {
	return {...schema, type: ['object', 'null']};
}

/** A text of a form. */
export function matching(pattern: string): JsonSchema {
	return {type: 'string', pattern};
}

/** A number of bytes, or a size as people write it. */
export const sizeInWords: JsonSchema = {anyOf: [{type: 'integer', minimum: 0}, matching(sizePattern)]};

export function array(items: JsonSchema, description?: string): JsonSchema {
	return {type: 'array', ...(description && {description}), items};
}

/** The schema, with a sentence about what it means. */
export function described(description: string, schema: JsonSchema): JsonSchema {
	return {...schema, description};
}

/** The schema, or null. */
export function nullable(schema: JsonSchema): JsonSchema {
	return typeof schema.type === 'string' ? {...schema, type: [schema.type, 'null']} : {anyOf: [schema, {type: 'null'}]};
}

/** The warnings that every JSON holds. */
export const warnings: JsonSchema = array(object({
	layer: nullable(layerNumber),
	path: nullable(string),
	message: string,
	incomplete: described('whether something that is there could not be read, so that the result is partial', boolean),
}), 'warnings about the image');

/** Which image an output is about. */
export const image: JsonSchema = object({reference: string, digest: nullable(string), platform: nullable(string)});

/** The same in words, and what more an output tells of it. */
export function describedImage(more: Readonly<Record<string, JsonSchema>>): JsonSchema {
	return object({
		reference: described('what the user called it', string),
		digest: described('of the manifest', nullable(string)),
		platform: described('os/arch[/variant]', nullable(string)),
		...more,
	});
}
