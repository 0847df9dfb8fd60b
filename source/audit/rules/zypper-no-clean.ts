import {cacheRule} from '../cache-rule.js';
import {commandText} from '../command-text.js';
import {installBy} from '../package-command.js';

/** Zypper's cache that stays in the layer of zypper. */
export const zypperNoClean = cacheRule({
	id: 'zypper-no-clean',
	title: 'zypper without zypper clean',
	counterparts: ['DL3036'],
	detects: '`zypper install` whose layer keeps the cache of zypper.',
	remedy: 'End the same RUN with `zypper clean --all`, or use a cache mount.',
	references: ['https://github.com/hadolint/hadolint/wiki/DL3036'],
}, 'zypper', command => /^zypper$/.test(command.name) && installBy(command) !== undefined, (command, cleanup) =>
	`Write \`${commandText(command)} && ${cleanup}\`.`);
