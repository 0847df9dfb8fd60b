import {readCommands} from '../../content/shell/read-commands.js';
import {buildLines} from '../build-lines.js';
import {placeOf} from '../command-rule.js';
import {commandText} from '../command-text.js';
import type {Rule} from '../rule.js';

/** Entrypoints and commands that a shell starts. */
export const shellForm: Rule = {
	group: 'configuration',
	severity: 'note',
	id: 'shell-form',
	title: 'A shell as the first process',
	counterparts: ['DL3025'],
	detects: 'ENTRYPOINT or CMD in the shell form: `/bin/sh -c` is the first process and hands no signal on, so that a stop takes ten seconds and ends with a kill; and what is given to `docker run` is no argument of the program. Quiet where the shell gives way by `exec`.',
	remedy: 'Write the exec form, `["program", "argument"]`, or begin with `exec`.',
	references: ['https://github.com/hadolint/hadolint/wiki/DL3025'],
	* find(input) {
		const {entrypoint, cmd} = input.image.config;
		for (const [keyword, words] of [['ENTRYPOINT', entrypoint], ['CMD', cmd]] as const) {
			const script = words && scriptOf(words);
			if (script === undefined || script === null || /^\s*exec\s/.test(script)) {
				continue;
			}

			const line = input.once(buildLines).findLast(line => line.keyword === keyword);
			yield {
				...(line && placeOf(line)),
				key: keyword,
				message: `${keyword} runs \`${script}\` by ${words![0]}, which hands no signals on.`,
				remedy: `Write \`${keyword} ${execForm(script)}\`${readCommands(script).length === 1 ? '' : ', a script of its own that ends with `exec`'}.`,
			};
		}
	},
};

/** What the shell form leaves in a config: a shell with its options, of which the last is `-c`, and one text. */
function scriptOf(words: readonly string[]): string | undefined {
	return words.length > 2 && /^\/(?:usr\/)?bin\/(?:ba|da|[akz])?sh$/.test(words[0]) && /^-\w*c$/.test(words.at(-2)!) ? words.at(-1) : undefined;
}

/** The words as a list, where there is one plain command; else the same text with `exec`. */
function execForm(script: string): string {
	const commands = readCommands(script);
	const [{words, assignments, redirections, pipeline}] = commands.length === 1 ? commands : [{words: [], assignments: [], redirections: [], pipeline: {stages: []}}];
	const isPlain = words.length > 0 && assignments.length + redirections.length === 0 && pipeline.stages.length === 1 && words.every(({text, isExpanded, isQuoted}) => !isExpanded && (isQuoted || !/[*?[{~]/.test(text)));
	if (isPlain) {
		return `[${words.map(({text}) => JSON.stringify(text)).join(', ')}]`;
	}

	return commands.length === 1 ? `exec ${commandText(commands[0])}` : '["/entrypoint.sh"]';
}
