import {findProgram, startCommand} from '../find-program.js';
import type {AuditInput} from '../audit-input.js';
import type {Image} from '../../image/image.js';
import type {Rule} from '../rule.js';

/** Images that do not say how to tell whether they work. */
export const noHealthcheck: Rule = {
	group: 'configuration',
	severity: 'note',
	id: 'no-healthcheck',
	title: 'No health check',
	counterparts: ['CIS-DI-0006', 'DL3057'],
	detects: 'The config has no HEALTHCHECK: an engine sees that the process is there, not that it answers. Quiet where the manifest is OCI\'s, which has no field for it, and where it is `HEALTHCHECK NONE`; Kubernetes has probes of its own instead.',
	remedy: 'Write a HEALTHCHECK.',
	references: ['https://docs.docker.com/reference/dockerfile/#healthcheck'],
	* find(input) {
		const {image} = input;
		if (image.config.healthcheck === null && hasField(image)) {
			const [port] = image.config.exposedPorts;
			const program = startCommand(input).words[0]?.replace(/^.*\//, '');
			const isJob = program === 'ffmpeg' || program === 'ffprobe';
			yield {
				message: 'The image has no HEALTHCHECK: an engine does not see when it hangs.',
				remedy: port === undefined
					? (isJob ? `${program} does its work and ends, so that there is nothing to ask: \`HEALTHCHECK NONE\` says so. Whether it goes on is told by what it writes, best with \`-progress\`.` : 'Write `HEALTHCHECK CMD` with a command that fails when the program does not answer; `HEALTHCHECK NONE` says that none is meant.')
					: `Write ${askingCommand(input, port.replace(/\D.*/, ''))} that fails when the program does not answer.`,
			};
		}
	},
};

/** The health check that asks a port, by what the image has to ask with. */
function askingCommand(input: AuditInput, port: string): string {
	const has = (name: string) => findProgram(input, name).kind === 'found';
	const address = `http://localhost:${port}/`;
	const ask = has('curl') ? `curl -fsS ${address}` : (has('wget') ? `wget -q -O /dev/null ${address}` : (has('busybox') ? `busybox wget -q -O /dev/null ${address}` : undefined));
	if (ask !== undefined && has('sh')) {
		return `\`HEALTHCHECK CMD ${ask} || exit 1\`, or a command of the image`;
	}

	const [program] = startCommand(input).words;
	return `\`HEALTHCHECK CMD\` with a command of your own (the image has neither curl nor wget)${program === undefined ? '' : `, such as a mode of ${program} that asks port ${port},`}`;
}

/** Docker's configs have the field; OCI's, and a bare file system, have none. */
function hasField({form, layers}: Image): boolean {
	return form === 'docker-archive' || form === 'docker-dir' || (form !== 'rootfs' && layers.some(({mediaType}) => mediaType.startsWith('application/vnd.docker.')));
}
