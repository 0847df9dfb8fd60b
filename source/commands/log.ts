import {safeJson} from '../format/json.js';
import {safeText} from '../format/safe-text.js';
import type {LayerNumber} from '../image/image.js';
import type {Outside} from './outside.js';

/** A sentence for standard error, and what it is about. May hold text from an image: it is made safe here. */
export type LogLine = {
	/** An `error` is why the exit code is not 0, a `note` says what is so by intention. */
	level: 'error' | 'warning' | 'note';
	message: string;
	image?: string;
	layer?: LayerNumber;
	path?: string;
	/** Lines below, such as a query with carets under what is wrong in it: for people alone. */
	below?: readonly string[];
};

/** Tells something on standard error: a line for people, or with `--log-format json` an object. */
export function log({standardError, logFormat}: Pick<Outside, 'standardError' | 'logFormat'>, line: LogLine): void {
	const {level, message, image, layer, path, below = []} = line;
	if (logFormat === 'json') {
		standardError.write(`${safeJson({time: new Date().toISOString(), level, image, layer, path, message})}\n`);
		return;
	}

	// Many a sentence says itself where it belongs.
	const place = [
		image === undefined || message.includes(image) ? '' : image,
		layer === undefined || message.startsWith(`Layer ${layer} `) ? '' : `layer ${layer}`,
		path ?? '',
	].filter(part => part !== '').join(', ');
	standardError.write(['freedive: ' + safeText(place === '' ? message : `${place}: ${message}`), ...below].map(text => `${text}\n`).join(''));
}
