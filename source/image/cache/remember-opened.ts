import type {Image} from '../image.js';
import {lastingReference} from '../origins/lasting-reference.js';
import {rememberLayers} from './known-images.js';
import {rememberImage} from './recent-images.js';

/**
Remembers that an image was opened, unless it can't be opened again: a stream, or the demo. And what layers it has, for what is built on it.

@param folder Where the list lies; undefined where nothing is to be kept.
@param chosen Which image of several was asked for.
@param now Milliseconds since 1970.
*/
export function rememberOpened(folder: string | undefined, image: Image, {image: chosen, platform}: {image?: string; platform?: string}, now: number): void {
	if (folder !== undefined) {
		rememberLayers(folder, image);
	}

	const reference = folder === undefined || image.form === 'demo' ? undefined : lastingReference(image.reference);
	if (folder !== undefined && reference !== undefined) {
		const size = image.layers.reduce((sum, {storedSize}) => sum + Math.max(0, storedSize), 0);
		rememberImage(folder, {reference, image: chosen, platform, form: image.form, size, opened: now});
	}
}
