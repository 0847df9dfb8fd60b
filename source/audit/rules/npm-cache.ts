import {cacheRule} from '../cache-rule.js';
import {commandText} from '../command-text.js';

/** Npm's cache that stays in the layer of npm. */
export const npmCache = cacheRule({
	id: 'npm-cache',
	title: 'npm without npm cache clean',
	counterparts: [],
	detects: '`npm install` or `npm ci` whose layer keeps what npm downloaded in `~/.npm`.',
	remedy: 'End the same RUN with `npm cache clean --force`, or use a cache mount.',
	references: ['https://docs.npmjs.com/cli/commands/npm-cache'],
}, 'npm', ({name, words}) => name === 'npm' && words.some(({text}) => /^(?:i|ci|install|add|update)$/.test(text)), (command, cleanup) =>
	`Write \`${commandText(command)} && ${cleanup}\`.`);
