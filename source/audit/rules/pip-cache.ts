import {cacheRule} from '../cache-rule.js';
import {after, commandText} from '../command-text.js';
import {installBy} from '../package-command.js';

/** Pip's cache that stays in the layer of pip. */
export const pipCache = cacheRule({
	id: 'pip-cache',
	title: 'pip without --no-cache-dir',
	counterparts: ['DL3042'],
	detects: '`pip install` whose layer keeps what pip downloaded and built in `~/.cache/pip`.',
	remedy: 'Write `pip install --no-cache-dir`, or use a cache mount.',
	references: ['https://github.com/hadolint/hadolint/wiki/DL3042'],
}, 'pip', command => installBy(command, 'pip', 'pip2', 'pip3') !== undefined, command =>
	`Write \`${commandText(command, [after(installBy(command)!.verb, '--no-cache-dir')])}\`.`);
