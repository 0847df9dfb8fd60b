import type {Loaded} from './load.js';
import {log} from './log.js';
import type {Outside} from './outside.js';

/** More warnings than this are only counted. */
const shown = 20;

/** Tells on standard error what was odd about an image or could not be read; the latter first, as it decides the exit code. */
export function warnOfImage({image: {reference}, warnings}: Pick<Loaded, 'warnings'> & {image: {reference: string}}, outside: Pick<Outside, 'standardError' | 'logFormat'>): void {
	const inOrder = warnings.toSorted((a, b) => Number(b.incomplete) - Number(a.incomplete));
	// A program that reads lines is told all.
	const most = outside.logFormat === 'json' ? inOrder.length : shown;
	for (const {layer, path, message, incomplete} of inOrder.slice(0, most)) {
		log(outside, {level: incomplete ? 'error' : 'warning', message, image: reference, layer, path});
	}

	if (inOrder.length > most) {
		log(outside, {level: 'note', message: `and ${inOrder.length - most} more; --format json has them all`});
	}
}
