import {hasOption} from '../command-options.js';
import {commandRule} from '../command-rule.js';
import {after, commandText} from '../command-text.js';
import {installBy} from '../package-command.js';

/** The same said by configuration: `-o APT::Install-Recommends=0`, or a line that goes into apt.conf. */
const isOff = /install-recommends\W+(?:false|0|no)\b/i;

/** Installs by apt that take recommended packages along. */
export const aptNoRecommends = commandRule({
	id: 'apt-no-recommends',
	title: 'Recommended packages installed too',
	counterparts: ['DL3015'],
	detects: '`apt-get install` without `--no-install-recommends`: what packages recommend is installed too, often more than the packages that were named. Quiet where apt is told so by its configuration.',
	remedy: 'Write `--no-install-recommends`, and name what is missed.',
	references: ['https://github.com/hadolint/hadolint/wiki/DL3015'],
}, (command, {instruction}) => {
	const read = installBy(command, 'apt-get', 'apt', 'aptitude');
	return read && !hasOption(command, '--no-install-recommends', '--without-recommends', '-R') && !isOff.test(instruction)
		? {
			message: `\`${commandText(command)}\` installs what these packages recommend too.`,
			remedy: `Write \`${commandText(command, [after(read.verb, '--no-install-recommends')])}\`, and name what is missed.`,
		}
		: undefined;
});
