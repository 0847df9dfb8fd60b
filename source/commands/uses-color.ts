import type {Options} from '../options.js';
import type {Outside, Output} from './outside.js';

/** Whether a stream gets colours: `--color` decides, then NO_COLOR and FORCE_COLOR, then whether it is a terminal that has any. */
export function usesColor(color: Options['color'], {NO_COLOR, FORCE_COLOR, TERM}: Outside['environment'], output: Output): boolean {
	if (color !== 'auto') {
		return color === 'always';
	}

	if (NO_COLOR) {
		return false;
	}

	if (FORCE_COLOR) {
		return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
	}

	return output.isTTY === true && TERM !== 'dumb';
}
