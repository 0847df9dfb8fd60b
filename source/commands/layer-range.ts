import {findLayer} from '../image/find-layer.js';
import type {Image, LayerNumber} from '../image/image.js';
import type {Options} from '../options.js';
import type {LayerRange} from '../tree/held-entry.js';
import {UsageError} from './usage-error.js';

/** What of an image is looked through: the file system after a layer, or what layers hold. */
export type SeenView = LayerRange | {at: LayerNumber};

/**
What `--at`, `--layer` and `--all-layers` name; the final file system where none is given.

@throws {UsageError} Where `--layer` is no range.
*/
export function seenView(image: Image, options: Options): SeenView {
	const {layers} = image;
	if (options.allLayers) {
		return {from: 1, to: layers.length};
	}

	return layerRange(image, options) ?? {at: options.at === undefined ? layers.length : findLayer(layers, options.at)};
}

/** How paths are looked for in a view: in the file system after a layer, with `from` only in what the layers from that one on hold. */
export function seenBy(view: SeenView): {at: LayerNumber; from?: LayerNumber} {
	return 'at' in view ? view : {at: view.to, from: view.from};
}

/**
The layers that `--layer` names, the upper included; `3..` goes up to the last, `..5` begins at the first. Undefined where it is not
given.

@throws {UsageError} Where it is no range.
*/
function layerRange({layers}: Image, {layer}: Options): LayerRange | undefined {
	if (layer === undefined) {
		return undefined;
	}

	const names = layer.split('..');
	const [from, to = from] = names.map((name, index) => name === '' && layer !== '..' && names.length === 2
		? (index === 0 ? 1 : layers.length)
		: findLayer(layers, name));
	if (to < from || names.length > 2) {
		throw new UsageError(`--layer ${layer} is no range: the lower layer comes first, such as 2..5.`);
	}

	return {from, to};
}
