import {
	array,
	boolean,
	count,
	described,
	layerNumber,
	nullable,
	object,
	output,
	string,
	type SchemaDocument,
} from './document.js';

/** What `freedive A B C --format json` writes. */
export const imagesSchema: SchemaDocument = output('images', {
	images: array({$ref: '#/$defs/image'}, 'in the order in which they were named'),
	shared: array({$ref: '#/$defs/layer'}, 'layers that several of them have; those that take most come first'),
	total: object({
		layers: described('of all images', count),
		layersOnce: described('each counted once', count),
		size: described('content bytes of all layers of all images', count),
		sizeOnce: described('the same, each layer counted once', count),
		storedSize: described('bytes of their blobs as they lie', count),
		storedSizeOnce: described('the same, each layer counted once', count),
	}),
	failures: array(object({reference: string, message: string}), 'what could not be opened, and why'),
	warnings: array(object({
		image: described('the number of the image', {type: 'integer', minimum: 1}),
		layer: nullable(layerNumber),
		path: nullable(string),
		message: string,
		incomplete: described('whether something that is there could not be read, so that the result is partial', boolean),
	}), 'warnings about the images'),
}, {
	image: object({
		image: described('its number, from 1', {type: 'integer', minimum: 1}),
		reference: described('what the user called it', string),
		digest: described('of the manifest', nullable(string)),
		platform: described('os/arch[/variant]', nullable(string)),
		tag: described('what calls it first', nullable(string)),
		layers: described('how many it has', count),
		size: described('content bytes of all layers', count),
		finalSize: described('of these, what the final file system shows', count),
		wasted: described('of these, what nobody sees', count),
		storedSize: described('bytes of the blobs as they lie', count),
		shared: described('content bytes of the layers that another of the images has too', count),
		own: described('content bytes of the layers that it has alone', count),
		sharedLayers: described('how many of its layers another has too', count),
	}),
	layer: object({
		digest: described('of the blob, in the first image that has it', nullable(string)),
		diffId: described('of the plain tar', nullable(string)),
		size: described('content bytes', count),
		storedSize: described('bytes of the blob, in the first image that has it', count),
		instruction: described('as its author wrote it', nullable(string)),
		images: array(object({image: {type: 'integer', minimum: 1}, layer: layerNumber}), 'the images that have it, by their numbers, and as which layer'),
	}),
}, 'freedive: several images');
