import {commandRule} from '../command-rule.js';
import {commandText} from '../command-text.js';

/** A link in place of SHELL. */
export const relinkedShell = commandRule({
	id: 'relinked-shell',
	title: '/bin/sh linked to another shell',
	counterparts: ['DL4005'],
	detects: '`ln -sf /bin/bash /bin/sh` in a RUN: every script of the system gets another shell than its author had in mind.',
	remedy: 'Write `SHELL ["/bin/bash", "-c"]`.',
	references: ['https://github.com/hadolint/hadolint/wiki/DL4005'],
}, command => {
	const target = command.name === 'ln' && /^(?:\/usr)?\/bin\/sh$/.test(command.words.at(-1)?.text ?? '') ? command.words.at(-2)?.text : undefined;
	return target?.startsWith('/')
		? {
			message: `\`${commandText(command)}\` gives every script of the system another shell.`,
			remedy: `Write \`SHELL ["${target}", "-c"]\` instead.`,
		}
		: undefined;
});
