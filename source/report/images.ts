import type {Image, ImageWarning, LayerNumber} from '../image/image.js';
import {shareLayers, type WeighedImage} from '../tree/shared-layers.js';
import {reportImage, type ReportedImage} from './reported-image.js';
import {reportWarnings, type ReportedWarning} from './summary.js';

/** What is told of several images, in the shape of its JSON. */
export type Images = {
	schema: 'freedive/images/1';
	/** In the order in which they were named. */
	images: ListedImage[];
	/** Layers that several of them have; those that take most come first. */
	shared: Array<{
		digest: string | null;
		diffId: string | null;
		size: number;
		storedSize: number;
		instruction: string | null;
		/** Which images have it, by their number, and as which layer. */
		images: Array<{image: number; layer: LayerNumber}>;
	}>;
	/** Of all images together; `once`: each layer counted once. */
	total: {
		layers: number;
		layersOnce: number;
		size: number;
		sizeOnce: number;
		storedSize: number;
		storedSizeOnce: number;
	};
	/** What could not be opened. */
	failures: Array<{reference: string; message: string}>;
	warnings: Array<ReportedWarning & {image: number}>;
};

export type ListedImage = ReportedImage & {
	/** From 1: what `shared` and `warnings` call it. */
	image: number;
	/** What calls it first; null where nothing does. */
	tag: string | null;
	layers: number;
	size: number;
	finalSize: number;
	wasted: number;
	storedSize: number;
	/** Content bytes of the layers that another of them has too. */
	shared: number;
	/** Content bytes of those that it has alone. */
	own: number;
	sharedLayers: number;
};

/** An image of several, as it was weighed. */
export type Weighed = {image: Omit<Image, 'layers'>; weight: WeighedImage; warnings: readonly ImageWarning[]};

/** What there is to tell of several images. */
export function reportImages(weighed: readonly Weighed[], failures: Images['failures']): Images {
	const {layers, images, total} = shareLayers(weighed.map(({weight}) => weight));
	return {
		schema: 'freedive/images/1',
		images: weighed.map(({image, weight: {layers, size, finalSize, storedSize}}, index) => ({
			image: index + 1,
			...reportImage(image),
			tag: image.tags[0] ?? null,
			layers: layers.length,
			size,
			finalSize,
			wasted: size - finalSize,
			storedSize,
			...images[index],
		})),
		shared: layers.map(({digest, diffId, size, storedSize, instruction, holders}) => ({
			digest: digest ?? null,
			diffId: diffId ?? null,
			size,
			storedSize,
			instruction: instruction === '' ? null : instruction,
			images: holders.map(({image, layer}) => ({image: image + 1, layer})),
		})),
		total,
		failures,
		warnings: weighed.flatMap(({warnings}, index) => reportWarnings(warnings).map(warning => ({image: index + 1, ...warning}))),
	};
}
