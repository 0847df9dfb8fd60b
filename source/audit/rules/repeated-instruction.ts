import {buildLines, type BuildLine} from '../build-lines.js';
import {placeOf} from '../command-rule.js';
import type {Rule} from '../rule.js';

const once = ['CMD', 'ENTRYPOINT', 'HEALTHCHECK'] as const;

/** A build takes less time than this, in milliseconds; a base image is mostly older than the image on it by more. */
const longestBuild = 3_600_000;

/** Instructions of which only the last counts. */
export const repeatedInstruction: Rule = {
	group: 'history',
	severity: 'note',
	id: 'repeated-instruction',
	title: 'Instructions of which only the last counts',
	counterparts: ['DL4003', 'DL4004', 'DL3012'],
	detects: 'A second CMD, ENTRYPOINT or HEALTHCHECK in one Dockerfile: only the last counts. Where the base image is not known, two that were made within an hour are taken for those of one Dockerfile, with low confidence; for an image on a base has a CMD of each.',
	remedy: 'Keep the last one.',
	references: ['https://github.com/hadolint/hadolint/wiki/DL4003'],
	* find(input) {
		const own = input.once(buildLines).filter(({isBase}) => !isBase);
		for (const keyword of once) {
			const lines = own.filter(line => line.keyword === keyword);
			const last = lines.pop();
			const lost = lines.filter(line => input.base > 0 || areClose(line, last!));
			for (const line of lost) {
				yield {
					...placeOf(line),
					confidence: input.base > 0 ? 'high' : 'low',
					key: line.instruction,
					message: `\`${line.instruction}\` has no effect: a later ${keyword} takes its place.`,
					remedy: `Leave it out, and keep \`${last!.instruction}\`.`,
				};
			}
		}
	},
};

function areClose(a: BuildLine, b: BuildLine): boolean {
	return a.instruction !== b.instruction && Math.abs(Date.parse(a.created ?? '') - Date.parse(b.created ?? '')) < longestBuild;
}
