import {buildLines} from '../build-lines.js';
import {placeOf} from '../command-rule.js';
import type {Rule} from '../rule.js';

/** Folders of the system that are no place for data. */
const sensitive = /^\/(?:$|(?:bin|boot|dev|etc|lib\w*|proc|sbin|sys|usr)(?:\/|$))/;

/** Volumes over folders of the system. */
export const sensitiveVolume: Rule = {
	group: 'configuration',
	severity: 'note',
	id: 'sensitive-volume',
	title: 'Volumes over folders of the system',
	counterparts: ['DKL-DI-0002'],
	detects: 'A volume over `/dev`, `/proc`, `/sys`, `/etc`, `/usr` or their like: what the image has there is taken out of its layers when a container starts, and an update of the image changes it no more.',
	remedy: 'Put data into a folder of its own, such as `/data` or `/var/lib/NAME`.',
	references: ['https://github.com/goodwithtech/dockle/blob/master/CHECKPOINT.md'],
	* find(input) {
		for (const volume of input.image.config.volumes) {
			if (sensitive.test(volume)) {
				const line = input.once(buildLines).findLast(({keyword, rest}) => keyword === 'VOLUME' && rest.includes(volume));
				yield {
					...(line && placeOf(line)),
					key: volume,
					message: `A volume lies over ${volume}, a folder of the system.`,
					remedy: 'Put the data into a folder of its own, such as `VOLUME /data`.',
				};
			}
		}
	},
};
