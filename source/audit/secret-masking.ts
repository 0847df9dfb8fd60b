import {maskValue} from '../content/secrets/mask-value.js';
import type {AuditInput} from './audit-input.js';
import {configSecrets} from './config-secrets.js';

/** A value that is shorter, or a plain word, is a part of too many others: only in its own place is it known. */
const shortestKnown = 6;
const notOnlyLetters = /[^a-z]/i;

/** Of an image with more secrets, those after are masked in their own place alone: each costs time for each finding. */
const mostKnown = 500;

/** Makes what masks, in any text, the secrets that the image's configuration and history have: what a rule quotes of an instruction may hold one. */
export function secretMasking(input: AuditInput): (text: string) => string {
	const values = new Map<string, string>();
	for (const {text, span: {kind, start, end, confidence}} of configSecrets(input)) {
		const value = text.slice(start, end);
		if (values.size < mostKnown && confidence !== 'low' && value.length >= shortestKnown && notOnlyLetters.test(value)) {
			values.set(value, maskValue(kind, value));
		}
	}

	// A value may hold another.
	const longestFirst = [...values].sort(([a], [b]) => b.length - a.length);
	return text => {
		let masked = text;
		for (const [value, mask] of longestFirst) {
			masked = masked.replaceAll(value, () => mask);
		}

		return masked;
	};
}
