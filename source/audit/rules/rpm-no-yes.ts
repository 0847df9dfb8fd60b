import {hasOption} from '../command-options.js';
import {commandRule} from '../command-rule.js';
import {after, commandText} from '../command-text.js';
import {installBy} from '../package-command.js';

/** Installs by dnf, yum or zypper that ask. */
export const rpmNoYes = commandRule({
	id: 'rpm-no-yes',
	title: 'Installs that wait for an answer',
	counterparts: ['DL3030', 'DL3034', 'DL3038'],
	detects: '`dnf install`, `yum install` without `-y`, `zypper install` without `-n`: they ask before they install, and in a build nobody answers.',
	remedy: 'Write `-y`; with zypper `--non-interactive`.',
	references: ['https://github.com/hadolint/hadolint/wiki/DL3030'],
}, command => {
	const read = installBy(command, 'dnf', 'dnf5', 'yum', 'microdnf', 'tdnf', 'zypper');
	const isZypper = read?.program === 'zypper';
	return read && !hasOption(command, '-y', '--assumeyes', ...(isZypper ? ['-n', '--non-interactive', '--no-confirm'] : ['--assumeno']))
		? {
			message: `\`${commandText(command)}\` asks before it installs, and in a build nobody answers.`,
			remedy: `Write \`${commandText(command, [after(isZypper ? command.words[0] : read.verb, isZypper ? '--non-interactive' : '-y')])}\`.`,
		}
		: undefined;
});
