import {fate} from '../tree/fate.js';
import {sentence} from '../format/sentence.js';
import {largestLayer} from '../tree/waste-words.js';
import type {Waste} from '../tree/waste.js';
import type {About} from './command-rule.js';
import type {Rule} from './rule.js';

/** The rule that tells of a waste. What can't be compared may be the same again or something else: it counts as the latter, and nobody is sure. */
export function ruleOfWaste({cause, parts}: Pick<Waste, 'cause' | 'parts'>): 'metadata-rewrite' | 'identical-rewrite' | 'moved-file' | 'removed-later' | 'overwritten' {
	switch (cause) {
		case 'chown':
		case 'chmod':
		case 'touch': {
			return 'metadata-rewrite';
		}

		case 'copied-again':
		case 'stored-twice': {
			return 'identical-rewrite';
		}

		case 'moved': {
			return 'moved-file';
		}

		case 'package-cache': {
			return parts.some(part => part.fate === fate.removed) ? 'removed-later' : 'overwritten';
		}

		case 'download':
		case 'package-removed':
		case 'folder-replaced':
		case 'removed': {
			return 'removed-later';
		}

		default: {
			return 'overwritten';
		}
	}
}

/** A rule that tells of groups of waste, one finding each. */
export function wasteRule(about: About & {id: ReturnType<typeof ruleOfWaste>}): Rule {
	return {
		group: 'waste',
		severity: 'warning',
		...about,
		* find({wastes, base, instructions}) {
			for (const waste of wastes) {
				if (ruleOfWaste(waste) !== about.id) {
					continue;
				}

				const {cause, path, bytes, contents, what, remedy} = waste;
				const hider = waste.hiddenBy.at(-1)!;
				const storer = largestLayer(waste);
				// What is removed is mended where it was stored, unless that is the base's; all else where it was stored again.
				const layer = about.id === 'removed-later' && storer > base ? storer : hider;
				yield {
					layer,
					path,
					bytes,
					contents,
					confidence: cause === 'unknown' ? 'low' : 'high',
					key: `${cause} ${instructions[hider - 1] ?? ''}`,
					message: sentence(what),
					remedy: sentence(remedy),
				};
				yield undefined;
			}
		},
	};
}
