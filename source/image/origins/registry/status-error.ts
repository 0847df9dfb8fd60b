import {safeText} from '../../../format/safe-text.js';
import {ImageError} from '../../image.js';
import {MissingError, PassingError, StatusError, type Asked} from './registry-error.js';
import type {HttpAnswer} from './transport.js';

/** Errors are a sentence or two in some JSON; of more nothing is read. */
const longestBody = 64 << 10;

/** As much of what a registry says itself as fits a sentence. */
const longestMessage = 200;

/**
Why a registry did not give what it was asked for, by the status of its answer and what it says itself, as a sentence.

@param hide Takes out of what a registry says what must not be shown.
@param standing What to say of the login where something is denied.
*/
export async function statusError(answer: HttpAnswer, asked: Asked, now: number, hide: (text: string) => string, standing = ''): Promise<ImageError> {
	const {status, headers} = answer;
	const {registry, subject} = asked;
	if (status === 404) {
		answer.discard();
		return new MissingError(asked);
	}

	const message = hide(await messageOf(answer));
	const said = message === '' ? '' : `: ${message}`;
	switch (status) {
		case 401:
		case 403: {
			const login = standing === '' ? '' : `; it needs a login or is not there, and ${standing}`;
			return new ImageError(`${registry} denies ${subject}${message === '' ? '' : ` (${message})`}${login}.`, {isTransient: true});
		}

		case 407: {
			return new ImageError(`A proxy on the way to ${registry} wants a login.`, {isTransient: true});
		}

		case 408:
		case 425:
		case 429: {
			return new PassingError(`${registry} has had too many requests to send ${subject}${said}.`, {retryAfter: retryAfter(headers['retry-after'], now)});
		}

		default: {
			return status >= 500 && status !== 501 && status !== 505
				? new PassingError(`${registry} fails to send ${subject}: status ${status}${message === '' ? '' : `, ${message}`}.`, {retryAfter: retryAfter(headers['retry-after'], now)})
				: new StatusError(status, `${registry} answers with status ${status} when it is asked for ${subject}${said}.`);
		}
	}
}

/** The milliseconds that a header Retry-After asks for: it tells seconds or a date (RFC 9110, 10.2.3). */
export function retryAfter(value: string | undefined, now: number): number | undefined {
	if (value === undefined) {
		return undefined;
	}

	const milliseconds = /^\s*\d{1,9}\s*$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
	return Number.isNaN(milliseconds) ? undefined : Math.max(0, milliseconds);
}

/** What a registry says is wrong: the first message of its list (distribution-spec, "Error Codes"), or its code. */
async function messageOf(answer: HttpAnswer): Promise<string> {
	let text = '';
	try {
		const decoder = new TextDecoder();
		for await (const chunk of answer.body) {
			text += decoder.decode(chunk, {stream: true});
			if (text.length > longestBody) {
				return '';
			}
		}

		const parsed = JSON.parse(text) as {errors?: Array<{message?: unknown; code?: unknown}>; details?: unknown; message?: unknown} | null;
		const first = parsed?.errors?.[0];
		const message = [first?.message, first?.code, parsed?.details, parsed?.message].find((value): value is string => typeof value === 'string' && value.trim() !== '') ?? '';
		const safe = safeText(message.trim()).replace(/\.$/, '');
		return safe.length > longestMessage ? `${safe.slice(0, longestMessage)}…` : safe;
	} catch {
		// No JSON, or it broke off: the status says enough.
		return '';
	}
}
