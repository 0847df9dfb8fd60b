import {safeText} from '../format/safe-text.js';
import type {Loaded} from './load.js';
import type {Outside} from './outside.js';

/** More warnings than this are only counted. */
const shown = 20;

/** Tells on standard error what was odd about an image or could not be read; the latter first, as it decides the exit code. */
export function warnOfImage({image: {reference}, warnings}: Loaded, {standardError}: Outside): void {
	const inOrder = warnings.toSorted((a, b) => Number(b.incomplete) - Number(a.incomplete));
	for (const {layer, path, message} of inOrder.slice(0, shown)) {
		// Many a sentence says itself where it belongs.
		const place = [
			message.includes(reference) ? '' : reference,
			layer === undefined || message.startsWith(`Layer ${layer} `) ? '' : `layer ${layer}`,
			path ?? '',
		].filter(part => part !== '').join(', ');
		standardError.write(`freedive: ${safeText(place === '' ? message : `${place}: ${message}`)}\n`);
	}

	if (inOrder.length > shown) {
		standardError.write(`freedive: and ${inOrder.length - shown} more; --format json has them all\n`);
	}
}
