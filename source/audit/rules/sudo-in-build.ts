import {commandRule} from '../command-rule.js';
import {commandText} from '../command-text.js';

/** Sudo in a build. */
export const sudoInBuild = commandRule({
	id: 'sudo-in-build',
	title: 'sudo in a build',
	counterparts: ['DL3004', 'DKL-DI-0001'],
	detects: '`sudo` in a RUN. A build is root already, or becomes it by USER; sudo in an image is a program with the setuid bit, hands on no signals and has another environment.',
	remedy: 'Leave sudo out, or write `USER root` before and `USER name` after; at run time use gosu or su-exec.',
	references: ['https://github.com/hadolint/hadolint/wiki/DL3004'],
}, (command, {commands}) => {
	if (command.name !== 'sudo') {
		return undefined;
	}

	const inner = commands[commands.indexOf(command) + 1];
	return {
		message: `\`${commandText(command)}\` asks sudo for what a build may do by itself.`,
		remedy: inner?.via.at(-1) === 'sudo'
			? `Write \`${commandText(inner)}\`, after a \`USER root\` where another user builds.`
			: 'Write the command without sudo, after a `USER root` where another user builds.',
	};
});
