import {keptKinds} from '../../image/cache/kept-entry.js';
import {array, count, described, nullable, object, output, string, time, type JsonSchema, type SchemaDocument} from './document.js';

const kind: JsonSchema = {enum: keptKinds};

const remembered = object({
	opened: described('images that the start screen offers as opened lately', count),
	known: described('images by whose layers others are known to be built on them', count),
});

/** What `freedive cache --format json` writes. */
export const cacheSchema: SchemaDocument = output('cache', {
	folder: described('where it is', string),
	limit: described('how many bytes it may have', count),
	files: count,
	bytes: described('of what is in it now', count),
	kinds: array(object({kind, files: count, bytes: count})),
	remembered: described('beside it', remembered),
	entries: described('of list: last used first', nullable(array({$ref: '#/$defs/entry'}))),
	cleared: described('of clear: what was dropped', nullable(object({files: count, bytes: count, forgotten: remembered}))),
}, {
	entry: object({
		kind,
		digest: described('of the blob; null where it is kept for a place in a file, or for a name', nullable(string)),
		bytes: count,
		used: described('when it was last used', time),
	}),
});
