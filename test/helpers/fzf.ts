import {spawnSync} from 'node:child_process';

/** Whether fzf is installed. */
export const hasFzf = spawnSync('fzf', ['--version'], {stdio: 'ignore'}).status === 0;

/** The lines that fzf finds by a query, best first, as it ranks them by itself. */
export function fzf(query: string, lines: readonly string[]): string[] {
	// Settings of whoever runs this shall not matter.
	const {FZF_DEFAULT_OPTS: _, ...env} = process.env;
	const {stdout} = spawnSync('fzf', ['--filter', query], {input: `${lines.join('\n')}\n`, env, maxBuffer: 2 ** 30});
	return stdout.toString().split('\n').slice(0, -1);
}
