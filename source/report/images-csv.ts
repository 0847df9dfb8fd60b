import {csvLine} from './csv.js';
import type {Images} from './images.js';

/** Several images as CSV, a row each; what could not be opened has its reason in the last column. */
export function * imagesCsv({images, failures}: Images): Generator<string> {
	yield csvLine(['image', 'reference', 'tag', 'platform', 'digest', 'layers', 'size', 'final_size', 'wasted', 'stored_size', 'shared', 'own', 'shared_layers', 'problem']);
	for (const {image, reference, tag, platform, digest, layers, size, finalSize, wasted, storedSize, shared, own, sharedLayers} of images) {
		yield csvLine([image, reference, tag, platform, digest, layers, size, finalSize, wasted, storedSize, shared, own, sharedLayers, null]);
	}

	for (const {reference, message} of failures) {
		yield csvLine([null, reference, null, null, null, null, null, null, null, null, null, null, null, message]);
	}
}
