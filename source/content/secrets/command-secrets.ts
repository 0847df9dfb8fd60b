import {findAssignments} from './find-assignments.js';
import {findTokens} from './find-tokens.js';
import {isPlaceholder, isReference} from './placeholder.js';
import type {SecretConfidence, SecretSpan} from './secret-kind.js';
import {isSecretName} from './secret-name.js';

/** More of an instruction is not looked at, in characters; what is printed of one is shorter by far. */
export const longestCommand = 1 << 18;

/** A value that follows the name of an option. */
const option = /(?<=^|[\s"',[])--?(?<name>[a-z][\w-]{1,60})["']?(?:\s{1,8}|,\s{0,8}|=)["']?(?<value>[^\s"'`]{1,4096})/dgi;

/** `ENV NAME value` and `ARG`, `LABEL` as they were written before there was a sign between. */
const oldForm = /^\s{0,8}(?:env|label)\s{1,8}(?<name>[\w\-.]{1,80})\s{1,8}(?![^\s=]{0,80}=)["']?(?<value>[^\n"']{1,4096})/dgi;

/** An instruction that gives names values: builders print them without the quotes that they had, so that a value ends where the next name begins. */
const declaration = /^\s{0,8}(?:env|arg|label)\s(?=\s{0,8}[\w\-.]{1,80}=)/i;
const declaredName = /(?<=\s)[\w\-.]{1,80}=/g;

/** `curl -u user:password`, and its long form. */
const userOption = /\b(?:curl|wget|http|skopeo|podman|docker|helm|lftp)\b[^\n&;|]{0,400}?\s(?:-u|--user|--creds|--src-creds|--dest-creds)[\s=]{1,4}["']?[^\s"':]{1,100}:(?<value>[^\s"']{1,500})/dgi;

/** `echo user:password | chpasswd`. */
const passwordChange = /[\w\-.]{1,64}:(?<value>[^\s"':|]{1,200})["']?\s{0,8}\|\s{0,8}(?:sudo\s{1,4})?(?:\/usr\/sbin\/)?chpasswd/dg;

const header = /authorization["']?\s{0,4}[:=]\s{0,4}["']?(?:bearer|basic|token)\s{1,4}(?<value>[\w+\-./=~]{8,4096})/dgi;

/**
How sure it is that the value of a variable, a build argument or a label is a secret, by its name and what it is; undefined where it is none.
*/
export function judgeNamedValue(value: string): SecretConfidence | undefined {
	if (value.trim() === '' || isReference(value) || /^(?:true|false|yes|no|on|off|0|1|null|none|id=.*|type=.*)$/i.test(value)) {
		return undefined;
	}

	return isPlaceholder(value) || (value.length < 3) ? 'low' : 'high';
}

/**
Finds the secrets in an instruction, a command or a label: tokens, passwords in URLs, values of names that are those of secrets, whether
assigned or given as an option.

@returns In their order, none over another.
*/
export function findCommandSecrets(text: string): SecretSpan[] {
	const looked = text.slice(0, longestCommand);
	const spans = tokensIn(looked);
	/** What of the text is in a span. */
	const isTaken = new Uint8Array(looked.length);
	for (const {start, end} of spans) {
		isTaken.fill(1, start, end);
	}

	const add = (span: SecretSpan) => {
		if (!isTaken.subarray(span.start, span.end).includes(1)) {
			isTaken.fill(1, span.start, span.end);
			spans.push(span);
		}
	};

	for (const {name, start, end} of declaration.test(looked) ? declaredValues(looked) : optionValues(looked)) {
		const confidence = isSecretName(name) ? judgeNamedValue(looked.slice(start, end)) : undefined;
		if (confidence) {
			add({kind: 'password', start, end, confidence, name});
		}
	}

	for (const [pattern, kind] of [[userOption, 'password'], [passwordChange, 'password'], [header, 'authorization-header']] as const) {
		for (const {groups, indices} of looked.matchAll(pattern)) {
			const confidence = judgeNamedValue(groups!.value);
			if (confidence) {
				const [start, end] = indices!.groups!.value;
				add({kind, start, end, confidence});
			}
		}
	}

	for (const span of findAssignments(looked, value => judgeNamedValue(value))) {
		add(span);
	}

	return spans.toSorted((one, other) => one.start - other.start);
}

type NamedValue = {name: string; start: number; end: number};

function * declaredValues(text: string): Generator<NamedValue> {
	const names = [...text.matchAll(declaredName)];
	for (const [index, match] of names.entries()) {
		const from = match.index + match[0].length;
		const value = text.slice(from, names[index + 1]?.index ?? text.length).replace(/\\?\s{0,8}$/, '').trimEnd();
		const isQuoted = value.length > 1 && /["']/.test(value[0]) && value.at(-1) === value[0];
		yield {name: match[0].slice(0, -1), start: from + (isQuoted ? 1 : 0), end: from + value.length - (isQuoted ? 1 : 0)};
	}
}

function * optionValues(text: string): Generator<NamedValue> {
	for (const pattern of [option, oldForm]) {
		for (const {groups, indices} of text.matchAll(pattern)) {
			const [start, end] = indices!.groups!.value;
			yield {name: groups!.name, start, end};
		}
	}
}

/**
Finds the secrets in the value of a variable, a build argument or a label.

@returns Places in the value; the whole of it where the name tells.
*/
export function findNamedSecrets(name: string, value: string): SecretSpan[] {
	const spans = tokensIn(value.slice(0, longestCommand));
	const confidence = isSecretName(name) ? judgeNamedValue(value) : undefined;
	return confidence ? [{kind: spans[0]?.kind ?? 'password', start: 0, end: value.length, confidence, name}] : spans.map(span => ({...span, name}));
}

/** Tokens, and passwords in URLs: in an instruction or a setting such a URL is in use. */
function tokensIn(text: string): SecretSpan[] {
	return findTokens(Buffer.from(text, 'latin1')).map(span => span.kind === 'url-password' && span.confidence === 'medium' ? {...span, confidence: 'high'} : span);
}
