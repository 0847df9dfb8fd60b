import {fateNames} from '../../tree/fate.js';
import {wasteCauseNames} from '../waste-causes.js';
import {baseSchema} from './base-schema.js';
import {
	array,
	boolean,
	count,
	described,
	describedImage,
	layerNumber,
	nullable,
	object,
	output,
	path,
	pathBase64,
	string,
	strings,
	warnings,
	type SchemaDocument,
} from './document.js';

const estimate = described('what a pull would save by it, in stored bytes: an estimate, by how far each layer is compressed; null where the layers that would shrink are not compressed', nullable(count));

/** What `freedive waste --format json` writes. */
export const wasteSchema: SchemaDocument = output('waste', {
	image: describedImage({
		size: described('content bytes of all layers', count),
	}),
	bytes: described('content bytes that no path of the final file system shows; wastes add up to it', count),
	sizeAfter: described('content bytes of the image with what was asked for by --fix, --merge, --drop and --without; where nothing was, without any waste', count),
	pullSavings: estimate,
	whatIf: described('what was asked for, and what came of it; null where nothing was', nullable(object({
		fix: described('ids of wastes', strings),
		merge: array({...array(layerNumber), minItems: 2, maxItems: 2}, 'first and last layer of each range that becomes one layer'),
		drop: described('patterns of paths', strings),
		without: array(layerNumber, 'layers that are left out'),
		sizeAfter: described('content bytes of the image with all of it', count),
		pullSavings: estimate,
	}))),
	base: baseSchema,
	wastes: array({$ref: '#/$defs/waste'}, 'disjoint, worst first'),
	duplicates: array(object({
		digest: described('of the content', string),
		size: described('bytes of each copy', count),
		duplicateBytes: described('bytes of all copies but one', count),
		paths: strings,
	}), 'equal contents of the final file system, worst first; never part of the waste'),
	warnings,
}, {
	waste: object({
		id: described('the same for the same image; what --fix takes', string),
		cause: {enum: wasteCauseNames},
		what: described('what happened', string),
		remedy: described('what to write instead', string),
		bytes: count,
		files: count,
		sizeAfter: described('content bytes of the image without this waste alone', count),
		pullSavings: estimate,
		path: described('the folder or file that holds all of it', path),
		pathBase64: nullable(pathBase64),
		open: described('where to look at it: what --open takes', string),
		base: described('whether all of it came with the base image; null where nobody told', nullable(boolean)),
		layers: array(layerNumber, 'that stored it'),
		hiddenBy: array(layerNumber, 'that made it invisible'),
		parts: array(object({
			layer: layerNumber,
			hiddenBy: layerNumber,
			fate: {enum: fateNames.filter(name => name !== 'live')},
			bytes: count,
			files: count,
		}), 'they add up to bytes and files'),
		paths: described('the largest files first, a thousand at most', strings),
	}),
});
