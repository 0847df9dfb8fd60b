import {commandRule} from '../command-rule.js';
import {commandText} from '../command-text.js';

/** Instructions that begin with cd. */
export const cdInsteadOfWorkdir = commandRule({
	id: 'cd-instead-of-workdir',
	title: 'cd where WORKDIR is meant',
	counterparts: ['DL3003'],
	detects: 'A RUN that begins with `cd` to an absolute folder. WORKDIR makes the folder, holds for the next instructions too and can be read at a glance. A `cd` further on, into what the RUN itself made, is left alone.',
	remedy: 'Write `WORKDIR` before the RUN.',
	references: ['https://github.com/hadolint/hadolint/wiki/DL3003'],
}, (command, {commands}) => {
	const [, target] = command.words;
	return command === commands[0] && commands.length > 1 && command.name === 'cd' && target?.text.startsWith('/') && !target.isExpanded
		? {
			message: `The RUN begins with \`${commandText(command)}\`, which the next instruction knows nothing of.`,
			remedy: `Write \`WORKDIR ${target.text}\` before the RUN, and leave the cd out.`,
		}
		: undefined;
});
