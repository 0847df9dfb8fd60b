import {entryTypeNames} from '../../archive/entry-table.js';
import {changeNames} from '../../tree/change.js';
import {
	array,
	count,
	described,
	image,
	layerNumber,
	nullable,
	object,
	output,
	pathBase64,
	pathInImage,
	string,
	warnings,
	type SchemaDocument,
} from './document.js';

/** What `freedive find --format json` writes; a line of `--format jsonl` is one of its `$defs/path`. */
export const findSchema: SchemaDocument = output('find', {
	image,
	query: described('as it was asked', string),
	total: described('how many paths match; more than are listed where --limit is given', count),
	paths: array({$ref: '#/$defs/path'}, 'best first'),
	warnings,
}, {
	path: {
		type: 'object',
		properties: {
			path: pathInImage,
			pathBase64,
			layer: described('of the version that matched: the latest one that does', layerNumber),
			type: described('of that version', {enum: entryTypeNames.slice(0, 7).filter(name => name !== 'hardlink')}),
			size: described('content bytes of that version', count),
			removedBy: described('the layer that removed the path for good; null while the final file system has it', nullable(layerNumber)),
			layers: array(object({
				layer: layerNumber,
				change: described('what the layer did to the path', {enum: changeNames}),
			}), 'the layers that touched the path'),
		},
		required: ['path', 'layer', 'type', 'size', 'removedBy', 'layers'],
	},
});
