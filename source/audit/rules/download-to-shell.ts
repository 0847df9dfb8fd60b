import {isShell} from '../../content/shell/look-through.js';
import type {ShellCommand} from '../../content/shell/shell-command.js';
import {commandRule} from '../command-rule.js';
import {commandText} from '../command-text.js';

const downloads = new Set(['curl', 'wget', 'aria2c']);
const interpreters = /^(?:python[\d.]*|perl|ruby|node|php)$/;

const isRunner = ({name, words}: ShellCommand) => (isShell(name) || interpreters.test(name))
	&& words.slice(1).every(({text}) => text.startsWith('-') && !/^-(?:\w*c|e|-version)$/.test(text));

/** The program that reads the command's output by a pipe, also the pipe of a group around it. */
function runnerOf(command: ShellCommand): ShellCommand | undefined {
	for (let {pipeline, stage} = command; ;) {
		// What a group runs stands in its own pipelines: only the outer commands of each part are here.
		const runner = pipeline.stages.slice(stage + 1).flat().find(isRunner);
		if (runner ?? !pipeline.outer) {
			return runner;
		}

		({pipeline, stage} = pipeline.outer!);
	}
}

/** The program of which the command's output is a word. */
function runnerBy({start, end, source}: ShellCommand, commands: readonly ShellCommand[]): ShellCommand | undefined {
	return commands.find(({name, words, source: text}) => (isShell(name) || name === 'eval' || name === 'source' || name === '.')
		&& words.some((word, index) => index > 0 && text === source && word.isSubstituted && word.start < start && word.end > end
			&& (name === 'eval' || word.text.startsWith('<(') || words[index - 1].text.startsWith('-'))));
}

/** Downloads that a shell runs unseen. */
export const downloadToShell = commandRule({
	id: 'download-to-shell',
	title: 'Downloads that a shell runs unseen',
	counterparts: ['CIS-DI-0011'],
	detects: 'What curl or wget brings goes straight into a shell or an interpreter: `curl … | sh`, `sh -c "$(curl …)"`, `bash <(curl …)`. Nobody checks what it is; who holds that server decides what is in the image, and a download that breaks off is run as far as it came.',
	remedy: 'Download to a file, check its digest or signature, then run it; or ADD it with `--checksum`.',
	references: [],
}, (command, {commands}) => {
	const runner = downloads.has(command.name) ? runnerOf(command) ?? runnerBy(command, commands) : undefined;
	return runner && {
		message: `What \`${commandText(command)}\` brings is run by ${runner.name} as it comes.`,
		remedy: 'Download it to a file, hold it against a digest that you wrote down (`echo "DIGEST  FILE" | sha256sum -c -`), and run the file then.',
	};
});
