import type {ShellCommand} from '../../content/shell/shell-command.js';
import {hasOption} from '../command-options.js';
import {commandRule} from '../command-rule.js';
import {after, commandText} from '../command-text.js';
import {installBy} from '../package-command.js';

/** Whether it asks nothing: `-y`, and quiet enough to mean it. */
function isSilent(command: ShellCommand): boolean {
	const quiet = command.words.reduce((sum, {text}) => sum + (/^-[A-Za-z]*q/.test(text) ? text.split('q').length - 1 : Number(text === '--quiet')), 0);
	return hasOption(command, '-y', '--yes', '--assume-yes') || quiet > 1 || hasOption(command, '--quiet=2') || command.words.some(({text}) => text === '-q=2');
}

/** `yes | apt-get install`. */
function isAnswered({pipeline, stage}: ShellCommand): boolean {
	return stage > 0 && pipeline.stages[stage - 1]?.some(({name}) => name === 'yes' || name === 'echo');
}

/** Installs by apt that ask. */
export const aptNoYes = commandRule({
	id: 'apt-no-yes',
	title: 'Installs that wait for an answer',
	counterparts: ['DL3014'],
	detects: '`apt-get install` without `-y`. It asks before it installs more than what was named, and in a build nobody answers: the build breaks as soon as a package wants another one.',
	remedy: 'Write `apt-get install -y`.',
	references: ['https://github.com/hadolint/hadolint/wiki/DL3014'],
}, (command, {instruction}) => {
	const read = installBy(command, 'apt-get', 'apt', 'aptitude');
	return read && !isSilent(command) && !/assume-yes\W+(?:true|1|yes)\b/i.test(instruction) && !isAnswered(command)
		? {
			message: `\`${commandText(command)}\` asks before it installs, and in a build nobody answers.`,
			remedy: `Write \`${commandText(command, [after(read.verb, '-y')])}\`.`,
		}
		: undefined;
});
