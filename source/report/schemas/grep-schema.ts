import {fateNames} from '../../tree/fate.js';
import {
	array,
	boolean,
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

/** What `freedive grep --format json` writes; a line of `--format jsonl` is one of its `$defs/match`. */
export const grepSchema: SchemaDocument = output('grep', {
	image,
	pattern: object({
		text: string,
		fixed: described('whether it is a text, and no regular expression', boolean),
		ignoreCase: boolean,
		words: described('whether a match must be whole words', boolean),
		inverted: described('whether the lines are told that do not match', boolean),
	}),
	at: described('the layer after which the file system stood so; null where what layers hold was searched', nullable(count)),
	layers: described('the first and the last layer whose contents were searched', nullable({...array(count), minItems: 2, maxItems: 2})),
	matches: array({$ref: '#/$defs/match'}),
	counts: {
		type: 'object',
		properties: {
			files: described('that match', count),
			lines: described('that match, a binary file as one; not with --files-with-matches', count),
		},
		required: ['files'],
	},
	warnings,
}, {
	match: {
		type: 'object',
		description: 'a line, a binary file, or with --count and --files-with-matches a file',
		properties: {
			path: described('of several names of a content the first; begins with /; a byte that is no UTF-8 stands as \\xNN', path),
			pathBase64,
			layer: described('that stores the content', layerNumber),
			fate: described('what became of the content', {enum: fateNames}),
			hiddenBy: described('the layer that hid it; null while it is seen', nullable(layerNumber)),
			kind: described('a line that matches, one around it, or a file that matches and is no text', {enum: ['match', 'context', 'binary']}),
			line: described('from 1; null for a binary file', nullable({type: 'integer', minimum: 1})),
			text: described('the line without its break, of more than 8192 characters the part around its first match; null for a binary file', nullable(string)),
			ranges: described('where in the text each match begins and ends, in UTF-16 code units', array({...array(count), minItems: 2, maxItems: 2})),
			leftOut: described('how many characters of the line are left out before and after the text; null where none are', nullable(object({before: count, after: count}))),
			count: described('how many lines match', count),
		},
		required: ['path', 'layer', 'fate', 'hiddenBy'],
	},
});
