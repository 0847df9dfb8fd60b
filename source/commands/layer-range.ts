import {findLayer} from '../image/find-layer.js';
import type {Image, LayerNumber} from '../image/image.js';
import type {Options} from '../options.js';
import {UsageError} from './usage-error.js';

/**
The layers that `--layer` names, the upper included; `3..` goes up to the last, `..5` begins at the first. Both undefined where it is
not given.

@throws {UsageError} Where it is no range.
*/
export function layerRange({layers}: Image, {layer}: Options): {from: LayerNumber; to: LayerNumber} | {from: undefined; to: undefined} {
	if (layer === undefined) {
		return {from: undefined, to: undefined};
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
