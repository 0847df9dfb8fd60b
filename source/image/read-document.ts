import {safeParse, type BaseIssue, type GenericSchema, type InferOutput} from 'valibot';
import type {ByteSource} from '../archive/byte-source.js';
import {formatBytes} from '../format/bytes.js';
import {ImageError} from './image.js';

/** The manifest of ten thousand layers has 3 MB, their config with long instructions 10 MB. */
export const largestDocument = 32 << 20;

const decoder = new TextDecoder();

/**
The bytes of a document of an image.

@param name What the document is called in errors, archive first: `app.tar: manifest.json`.
@throws {ImageError} When it is too large to be one.
*/
export function readDocumentBytes(source: ByteSource, name: string): Uint8Array {
	if (source.size > largestDocument) {
		throw new ImageError(`${name} has ${formatBytes(source.size)}: freedive reads no document beyond ${formatBytes(largestDocument)}.`);
	}

	return source.slice(0, source.size);
}

/**
A document of an image, by its bytes.

@throws {ImageError} When it is no JSON, or one that `schema` does not fit.
*/
export function parseDocument<S extends GenericSchema>(bytes: Uint8Array, schema: S, name: string): InferOutput<S> {
	return checkDocument(parseJson(bytes, name), schema, name);
}

/**
What JSON there is in the bytes of a document.

@throws {ImageError} When there is none.
*/
export function parseJson(bytes: Uint8Array, name: string): unknown {
	if (bytes.length === 0) {
		throw new ImageError(`${name} is empty.`);
	}

	try {
		return JSON.parse(decoder.decode(bytes));
	} catch (error) {
		throw new ImageError(`${name} is no valid JSON.`, {cause: error});
	}
}

/**
A document whose JSON is already parsed.

@throws {ImageError} When `schema` does not fit.
*/
export function checkDocument<S extends GenericSchema>(value: unknown, schema: S, name: string): InferOutput<S> {
	const result = safeParse(schema, value, {abortEarly: true});
	if (!result.success) {
		throw new ImageError(`${name} has the wrong shape: ${describe(result.issues[0])}.`);
	}

	return result.output;
}

const words: Readonly<Record<string, string>> = {
	string: 'text',
	number: 'a number',
	boolean: 'a truth value',
	Array: 'a list',
	Object: 'an object',
	null: 'null',
	undefined: 'missing',
};

/** One issue in words: `[0].Layers is text, where a list should be`. The value itself stays out, it may be anything. */
function describe(issue: BaseIssue<unknown>): string {
	const place = (issue.path ?? [])
		.map(item => typeof item.key === 'number' ? `[${item.key}]` : `.${String(item.key).slice(0, 80)}`)
		.join('')
		.replace(/^\./, '');
	const {input} = issue;
	const found = input === null ? 'null' : (Array.isArray(input) ? 'Array' : (typeof input === 'object' ? 'Object' : typeof input));
	const expected = issue.expected?.replaceAll(/["']/g, '') ?? '';
	// A missing key is reported as such by what it was expected to be.
	const isMissing = input === undefined;
	return isMissing
		? `${place || 'it'} is missing`
		: `${place || 'it'} is ${words[found] ?? found}, where ${wanted(expected)} should be`;
}

function wanted(expected: string): string {
	const names = expected.replaceAll(/[()]/g, '').split(' | ').filter(name => name !== 'null' && name !== 'undefined');
	return names.map(name => words[name] ?? name).join(' or ') || 'something else';
}
