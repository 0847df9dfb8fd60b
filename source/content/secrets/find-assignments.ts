import {isReference} from './placeholder.js';
import type {SecretConfidence, SecretSpan} from './secret-kind.js';
import {isSecretName} from './secret-name.js';

/** A name is no longer on either side of the word that tells it, in characters. */
const longestName = 80;

/** A value that was none and is longer is not looked into again, in characters. */
const longestLookedAtAgain = 1024;

/** Some of it is in the name of every secret; where nothing of it stands there is nothing to look for. */
const tellingWord = /pass|secret|token|cred|pwd|key/gi;

/** What stands between a name and its value, with what quotes the name: `=`, `:`, `:=`, `=>`, and the end of an element's tag; no comparison. */
const signAt = /["'\]`]{0,3}[\t ]{0,8}(?<sign>=>?|:=?|>)(?![:=>])[\t ]{0,8}/y;

/** A value that is not quoted ends with white space: whatever stands between is taken for it, so that none of it is printed. */
const valueAt = /"(?<double>(?:[^\n\r"\\]|\\.){0,4096})"|'(?<single>[^\n\r']{0,4096})'|(?<plain>[^\s"'`]{1,4096})/y;

/** Elements of XML: the value ends where the next tag begins. */
const elementAt = /(?<plain>[^\n\r<>]{1,4096})(?=<\/)/y;

/** How sure an assignment's value makes it. */
export type AssignmentJudge = (value: string, name: string) => SecretConfidence | undefined;

/**
Finds values that are given to names of secrets: `NAME=value`, `name: "value"`, `'name' => 'value'`, `<name>value</name>`.
A reference to a value that is kept elsewhere is none.

@param judge Asked of each that is no reference.
*/
export function * findAssignments(text: string, judge: AssignmentJudge): Generator<SecretSpan> {
	let next = 0;
	for (;;) {
		tellingWord.lastIndex = next;
		const word = tellingWord.exec(text);
		if (!word) {
			return;
		}

		const end = nameEnd(text, tellingWord.lastIndex);
		next = end;
		const span = valueBehind(text, nameStart(text, word.index, word.index - longestName), end);
		if (!span) {
			continue;
		}

		const value = text.slice(span.start, span.end);
		const confidence = isReference(value) ? undefined : judge(value, span.name);
		if (confidence) {
			yield {kind: 'password', ...span, confidence};
		}

		// Within a value that is none there may be another, as in a query; a long one is looked at once, or each word in it would go over it.
		if (confidence || value.length >= longestLookedAtAgain) {
			next = span.end;
		}
	}
}

/** The value that is given to a name which stands in a text. */
function valueBehind(text: string, start: number, end: number): {name: string; start: number; end: number} | undefined {
	signAt.lastIndex = end;
	const sign = signAt.exec(text);
	if (!sign) {
		return undefined;
	}

	const name = text.slice(start, end);
	const isElement = sign.groups!.sign === '>';
	if ((isElement && (text[start - 1] !== '<' || sign[0] !== '>')) || !isSecretName(name)) {
		return undefined;
	}

	const pattern = isElement ? elementAt : valueAt;
	const from = end + sign[0].length;
	pattern.lastIndex = from;
	const match = pattern.exec(text);
	if (!match) {
		return undefined;
	}

	const to = from + match[0].length;
	return match.groups!.plain === undefined ? {name, start: from + 1, end: to - 1} : {name, start: from, end: to};
}

function nameStart(text: string, from: number, least: number): number {
	let start = from;
	while (start > 0 && start > least && isNameCharacter(text.codePointAt(start - 1)!)) {
		start--;
	}

	return start;
}

function nameEnd(text: string, from: number): number {
	let end = from;
	while (end < text.length && end - from < longestName && isNameCharacter(text.codePointAt(end)!)) {
		end++;
	}

	return end;
}

/** Letters and digits of ASCII, `_`, `-` and `.`. */
function isNameCharacter(code: number): boolean {
	return (code >= 0x61 && code <= 0x7A) || (code >= 0x41 && code <= 0x5A) || (code >= 0x30 && code <= 0x39) || code === 0x5F || code === 0x2D || code === 0x2E;
}
