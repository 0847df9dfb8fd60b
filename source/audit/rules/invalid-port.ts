import {buildLines} from '../build-lines.js';
import {placeOf} from '../command-rule.js';
import type {Rule} from '../rule.js';

/** Ports that there are none of. */
export const invalidPort: Rule = {
	group: 'configuration',
	severity: 'note',
	id: 'invalid-port',
	title: 'Ports that there are none of',
	counterparts: ['DL3011'],
	detects: 'An exposed port above 65535, or 0, or a range that runs backwards.',
	remedy: 'Write a port from 1 to 65535.',
	references: ['https://github.com/hadolint/hadolint/wiki/DL3011'],
	* find(input) {
		for (const port of input.image.config.exposedPorts) {
			if (!isPort(port)) {
				const line = input.once(buildLines).findLast(({keyword, rest}) => keyword === 'EXPOSE' && rest.includes(port.split('/', 1)[0]));
				yield {
					...(line && placeOf(line)),
					key: port,
					message: `The image exposes ${port}, which is no port.`,
					remedy: 'Write a port from 1 to 65535, such as `EXPOSE 8080`.',
				};
			}
		}
	},
};

/** `80`, `80/tcp`, `8000-8010/udp`. */
function isPort(port: string): boolean {
	const [, from, to = from] = /^(\d{1,5})(?:-(\d{1,5}))?(?:\/(?:tcp|udp|sctp))?$/i.exec(port) ?? [];
	return from !== undefined && Number(from) > 0 && Number(from) <= Number(to) && Number(to) <= 65_535;
}
