import {cacheRule} from '../cache-rule.js';
import {commandText} from '../command-text.js';

/** Yarn's cache that stays in the layer of yarn. */
export const yarnCache = cacheRule({
	id: 'yarn-cache',
	title: 'yarn without yarn cache clean',
	counterparts: ['DL3060'],
	detects: '`yarn install` whose layer keeps what Yarn downloaded.',
	remedy: 'End the same RUN with `yarn cache clean`, or use a cache mount.',
	references: ['https://github.com/hadolint/hadolint/wiki/DL3060'],
}, 'yarn', ({name, words}) => name === 'yarn' && (words.length === 1 || words.some(({text}) => /^(?:install|add|--.*)$/.test(text))), (command, cleanup) =>
	`Write \`${commandText(command)} && ${cleanup}\`.`);
