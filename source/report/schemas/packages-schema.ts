import {packageKinds} from '../../content/package-fact.js';
import {
	array,
	count,
	described,
	image,
	layerNumber,
	nullable,
	object,
	output,
	path,
	pathBase64,
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
	path: described('of the file that names it: a database, or its own', path),
});

/** What `freedive packages --format json` writes. */
export const packagesSchema: SchemaDocument = output('packages', {
	image,
	bytes: described('of all packages and of what nobody owns', object({live: count, wasted: count})),
	packages: array({$ref: '#/$defs/package'}, 'those of which layers store most first'),
	others: described('packages that --limit left out', object({packages: count, ...taken})),
	unowned: described('files that no package owns', object(taken)),
	warnings,
}, {
	package: {...package_, properties: {...package_.properties, pathBase64}},
});
