import {NeedleFinder} from './needle-finder.js';
import {loginShapes} from './login-shapes.js';
import {privateKeyShapes} from './private-keys.js';
import type {SecretSpan} from './secret-kind.js';
import type {SecretShape} from './secret-shape.js';
import {tokenShapes} from './token-shapes.js';

const shapes: readonly SecretShape[] = [...tokenShapes, ...privateKeyShapes, ...loginShapes];
const needles = shapes.flatMap((shape, index) => shape.needles.map(needle => ({...needle, shape: index})));
const finder = new NeedleFinder(needles);

/** More secrets of a text are not told, and not looked for: a file that has as many is one to look at whole. */
export const mostSpans = 100;

/**
Finds secrets that are known by their shape, whatever stands around them: tokens, private keys, logins. One pass over the bytes; only
where one can begin is anything decoded.

@returns In the order in which they stand; none begins within another.
*/
export function findTokens(bytes: Uint8Array): SecretSpan[] {
	const spans: SecretSpan[] = [];
	let decoded: string | undefined;
	let end = 0;
	finder.find(bytes, (needle, at) => {
		if (at < end || spans.length >= mostSpans) {
			return;
		}

		const text = decoded ?? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
		decoded = text;
		const span = shapes[needles[needle].shape].find(text, at);
		if (span) {
			spans.push(span);
			end = span.end;
		}
	});
	return spans;
}
