import {imageForms} from '../../image/image.js';
import {fateNames} from '../../tree/fate.js';
import {baseSchema} from './base-schema.js';
import {attachedSchema} from './attached-schema.js';
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
	strings,
	time,
	warnings,
	type SchemaDocument,
} from './document.js';

const fates = Object.fromEntries(fateNames.map(name => [name, count]));

/** What `freedive summary --format json` writes. */
export const summarySchema: SchemaDocument = output('summary', {
	image: object({
		reference: described('what the user called it', string),
		form: described('the engine or registry that gave the image, else how it lies in its file or folder', {enum: imageForms}),
		asOf: described('when the registry was asked what the tag names, where it could not be reached now; null else', nullable(time)),
		digest: described('of the manifest', nullable(string)),
		platform: described('os/arch[/variant]', nullable(string)),
		created: described('RFC 3339, as written', nullable(string)),
		tags: strings,
		config: object({
			user: string,
			env: strings,
			entrypoint: nullable(strings),
			cmd: nullable(strings),
			workingDir: string,
			exposedPorts: strings,
			volumes: strings,
			labels: {type: 'object', additionalProperties: string},
			healthcheck: nullable(strings),
		}),
		size: described('content bytes of all layers', count),
		finalSize: described('of these, what the final file system shows', count),
		storedSize: described('bytes of the layers as they lie, compressed or not', count),
		paths: described('paths of the final file system without /', count),
		files: described('of these, regular files and hard links', count),
	}),
	layers: array({$ref: '#/$defs/layer'}, 'base layer first'),
	history: array(object({
		createdBy: described('the text in the image', string),
		instruction: described('as its author wrote it', string),
		created: nullable(string),
		comment: nullable(string),
		emptyLayer: boolean,
		layer: nullable(layerNumber),
	})),
	bytes: described('where every byte went; all fates add up to total, and all but live to wasted', object({total: count, ...fates, wasted: count})),
	dive: object({
		efficiency: described('from 0 to 1', {type: 'number', minimum: 0}),
		wastedBytes: count,
		userWastedPercent: described('as a fraction, in which dive\'s threshold is written too: 0.1 is 10 %; null where the layers after the first store nothing', nullable({type: 'number', minimum: 0})),
	}, 'the figures that dive computes; its way of counting is not that of bytes'),
	base: baseSchema,
	attached: attachedSchema,
	worst: described('the worst wastes, five at most', array(object({id: string, bytes: count, what: string, remedy: string}))),
	warnings,
}, {
	layer: object({
		layer: layerNumber,
		digest: described('of the blob as it lies', nullable(string)),
		diffId: described('of the plain tar', nullable(string)),
		mediaType: string,
		storedSize: count,
		size: count,
		createdBy: nullable(string),
		instruction: nullable(string),
		created: nullable(string),
		comment: nullable(string),
		base: described('whether the layer is of the base image; null where nobody told', nullable(boolean)),
		entries: count,
		added: described('paths, and so for the next four', count),
		modified: count,
		metadata: count,
		removed: described('every path that vanished, not whiteouts', count),
		unknown: described('files stored again in the same size, not compared', count),
		bytes: described('what became of the layer\'s bytes; they add up to size', object(fates)),
	}),
});
