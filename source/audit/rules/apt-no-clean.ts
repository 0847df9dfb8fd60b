import {cacheRule} from '../cache-rule.js';
import {commandText} from '../command-text.js';
import {packageCommand} from '../package-command.js';

/** Apt's lists that stay in the layer of apt-get. */
export const aptNoClean = cacheRule({
	id: 'apt-no-clean',
	title: 'Package lists that stay',
	counterparts: ['DL3009', 'DKL-DI-0005'],
	detects: '`apt-get update` in a RUN whose layer keeps `/var/lib/apt/lists`. A later `rm` saves nothing: the bytes are in this layer.',
	remedy: 'End the same RUN with `rm -rf /var/lib/apt/lists/*`, or use a cache mount.',
	references: ['https://github.com/hadolint/hadolint/wiki/DL3009'],
}, 'apt-lists', command => /^apt(?:-get|itude)?$/.test(command.name) && packageCommand(command)?.verb.text === 'update', (command, cleanup) =>
	`End the same RUN with \`&& ${cleanup}\`, after the install that needs \`${commandText(command)}\`.`);
