import {attachedSchema} from './attached-schema.js';
import {array, boolean, described, image, layerNumber, nullable, object, output, string, warnings, type SchemaDocument} from './document.js';

/** What `freedive verify --format json` writes. */
export const verifySchema: SchemaDocument = output('verify', {
	image,
	holds: described('whether all that is claimed holds: not where something could not be read', boolean),
	blobs: array({$ref: '#/$defs/blob'}, 'documents first, then layers from the base upward'),
	attached: attachedSchema,
	warnings,
}, {
	blob: object({
		kind: {enum: ['index', 'manifest', 'config', 'layer']},
		layer: nullable(layerNumber),
		blob: described('what the documents call it: a digest or a path', string),
		mediaType: string,
		checks: array({$ref: '#/$defs/check'}),
		problem: described('why it could not be read to its end', nullable(string)),
	}),
	check: object({
		claim: {enum: ['digest', 'size', 'mediaType', 'diffId']},
		claimed: string,
		found: described('what the bytes say: of a media type how the blob is compressed', string),
		holds: boolean,
	}),
});
