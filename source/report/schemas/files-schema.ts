import {entryTypeNames} from '../../archive/entry-table.js';
import {changeNames} from '../../tree/change.js';
import {fateNames} from '../../tree/fate.js';
import {fileColumns} from '../file-columns.js';
import {
	array,
	count,
	described,
	image,
	layerNumber,
	mode,
	nullable,
	output,
	pathBase64,
	pathInImage,
	string,
	time,
	warnings,
	type JsonSchema,
	type SchemaDocument,
} from './document.js';

const rowProperties: Record<string, JsonSchema> = {
	path: pathInImage,
	pathBase64: nullable(pathBase64),
	type: {enum: entryTypeNames.filter(name => name !== 'aufs')},
	mode,
	uid: count,
	gid: count,
	user: string,
	group: string,
	size: count,
	mtime: nullable(time),
	link: nullable(string),
	layer: described('that stored the entry; null for a directory that no layer lists', nullable(layerNumber)),
	layerDigest: nullable(string),
	createdBy: nullable(string),
	instruction: nullable(string),
	change: described('what the layer did to the path', {enum: [...changeNames, null]}),
	fate: described('what became of the bytes that the entry stores; null where it stores none', {enum: [...fateNames, null]}),
	hiddenBy: described('the layer that hid those bytes; null while they are seen', nullable(layerNumber)),
	package: described('the name of the package that owns the path; null where none does', nullable(string)),
	contentDigest: described('of the bytes that the row shows, sha256:…; null for what is no file, and where they can\'t be read', nullable(string)),
};

/** What `freedive files --format json` writes; a line of `--format jsonl` is one of its `$defs/file`. */
export const filesSchema: SchemaDocument = output('files', {
	image,
	at: described('the layer after which the file system stood so (0: an image without layers); null where entries of layers were asked for', nullable(count)),
	layers: described('the first and the last layer whose entries were asked for', nullable({...array(count), minItems: 2, maxItems: 2})),
	files: array({$ref: '#/$defs/file'}),
	warnings,
}, {
	file: {
		type: 'object',
		description: 'the columns that were chosen',
		properties: Object.fromEntries(Object.values(fileColumns).map(({key}) => [key, rowProperties[key]])),
	},
});
