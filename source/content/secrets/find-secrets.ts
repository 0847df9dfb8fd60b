import {decodeText} from '../decode-text.js';
import {findAssignments} from './find-assignments.js';
import {findTokens, mostSpans} from './find-tokens.js';
import {confidences, foundSecret, markOf, type SecretFacts} from './found-secret.js';
import {readKeystore} from './keystores.js';
import {entropyOf, isPlaceholder, isReference} from './placeholder.js';
import type {SecretSpan} from './secret-kind.js';
import {isSettingsPath, secretPathOf, type SecretPath} from './secret-path.js';

/** So much of a file is looked at, in bytes, from its start: what is written by hand is smaller, and a log or a dump that holds secrets seldom holds them behind that alone. */
export const largestScan = 1 << 20;

/** So many are told of a file. */
const mostTold = 20;

/** A file with a byte of zero so near its start is no text. */
const textHead = 8000;

/**
Finds the secrets of a file: by the shape of what it holds, and by what its path says of it.

@param path Relative to the root, a byte a character.
@param bytes The file's first megabyte.
@returns Undefined where there are none.
*/
export function findSecrets(path: string, bytes: Uint8Array): SecretFacts | undefined {
	// What tools of Windows write: its text is the same in UTF-8.
	return findInBytes(path, hasUtf16Mark(bytes) ? Buffer.from(decodeText(bytes.subarray(2), bytes[0] === 0xFF ? 'utf-16le' : 'utf-16be')) : bytes);
}

function findInBytes(path: string, bytes: Uint8Array): SecretFacts | undefined {
	const keystore = readKeystore(bytes);
	if (keystore) {
		return {found: [{...keystore, masked: '***', mark: markOf(bytes)}], count: 1};
	}

	if (isBinary(bytes)) {
		return undefined;
	}

	const place = secretPathOf(path);
	const spans = findTokens(bytes);
	const needsText = spans.length > 0 || place !== undefined || isSettingsPath(path);
	if (!needsText) {
		return undefined;
	}

	const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
	for (const span of assignmentsIn(text, path, place)) {
		if (spans.length >= mostSpans) {
			break;
		}

		if (spans.every(({start, end}) => span.end <= start || span.start >= end)) {
			spans.push(span);
		}
	}

	const told = place ? spans.map(span => surer(span)) : spans.filter(({isExample}) => !isExample);
	if (told.length > 0) {
		return {...(place && {what: place.what}), found: tell(told, text), count: told.length};
	}

	const isEmpty = text.trim() === '';
	return place?.alone === undefined || isEmpty
		? undefined
		: {what: place.what, found: [{kind: 'credentials-file', masked: '***', confidence: place.alone, mark: markOf(bytes)}], count: 1};
}

/** Whether a file begins with the mark of UTF-16, either byte order; that of UTF-32 begins alike. */
export function hasUtf16Mark(head: Uint8Array): boolean {
	const [first, second] = head;
	return (first === 0xFF && second === 0xFE && !(head[2] === 0 && head[3] === 0)) || (first === 0xFE && second === 0xFF);
}

/** Whether the start of a file has a byte of zero, which text has not. */
export function isBinary(head: Uint8Array): boolean {
	// A Buffer looks for a byte many times as fast as an array does.
	return Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, textHead)).includes(0);
}

function * assignmentsIn(text: string, path: string, place: SecretPath | undefined): Generator<SecretSpan> {
	switch (place?.form) {
		case 'netrc': {
			yield * spansOf(text, /(?<=\bpassword\s{1,20})(?<value>\S{1,500})/dg);
			break;
		}

		case 'pgpass': {
			yield * spansOf(text, /^(?!#)(?:[^\n:\\]{0,100}:){4}(?<value>[^\n]{1,500})$/dgm);
			break;
		}

		case 'hashes': {
			for (const {indices} of text.matchAll(/^[^\s#:]{1,100}:(?<value>(?:\$\w{1,10}\$|\{SHA\})\S{8,200}|[\w./]{13})$/dgm)) {
				const [start, end] = indices!.groups!.value;
				yield {kind: 'password-hash', start, end, confidence: 'medium'};
			}

			break;
		}

		case 'assignments': {
			yield * findAssignments(text, value => value.length < 3 || isPlaceholder(value) ? undefined : (isGenerated(value) ? 'high' : 'medium'));
			break;
		}

		default: {
			if (isSettingsPath(path)) {
				yield * findAssignments(text, value => isGenerated(value) ? 'low' : undefined);
			}
		}
	}
}

function * spansOf(text: string, pattern: RegExp): Generator<SecretSpan> {
	for (const {indices, groups} of text.matchAll(pattern)) {
		const {value} = (groups!);
		if (!isPlaceholder(value) && !isReference(value)) {
			const [start, end] = indices!.groups!.value;
			yield {kind: 'password', start, end, confidence: 'high'};
		}
	}
}

/** Whether a value looks like nothing that a person says: settings that only speak of secrets have words in their place. */
function isGenerated(value: string): boolean {
	return value.length >= 10 && value.length <= 500
		&& /\d/.test(value) && /[a-z]/i.test(value)
		&& !/[\s(),;<>[\]{}]/.test(value)
		&& !isPlaceholder(value)
		&& !isOfWords(value)
		&& entropyOf(value) >= 3.2;
}

/** `app.kubernetes.io/token2`: words with something between, and at most a number behind each. */
function isOfWords(value: string): boolean {
	const parts = value.split(/[\W_]+/);
	return parts.length > 1 && parts.every(part => /^(?:[A-Z]?[a-z]*|[A-Z]*)\d{0,4}$/.test(part));
}

/** In a file that is there for secrets, what looks like one is one; AWS's own example as well: somebody may have left it in place of theirs. */
function surer(span: SecretSpan): SecretSpan {
	if (span.confidence === 'low' && span.kind !== 'encrypted-private-key') {
		return {...span, confidence: 'medium'};
	}

	return span.kind === 'url-password' ? {...span, confidence: 'high'} : span;
}

function tell(spans: readonly SecretSpan[], text: string): SecretFacts['found'] {
	const inOrder = spans.toSorted((one, other) => one.start - other.start);
	const found: SecretFacts['found'] = [];
	let line = 1;
	let at = 0;
	for (const span of inOrder) {
		for (let next = text.indexOf('\n', at); next !== -1 && next < span.start; next = text.indexOf('\n', at)) {
			line++;
			at = next + 1;
		}

		found.push(foundSecret(span, text, line));
	}

	return confidences.flatMap(confidence => found.filter(secret => secret.confidence === confidence)).slice(0, mostTold);
}
