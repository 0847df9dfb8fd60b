import {sentence} from '../format/sentence.js';
import type {LayerNumber} from '../image/image.js';
import {fate} from '../tree/fate.js';
import {instructionKind, largestLayer} from '../tree/waste-words.js';
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

/** Of the layers that stored a waste, the one to change: with the most bytes of those whose instruction is known; undefined where all are the base's. */
function mendedLayer({parts}: Pick<Waste, 'parts'>, instructions: readonly string[], base: LayerNumber): LayerNumber | undefined {
	const own = parts.filter(({layer}) => layer > base);
	const known = own.filter(({layer}) => instructionKind(instructions[layer - 1]) !== 'instruction');
	return own.length === 0 ? undefined : largestLayer({parts: known.length > 0 ? known : own});
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
				// What is removed is mended where it was stored, unless that is the base's; all else where it was stored again.
				const layer = about.id === 'removed-later' ? mendedLayer(waste, instructions, base) ?? hider : hider;
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
