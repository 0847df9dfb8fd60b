import {entryTypeNames} from '../../archive/entry-table.js';
import {changeNames} from '../../tree/change.js';
import {fateNames} from '../../tree/fate.js';
import {differenceNames} from '../../tree/story.js';
import {baseSchema} from './base-schema.js';
import {
	array,
	boolean,
	count,
	described,
	describedImage,
	layerNumber,
	mode,
	nullable,
	object,
	output,
	path,
	pathBase64,
	string,
	time,
	warnings,
	type SchemaDocument,
} from './document.js';

/** What `freedive history --format json` writes. */
export const historySchema: SchemaDocument = output('history', {
	image: describedImage({
		size: described('content bytes of all layers', count),
		wasted: described('of these, what no path of the final file system shows', count),
	}),
	base: baseSchema,
	steps: described('the instructions of the build; null where a path was asked for', nullable(array({$ref: '#/$defs/step'}))),
	path: described('that was asked for', nullable(path)),
	pathBase64: nullable(pathBase64),
	story: described('the layers that touched the path, base upward; null where none was asked for', nullable(array({$ref: '#/$defs/chapter'}))),
	warnings,
}, {
	step: object({
		layer: described('that the instruction made; null where it made none', nullable(layerNumber)),
		createdBy: described('the text in the image; null for a layer without history', nullable(string)),
		instruction: described('as its author wrote it', string),
		created: nullable(string),
		comment: nullable(string),
		storedSize: described('bytes of the layer as it lies', count),
		size: described('content bytes of the layer', count),
		wasted: described('of these, what no path of the final file system shows', count),
		causes: described('bytes of other layers that it made invisible', count),
		base: described('whether it is of the base image; null where nobody told', nullable(boolean)),
	}),
	chapter: object({
		layer: layerNumber,
		instruction: nullable(string),
		comment: nullable(string),
		change: described('what the layer did to the path', {enum: changeNames}),
		what: described('what differs from the state before the layer; empty where it was stored again as it was', array({enum: differenceNames})),
		type: described('null where the layer removed the path, and so for the next five', {enum: [...entryTypeNames, null]}),
		mode: nullable(mode),
		uid: nullable(count),
		gid: nullable(count),
		mtime: nullable(time),
		link: described('where a symbolic link leads; what a hard link names', nullable(string)),
		size: described('content bytes that the path shows', count),
		stored: described('of these, what this layer stores under this path', count),
		fate: described('what became of the content', {enum: [...fateNames, null]}),
		hiddenBy: described('the layer after which no path shows the content', nullable(layerNumber)),
	}),
});
