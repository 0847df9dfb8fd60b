import test from 'ava';
import {shareLayers, type WeighedImage, type WeighedLayer} from '../../source/tree/shared-layers.js';

/** An image by its layers: their diff_ids and sizes. */
function weighed(...layers: Array<Partial<WeighedLayer> & {size: number}>): WeighedImage {
	const size = layers.reduce((sum, layer) => sum + layer.size, 0);
	return {
		size,
		finalSize: size,
		storedSize: size * 2,
		layers: layers.map((layer, index) => ({number: index + 1, storedSize: layer.size * 2, entries: 1, instruction: '', ...layer})),
	};
}

test('a layer that one image has twice is shared only with another, and counts once without repetition', t => {
	const {layers, images, total} = shareLayers([
		weighed({diffId: 'a', size: 10}, {diffId: 'b', size: 5}, {diffId: 'b', size: 5}),
		weighed({diffId: 'a', size: 10}, {diffId: 'c', size: 3}),
	]);
	t.deepEqual(layers.map(({diffId, holders}) => [diffId, holders]), [['a', [{image: 0, layer: 1}, {image: 1, layer: 1}]]]);
	t.deepEqual(images, [{shared: 10, own: 10, sharedLayers: 1}, {shared: 10, own: 3, sharedLayers: 1}]);
	t.deepEqual(total, {layers: 5, layersOnce: 3, size: 33, sizeOnce: 18, storedSize: 66, storedSizeOnce: 36});
});

test('one diff_id claimed for layers that hold different things is not one layer; without diff_id the blob\'s digest tells', t => {
	t.deepEqual(shareLayers([weighed({diffId: 'a', size: 10}), weighed({diffId: 'a', size: 11})]).layers, []);
	t.deepEqual(shareLayers([weighed({diffId: 'a', size: 10, entries: 2}), weighed({diffId: 'a', size: 10})]).layers, []);
	t.is(shareLayers([weighed({digest: 'a', size: 10}), weighed({digest: 'a', size: 10})]).layers.length, 1);
	t.deepEqual(shareLayers([weighed({size: 10}), weighed({size: 10})]).layers, []);
	t.deepEqual(shareLayers([]).images, []);
});
