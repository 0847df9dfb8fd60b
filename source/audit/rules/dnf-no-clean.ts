import {cacheRule} from '../cache-rule.js';
import {commandText} from '../command-text.js';
import {installBy} from '../package-command.js';

/** Dnf's cache that stays in the layer of dnf. */
export const dnfNoClean = cacheRule({
	id: 'dnf-no-clean',
	title: 'dnf without dnf clean all',
	counterparts: ['DL3040'],
	detects: '`dnf install` whose layer keeps the cache of dnf.',
	remedy: 'End the same RUN with `dnf clean all`, or use a cache mount.',
	references: ['https://github.com/hadolint/hadolint/wiki/DL3040'],
}, 'dnf', command => /^(?:dnf5?|microdnf|tdnf)$/.test(command.name) && installBy(command) !== undefined, (command, cleanup) =>
	`Write \`${commandText(command)} && ${cleanup}\`.`);
