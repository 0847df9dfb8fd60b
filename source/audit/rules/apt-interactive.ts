import {commandRule} from '../command-rule.js';
import {commandText, instead} from '../command-text.js';

/** The apt that is made for people. */
export const aptInteractive = commandRule({
	id: 'apt-interactive',
	title: 'apt in a script',
	counterparts: ['DL3027'],
	detects: '`apt` in a RUN. It is made for people at a terminal: its options and its output may change with any release, and it says so itself. `apt-get` and `apt-cache` are for scripts.',
	remedy: 'Write `apt-get` or `apt-cache`.',
	references: ['https://github.com/hadolint/hadolint/wiki/DL3027'],
}, command => {
	const verb = command.words.slice(1).find(({text}) => !text.startsWith('-'))?.text;
	return command.name === 'apt' && verb !== undefined
		? {
			message: `\`${commandText(command)}\` uses apt, whose options are not kept stable for scripts.`,
			remedy: `Write \`${commandText(command, [instead(command.words[0], /^(?:search|show|policy)$/.test(verb) ? 'apt-cache' : 'apt-get')])}\`.`,
		}
		: undefined;
});
