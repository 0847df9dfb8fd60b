import {createHash} from 'node:crypto';
import {maskValue} from './mask-value.js';
import type {SecretConfidence, SecretKind, SecretSpan} from './secret-kind.js';

/** A secret that was found in a file, without its value. Plain data: it crosses threads. */
export type FoundSecret = {
	kind: SecretKind;
	/** From 1; undefined in what has no lines. */
	line?: number;
	/** What it is called there, such as a variable's name. */
	name?: string;
	/** The value, masked. */
	masked: string;
	confidence: SecretConfidence;
	isExample?: true;
	/** Four bytes of the value's digest, to tell whether another file holds the same. For comparing alone: a short value can be guessed by it. */
	mark: string;
};

/** What a file holds of secrets. */
export type SecretFacts = {
	/** What the file is there for, where its path tells. */
	what?: string;
	/** The surest first, then as they stand. */
	found: FoundSecret[];
	/** How many there are in all. */
	count: number;
};

export const confidences: readonly SecretConfidence[] = ['high', 'medium', 'low'];

/** A span of a text as it may leave this room. */
export function foundSecret({kind, start, end, confidence, name, isExample}: SecretSpan, text: string, line?: number): FoundSecret {
	const value = text.slice(start, end);
	return {
		kind,
		...(line !== undefined && {line}),
		...(name !== undefined && {name}),
		masked: maskValue(kind, value),
		confidence,
		...(isExample && {isExample}),
		mark: markOf(value),
	};
}

export function markOf(value: string | Uint8Array): string {
	return createHash('sha256').update(value).digest('hex').slice(0, 8);
}
