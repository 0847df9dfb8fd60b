import {
	array,
	count,
	described,
	image,
	output,
	pathBase64,
	pathInImage,
	warnings,
	type SchemaDocument,
} from './document.js';

/** What `freedive du --format json` writes. */
export const duSchema: SchemaDocument = output('du', {
	image,
	at: described('the layer after which the file system stood so (0: an image without layers)', count),
	depth: described('how many folders deep it goes', count),
	folders: array({$ref: '#/$defs/folder'}, 'the path that was asked for first, then the folders in it'),
	warnings,
}, {
	folder: {
		type: 'object',
		properties: {
			path: pathInImage,
			pathBase64,
			depth: described('folders below the path that was asked for', count),
			size: described('content bytes of all that it holds; a content of several names counts once', count),
			files: described('regular files and hard links that it holds', count),
		},
		required: ['path', 'depth', 'size', 'files'],
	},
});
