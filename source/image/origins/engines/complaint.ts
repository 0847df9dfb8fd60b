import {safeText} from '../../../format/safe-text.js';
import type {EngineRan} from './run-engine.js';

/** More than this of what a program says is no sentence, in characters. */
const longest = 400;

/** Lines that say nothing of what went wrong: hints, and what was fit to go on. */
const chatter = /^(?:\[\]|see '|run '|usage:|emulate docker cli|time="[^"]*" level=(?:trace|debug|info|warning))/i;

/** What stands before a sentence: who says it, and when. */
const prefixes = /^(?:error: |error response from daemon: |fata\[\d+\] |time="[^"]*" level=(?:error|fatal|panic) msg=)+/i;

/** Why a program failed, as the rest of a sentence without its full stop: in its own words, made safe for a terminal, where it said any. */
export function complaintOf({complaint, exitCode, failure}: EngineRan): string {
	const lines = complaint.split(/\r?\n/).map(line => line.trim()).filter(line => line !== '' && !chatter.test(line));
	const line = lines.find(line => prefixes.test(line)) ?? lines.at(-1);
	if (line !== undefined) {
		const words = line.replace(prefixes, '').replace(/^"(?<words>.*)"$/, '$<words>');
		return safeText(words.length > longest ? `${words.slice(0, longest)}…` : words).replace(/\.$/, '');
	}

	if (typeof failure === 'object') {
		return 'signal' in failure ? `it was ended by ${failure.signal}` : failure.error;
	}

	return failure === 'too-long' ? 'it wrote more than any answer has' : `it ended with exit code ${exitCode ?? 'unknown'} and said nothing`;
}
