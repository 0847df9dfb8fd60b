import {commandRule} from '../command-rule.js';
import {commandText} from '../command-text.js';

/** As hadolint has them. */
const commands = new Set(['free', 'ifconfig', 'kill', 'mount', 'ps', 'service', 'shutdown', 'ssh', 'top', 'vim']);

/** Commands that make no sense in a build. */
export const uselessCommand = commandRule({
	id: 'useless-command',
	title: 'Commands that make no sense in a build',
	counterparts: ['DL3001'],
	detects: '`ssh`, `vim`, `shutdown`, `service`, `ps`, `free`, `top`, `kill`, `mount` or `ifconfig` in a RUN: what they act on (processes, mounts, interfaces, a terminal) is gone when the instruction ends.',
	remedy: 'Leave it out; what is to run in the container belongs into ENTRYPOINT or CMD.',
	references: ['https://github.com/hadolint/hadolint/wiki/DL3001'],
}, command => commands.has(command.name) && command.words.length > 0
	? {
		message: `\`${commandText(command)}\` does nothing that outlasts the instruction.`,
		remedy: command.name === 'service'
			? `Leave \`${commandText(command)}\` out, and start the service by ENTRYPOINT or CMD.`
			: `Leave \`${commandText(command)}\` out: ${command.name} acts on what is gone when the RUN ends.`,
	}
	: undefined);
