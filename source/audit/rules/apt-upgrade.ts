import {commandRule} from '../command-rule.js';
import {commandText} from '../command-text.js';
import {packageCommand} from '../package-command.js';

/** Upgrades of a whole Debian system in a build. */
export const aptUpgrade = commandRule({
	id: 'apt-upgrade',
	title: 'Upgrades of the whole system',
	counterparts: ['DL3005', 'DKL-DI-0003'],
	detects: '`apt-get upgrade`, `dist-upgrade` or `full-upgrade` in a RUN. Each package that it renews is stored a second time, above the old one of the base image, and what the image holds hangs on the day of the build.',
	remedy: 'Begin with a newer base image, which has the newer packages already; install by name what must be newer than that.',
	references: ['https://github.com/hadolint/hadolint/wiki/DL3005'],
}, (command, _, input) => {
	const read = /^apt(?:-get|itude)?$/.test(command.name) ? packageCommand(command) : undefined;
	return read && /^(?:(?:dist|full|safe)-)?upgrade$/.test(read.verb.text)
		? {
			message: `\`${commandText(command)}\` stores each package that it renews a second time.`,
			remedy: `Begin with a newer base image${input.base > 0 ? '' : ' (FROM a newer tag or digest)'} and leave the ${read.verb.text} out; for a package that must be newer write \`apt-get install --only-upgrade NAME\`.`,
		}
		: undefined;
});
