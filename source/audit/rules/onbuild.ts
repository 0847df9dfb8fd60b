import {buildLines} from '../build-lines.js';
import {placeOf} from '../command-rule.js';
import type {Rule} from '../rule.js';

/** Instructions that run in the builds of others. */
export const onbuild: Rule = {
	group: 'configuration',
	severity: 'note',
	id: 'onbuild',
	title: 'Instructions that run in the builds of others',
	counterparts: [],
	detects: 'ONBUILD: an instruction that runs when another image is built on this one, without a word in that one\'s Dockerfile.',
	remedy: 'Say in the Dockerfile of each image what it does.',
	references: ['https://docs.docker.com/reference/dockerfile/#onbuild'],
	* find(input) {
		const triggers = input.image.config.more?.onBuild;
		for (const trigger of Array.isArray(triggers) ? triggers : []) {
			const line = input.once(buildLines).findLast(({keyword, rest}) => keyword === 'ONBUILD' && rest === trigger);
			yield {
				...(line && placeOf(line)),
				key: trigger,
				message: `\`ONBUILD ${trigger}\` runs in the build of each image on this one.`,
				remedy: `Write \`${trigger}\` in the Dockerfile of those images.`,
			};
		}
	},
};
