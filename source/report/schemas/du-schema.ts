import {
	array,
	count,
	described,
	image,
	object,
	string,
	warnings,
	type SchemaDocument,
} from './document.js';

/** What `freedive du --format json` writes. */
export const duSchema: SchemaDocument = {
	$schema: 'https://json-schema.org/draft/2020-12/schema',
	title: 'freedive du',
	...object({
		schema: {const: 'freedive/du/1'},
		image,
		at: described('the layer after which the file system stood so (0: an image without layers)', count),
		depth: described('how many folders deep it goes', count),
		folders: array({$ref: '#/$defs/folder'}, 'the path that was asked for first, then the folders in it'),
		warnings,
	}),
	$defs: {
		folder: {
			type: 'object',
			properties: {
				path: described('begins with /; a byte that is no UTF-8 stands as \\xNN', {type: 'string', pattern: '^/'}),
				pathBase64: described('the path\'s bytes, where they are no UTF-8', string),
				depth: described('folders below the path that was asked for', count),
				size: described('content bytes of all that it holds; a content of several names counts once', count),
				files: described('regular files and hard links that it holds', count),
			},
			required: ['path', 'depth', 'size', 'files'],
		},
	},
};
