import type {Options} from '../options.js';
import {Interruption} from './interruption.js';

/**
A signal that says when the user interrupts or the time is up, which `--timeout` tells in seconds.

@param deed What is being done when it is, such as `reading app.tar`.
@returns Also what stops the clock, once the work is done.
*/
export function withTimeout({timeout}: Pick<Options, 'timeout'>, interrupted: AbortSignal, deed: () => string): {signal: AbortSignal; stop: () => void} {
	const late = new AbortController();
	const timer = timeout === undefined
		? undefined
		: setTimeout(() => {
			late.abort(new Interruption(2, `Gave up after ${timeout} s, while ${deed()}.`));
		}, timeout * 1000);
	return {
		signal: AbortSignal.any([interrupted, late.signal]),
		stop() {
			clearTimeout(timer);
		},
	};
}
