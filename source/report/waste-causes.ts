import type {WasteCause} from '../tree/waste.js';

/** Every cause of waste, as outputs name it. */
const causes: Readonly<Record<WasteCause, true>> = {
	chown: true,
	chmod: true,
	touch: true,
	'copied-again': true,
	overwritten: true,
	'package-upgraded': true,
	'package-removed': true,
	'package-cache': true,
	download: true,
	moved: true,
	'folder-replaced': true,
	removed: true,
	'stored-twice': true,
	unknown: true,
};

export const wasteCauseNames = Object.keys(causes) as readonly WasteCause[];
