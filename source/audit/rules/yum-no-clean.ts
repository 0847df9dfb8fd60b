import {cacheRule} from '../cache-rule.js';
import {commandText} from '../command-text.js';
import {installBy} from '../package-command.js';

/** Yum's cache that stays in the layer of yum. */
export const yumNoClean = cacheRule({
	id: 'yum-no-clean',
	title: 'yum without yum clean all',
	counterparts: ['DL3032'],
	detects: '`yum install` whose layer keeps the cache of yum.',
	remedy: 'End the same RUN with `yum clean all`, or use a cache mount.',
	references: ['https://github.com/hadolint/hadolint/wiki/DL3032'],
}, 'yum', command => /^yum$/.test(command.name) && installBy(command) !== undefined, (command, cleanup) =>
	`Write \`${commandText(command)} && ${cleanup}\`.`);
