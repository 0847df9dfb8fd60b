import {hasOption} from '../command-options.js';
import {commandRule} from '../command-rule.js';
import {after, commandText} from '../command-text.js';

/** Users with a high number, and a log that grows by it. */
export const useraddHighUid = commandRule({
	id: 'useradd-high-uid',
	title: 'useradd with a high number and without -l',
	counterparts: ['DL3046'],
	detects: '`useradd` with a user number of six digits and more, and without `-l`. It writes the number into /var/log/lastlog and faillog, sparse files as long as the number is high, which builders store with all their holes: gigabytes.',
	remedy: 'Write `useradd -l`, or take a lower number.',
	references: ['https://github.com/hadolint/hadolint/wiki/DL3046'],
}, command => {
	const at = command.words.findIndex(({text}) => /^(?:-[A-Za-z]*u|--uid)$/.test(text));
	const uid = command.words[at + 1]?.text ?? '';
	const joined = command.words.find(({text}) => /^--uid=\d{6,}$|^-u\d{6,}$/.test(text))?.text;
	return command.name === 'useradd' && ((at > 0 && /^\d{6,}$/.test(uid)) || joined) && !hasOption(command, '-l', '--no-log-init')
		? {
			message: `\`${commandText(command)}\` writes a log as long as its number is high.`,
			remedy: `Write \`${commandText(command, [after(command.words[0], '-l')])}\`.`,
		}
		: undefined;
});
