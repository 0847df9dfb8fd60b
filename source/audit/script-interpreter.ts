/** What the first line of a script asks for. */
export type ScriptProgram = {
	/** The program that Linux starts. */
	program: string;
	/** What that is to find on PATH in turn: of `#!/usr/bin/env NAME`. */
	onPath?: string;
	/** Whether the line ends with a carriage return, which Linux takes for a part of the name. */
	endsInReturn: boolean;
};

/** Options of env that take the next word as their value (env(1)). */
const withValue = new Set(['-u', '--unset', '-C', '--chdir', '-a', '--argv0']);

/** Reads the line behind `#!` (execve(2), env(1)): Linux passes all behind the first word on as one. */
export function readScriptProgram(line: string): ScriptProgram {
	const endsInReturn = line.endsWith('\r');
	const text = endsInReturn ? line.slice(0, -1) : line;
	const end = text.search(/[\t ]/);
	const program = end < 0 ? text : text.slice(0, end);
	const rest = end < 0 ? '' : text.slice(end);
	if (!program.endsWith('/env')) {
		return {program, endsInReturn};
	}

	const words = rest.split(/[\t ]+/).filter(word => word !== '');
	let at = 0;
	while (at < words.length && (words[at].startsWith('-') || words[at].includes('='))) {
		at += withValue.has(words[at]) ? 2 : 1;
	}

	// What `-S` is written together with is the first word of what it splits: `-Snode`.
	const joined = words.find(word => /^-[0iv]*S./.test(word))?.replace(/^-[0iv]*S/, '');
	const onPath = joined !== undefined && !joined.includes('=') ? joined : words[at];
	return {program, endsInReturn, ...(onPath !== undefined && {onPath})};
}
