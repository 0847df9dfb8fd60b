import type {Image, LayerNumber} from '../image/image.js';
import type {Overlay} from './overlay.js';

/** What a layer weighs, and what tells it from others. */
export type WeighedLayer = {
	number: LayerNumber;
	digest?: string;
	diffId?: string;
	storedSize: number;
	/** Content bytes. */
	size: number;
	entries: number;
	/** As its author wrote it; empty where nothing tells. */
	instruction: string;
};

/** What an image weighs. All that is kept of one among several: its layers are overlaid one image after the other. */
export type WeighedImage = {
	layers: WeighedLayer[];
	/** Content bytes of all layers. */
	size: number;
	/** Of these, what the final file system shows. */
	finalSize: number;
	storedSize: number;
};

/** A layer that several images have. */
export type SharedLayer = Omit<WeighedLayer, 'number'> & {
	/** The images that have it, by their place, and as which layer: the first of each. */
	holders: Array<{image: number; layer: LayerNumber}>;
};

/** What several images have in common. */
export type SharedLayers = {
	/** Those that take most come first. */
	layers: SharedLayer[];
	/** Of each image: bytes of the layers that another has too, bytes of those that it has alone, and how many are shared. */
	images: Array<{shared: number; own: number; sharedLayers: number}>;
	/** Of all images together; `once`: each layer counted once. */
	total: {layers: number; layersOnce: number; size: number; sizeOnce: number; storedSize: number; storedSizeOnce: number};
};

/** What is kept of an image whose layers were all overlaid. */
export function weighImage(image: Image, overlay: Overlay): WeighedImage {
	const {total, live} = overlay.bytes();
	return {
		layers: image.layers.map(({number, digest, diffId, storedSize, history}) => {
			const {size, entries} = overlay.layer(number);
			return {number, digest, diffId, storedSize, size, entries, instruction: history?.instruction ?? ''};
		}),
		size: total,
		finalSize: live,
		storedSize: image.layers.reduce((sum, {storedSize}) => sum + storedSize, 0),
	};
}

/** Which layers images share. A layer is the same by its diff_id, else by the digest of its blob; where that tells nothing, it is nobody else's. */
export function shareLayers(images: readonly WeighedImage[]): SharedLayers {
	const byKey = new Map<string, SharedLayer>();
	const total: SharedLayers['total'] = {layers: 0, layersOnce: 0, size: 0, sizeOnce: 0, storedSize: 0, storedSizeOnce: 0};
	for (const [image, {layers}] of images.entries()) {
		for (const {number, ...layer} of layers) {
			const key = keyOf({number, ...layer}, image);
			const known = byKey.get(key);
			total.layers++;
			total.size += layer.size;
			total.storedSize += layer.storedSize;
			if (!known) {
				total.layersOnce++;
				total.sizeOnce += layer.size;
				total.storedSizeOnce += layer.storedSize;
				byKey.set(key, {...layer, holders: [{image, layer: number}]});
			} else if (known.holders.at(-1)!.image !== image) {
				known.holders.push({image, layer: number});
			}
		}
	}

	const isShared = (layer: WeighedLayer, image: number) => byKey.get(keyOf(layer, image))!.holders.length > 1;
	return {
		layers: [...byKey.values()].filter(({holders}) => holders.length > 1).sort((a, b) => b.size - a.size || a.holders[0].layer - b.holders[0].layer),
		images: images.map(({layers, size}, image) => {
			const shared = layers.filter(layer => isShared(layer, image));
			const bytes = shared.reduce((sum, {size}) => sum + size, 0);
			return {shared: bytes, own: size - bytes, sharedLayers: shared.length};
		}),
		total,
	};
}

/** Documents may claim one diff_id for layers that hold different things: then they are not the same. */
function keyOf({number, diffId, digest, size, entries}: WeighedLayer, image: number): string {
	return `${diffId ?? digest ?? `${image}:${number}`} ${size} ${entries}`;
}
