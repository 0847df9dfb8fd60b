import {packageKinds} from '../../content/package-fact.js';
import {
	array,
	count,
	described,
	image,
	layerNumber,
	nullable,
	object,
	string,
	warnings,
	type SchemaDocument,
} from './document.js';

const taken = {
	bytes: described('that the finished image shows; a content of several names counts once', count),
	files: described('that store them', count),
	wasted: described('bytes that layers store and no path of the finished image shows', count),
	wastedFiles: described('that store those', count),
};

const package_ = object({
	name: described('with the architecture behind a colon where there are several', string),
	version: nullable(string),
	kind: {enum: packageKinds},
	layer: described('that brought this version', layerNumber),
	removedIn: described('the layer that removed it; null while it is there', nullable(layerNumber)),
	...taken,
	wastedLayers: array(layerNumber, 'in which the wasted bytes lie'),
	path: described('of the file that names it: a database, or its own', {type: 'string', pattern: '^/'}),
});

/** What `freedive packages --format json` writes. */
export const packagesSchema: SchemaDocument = {
	$schema: 'https://json-schema.org/draft/2020-12/schema',
	title: 'freedive packages',
	...object({
		schema: {const: 'freedive/packages/1'},
		image,
		bytes: described('of all packages and of what nobody owns', object({live: count, wasted: count})),
		packages: array({$ref: '#/$defs/package'}, 'those of which layers store most first'),
		others: described('packages that --limit left out', object({packages: count, ...taken})),
		unowned: described('files that no package owns', object(taken)),
		warnings,
	}),
	$defs: {
		package: {...package_, properties: {...package_.properties, pathBase64: described('the path\'s bytes, where they are no UTF-8', string)}},
	},
};
