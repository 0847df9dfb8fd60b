import {wholePathPattern} from '../../config.js';
import {boolean, closed, described, matching, orNothing, sizeInWords, type SchemaDocument} from './document.js';

/** What the user's `config.yaml` may hold: for editors, and for whoever writes one by a program. */
export const configSchema: SchemaDocument = {
	$schema: 'https://json-schema.org/draft/2020-12/schema',
	title: 'freedive config',
	...orNothing(closed({
		cache: described('what is kept of images from one run to the next', orNothing(closed({
			windows: described('whether plain content of gzip layers is kept, 32 KiB at each place at which inflating can begin; true where nothing is said', boolean),
			limit: described('how many bytes it may have; 2 GB where nothing is said', sizeInWords),
			folder: described('the folder in which freedive\'s own lies, instead of $XDG_CACHE_HOME', matching(wholePathPattern)),
		}))),
	})),
	$defs: {},
};
