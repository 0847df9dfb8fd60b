import type {ShellCommand} from '../../content/shell/shell-command.js';
import type {AuditInput} from '../audit-input.js';
import {commandRule} from '../command-rule.js';
import {commandText} from '../command-text.js';

/** What does not fail. */
const harmless = new Set(['echo', 'printf', 'yes', 'true', ':']);

/** How the image's own shell is told. */
function shellWith({files}: AuditInput, {via}: ShellCommand): string {
	if (via.some(name => /^(?:ba|z|k)sh$/.test(name))) {
		return 'Begin that script with `set -o pipefail;`.';
	}

	if (files.find('/bin/bash')) {
		return 'Write `SHELL ["/bin/bash", "-o", "pipefail", "-c"]` before the RUN.';
	}

	return files.find('/bin/busybox')
		? 'Write `SHELL ["/bin/ash", "-o", "pipefail", "-c"]` before the RUN.'
		: 'The image has no bash, and its sh may know no pipefail: let the first command write a file, and the next read it, with `&&` between them.';
}

/** Pipes whose failures are not seen. */
export const pipeWithoutPipefail = commandRule({
	id: 'pipe-without-pipefail',
	title: 'Pipes whose failures are not seen',
	counterparts: ['DL4006'],
	detects: 'A pipe in a RUN whose shell has no `pipefail`: only its last command decides whether the instruction failed. A download that breaks off is unpacked as far as it came, and the build goes on. Quiet where nothing before the last pipe can fail (`echo`, `printf`, `yes`).',
	remedy: 'Write `SHELL ["/bin/bash", "-o", "pipefail", "-c"]` before it, or `set -o pipefail` where the shell knows it, or put a file between the two.',
	references: ['https://github.com/hadolint/hadolint/wiki/DL4006'],
}, (command, _, input) => {
	const {pipeline, stage, options} = command;
	const [next] = pipeline.stages[stage + 1] ?? [];
	const isFirst = stage === 0 && pipeline.stages[0][0] === command;
	return isFirst && next && !options.pipefail && pipeline.stages.slice(0, -1).some(commands => commands.some(({name}) => !harmless.has(name)))
		? {
			message: `If \`${commandText(command)}\` fails, nobody sees it: only the last command of the pipe counts, \`${commandText(pipeline.stages.at(-1)![0] ?? next)}\`.`,
			remedy: shellWith(input, command),
		}
		: undefined;
});
