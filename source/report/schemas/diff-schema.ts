import {entryTypeNames} from '../../archive/entry-table.js';
import {packageKinds} from '../../content/package-fact.js';
import {changeNames} from '../../tree/change.js';
import {differenceNames} from '../../tree/difference.js';
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
	pathBase64,
	pathInImage,
	string,
	strings,
	warnings,
	time,
	type JsonSchema,
	type SchemaDocument,
} from './document.js';

const side = describedImage({
	chosen: described('what calls it among the images of its archive, a tag, a digest or a number, where it was chosen among them; null where it was not', nullable(string)),
	at: described('the layer after which its file system is compared (0: an image without layers); null where only what a layer holds is', nullable(count)),
	layer: described('whose entries alone are compared; null where a file system is', nullable(layerNumber)),
	size: described('content bytes of the layers that are compared, with what no path shows', count),
	storedSize: described('bytes of these layers as they lie, compressed or not', count),
	layers: described('how many these are', count),
});

const layer = object({
	layer: layerNumber,
	diffId: described('of the plain tar', nullable(string)),
	storedSize: count,
	size: count,
	instruction: nullable(string),
	comment: nullable(string),
});

const step = object({
	layer: described('that the instruction made; null where it made none', nullable(layerNumber)),
	createdBy: described('the text in the image', string),
	instruction: described('as its author wrote it', string),
	comment: nullable(string),
});

const configValue: JsonSchema = {anyOf: [string, strings, {type: 'null'}]};

const version = described('empty where nobody tells it, null where the package is not there', nullable(string));

const attributes = nullable({$ref: '#/$defs/attributes'});

const change = object({
	path: pathInImage,
	change: described('added is what only b has, removed what only a has', {enum: changeNames.filter(name => name !== 'unchanged')}),
	sizeA: described('content bytes; null where it is not there', nullable(count)),
	sizeB: described('content bytes; null where it is not there', nullable(count)),
	layerA: described('that stored it; null where it is not there, and for a directory that no layer lists', nullable(layerNumber)),
	layerB: nullable(layerNumber),
	what: array({enum: differenceNames}, 'what differs; empty for what is added or removed'),
	a: attributes,
	b: attributes,
});

/** What `freedive diff --format json` writes. */
export const diffSchema: SchemaDocument = output('diff', {
	a: side,
	b: side,
	identical: described('whether nothing differs of what was compared and not ignored, and all could be read', boolean),
	verdict: described('what differs, in one sentence', string),
	compared: array({enum: ['files', 'packages', 'config', 'history']}, 'of single layers, points in a history and some paths no documents are compared'),
	ignored: described('what was left out', strings),
	layers: object({
		shared: described('how many layers both have: of the same diff_id, with the same entries', count),
		sharedStoredSize: described('bytes of these as they lie in a', count),
		onlyA: array(layer),
		onlyB: array(layer),
	}),
	config: array(object({
		field: described('such as user, cmd, env.PATH or labels.version', string),
		a: described('null where it is not set', configValue),
		b: described('null where it is not set', configValue),
	}), 'fields of the configuration that differ'),
	history: object({
		shared: described('how many instructions both have, in the same order', count),
		otherTimes: described('of these, how many ran at another time', count),
		onlyA: array(step),
		onlyB: array(step),
	}),
	packages: array(object({name: string, kind: {enum: packageKinds}, a: version, b: version}), 'packages whose version differs, or that only one has'),
	files: object({
		added: described('paths that only b has', count),
		removed: described('paths that only a has', count),
		modified: described('paths of another type, content or link target', count),
		metadata: described('paths of which only attributes differ', count),
		unknown: described('files of the same size that could not be compared', count),
		timeOnly: described('of metadata, paths of which only the time differs', count),
		ignored: described('paths that differ in nothing but what is ignored', count),
		bytesA: described('content bytes that a shows', count),
		bytesB: described('content bytes that b shows', count),
		differing: described('bytes of files that are added, removed, or have other content; of the latter those of the larger', count),
	}),
	changes: array({$ref: '#/$defs/change'}, 'paths that differ; most bytes first, or in the tree\'s order with --sort path'),
	warnings: array({...warnings.items, properties: {image: {enum: ['a', 'b']}, ...warnings.items!.properties}, required: ['image', ...warnings.items!.required!]}, 'warnings about the images'),
}, {
	change: {...change, properties: {...change.properties, pathBase64}},
	attributes: object({
		type: {enum: entryTypeNames.filter(name => name !== 'aufs' && name !== 'opaque' && name !== 'hardlink')},
		mode,
		uid: count,
		gid: count,
		mtime: described('null for a directory that no layer lists', nullable(time)),
		link: described('where a link leads', nullable(string)),
	}, 'what the path is; null where it is not there'),
});
