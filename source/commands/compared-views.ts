import {findLayer} from '../image/find-layer.js';
import type {Image} from '../image/image.js';
import type {Options} from '../options.js';
import type {ComparedView} from '../tree/compare-images.js';
import {UsageError} from './usage-error.js';

/**
What of two images is compared, by `--at` and `--layer`: one layer for both, or `X..Y`. Of points either end may be left open, which is
the last layer.

@throws {UsageError} Where that is no layer or range.
@throws {ImageError} Where an image has no such layer.
*/
export function comparedViews({at, layer, operands}: Options, a: Image, b: Image): readonly [ComparedView, ComparedView] {
	const asked = at ?? layer;
	if (asked === undefined) {
		return [{at: a.layers.length}, {at: b.layers.length}];
	}

	const names = asked.split('..');
	if (names.length > 2 || (names.length === 1 && operands.length === 1) || (layer !== undefined && names.includes(''))) {
		throw new UsageError(`--${at === undefined ? 'layer' : 'at'} ${asked} names no two layers: write X..Y, such as 3..5.`);
	}

	const [nameA, nameB = nameA] = names;
	const find = ({layers}: Image, name: string) => name === '' ? layers.length : findLayer(layers, name);
	return at === undefined
		? [{layer: find(a, nameA)}, {layer: find(b, nameB)}]
		: [{at: find(a, nameA)}, {at: find(b, nameB)}];
}
