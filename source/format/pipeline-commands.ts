/** Commands that GitHub's runner knows, and those by which Azure's marks lines. */
const names = [
	'add-mask', 'add-matcher', 'add-path', 'command', 'debug', 'echo', 'endgroup', 'error', 'group', 'internal-set-repo-path', 'notice',
	'remove-matcher', 'save-state', 'section', 'set-env', 'set-output', 'stop-commands', 'warning',
].join('|');

/**
What runners obey that read along what a step prints: `::error::`, where nothing but space stands before it in a line, and `##[error]` and
`##vso[task.complete]` anywhere (actions/runner, `ActionCommand`; microsoft/azure-pipelines-agent, `Command`). The same stands in paths,
labels and instructions of who wants it obeyed.
*/
const commands = new RegExp(String.raw`(?<=^[^\S\n]*):(?=:(?:${names})(?![\w-]))|#(?=#(?:vso\[|\[(?:${names})\b))`, 'gim');

/** Text as it is, but that the first letter of what a pipeline would take for a command stands as `\xNN`. */
export function withoutPipelineCommands(text: string): string {
	return text.includes('::') || text.includes('##') ? text.replaceAll(commands, sign => sign === ':' ? String.raw`\x3a` : String.raw`\x23`) : text;
}
