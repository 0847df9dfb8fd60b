import {lineRule} from '../command-rule.js';
import {commandText} from '../command-text.js';
import {packageCommand} from '../package-command.js';

/** Package lists that are renewed by themselves. */
export const updateAlone = lineRule({
	id: 'update-alone',
	title: 'Package lists renewed by themselves',
	counterparts: ['CIS-DI-0007'],
	detects: '`apt-get update` in a RUN that installs nothing. A builder keeps its layer from one build to the next, so that later installs work with old lists: they fail, or install old packages. And the lists stay in the image.',
	remedy: 'Write update and install in one RUN.',
	references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
}, ({commands}) => {
	const update = commands.find(command => /^apt(?:-get|itude)?$/.test(command.name) && packageCommand(command)?.verb.text === 'update');
	return update && commands.every(command => !(/^(?:build-dep|(?:dist-|full-)?upgrade|download|source)$/.test(packageCommand(command)?.verb.text ?? '') || packageCommand(command)?.isInstall))
		? {
			message: `\`${commandText(update)}\` stands in a RUN that installs nothing: its lists grow old in the builder's cache.`,
			remedy: `Write \`RUN ${commandText(update)} && apt-get install -y --no-install-recommends … && rm -rf /var/lib/apt/lists/*\` as one instruction.`,
		}
		: undefined;
});
