import {readCommands} from '../../content/shell/read-commands.js';
import type {AuditInput} from '../audit-input.js';
import {findProgram, startCommand, type ProgramLookUp} from '../find-program.js';
import {readScriptProgram} from '../script-interpreter.js';

/** A program that a container starts. */
export type StartedProgram = Extract<ProgramLookUp, {kind: 'found'}> & {
	/** The line that a script begins with, without `#!`. */
	script?: string;
};

export type StartedPrograms = {programs: StartedProgram[]; missing: string[]};

/** Programs that start another, which their words name. */
const wrappers = /^(?:tini(?:-static)?|dumb-init|catatonit|gosu|su-exec|env|exec|nice|setpriv|chroot)$/;

/** A command starts no more programs than this that are looked for. */
const mostPrograms = 64;

/**
The programs that ENTRYPOINT, CMD and HEALTHCHECK start, as far as their words tell: also those that a shell's text, a wrapper such as
tini, or the first line of a script names.
*/
export function startedPrograms(input: AuditInput): StartedPrograms {
	const {config} = input.image;
	const found = new Map<number, StartedProgram>();
	const missing = new Set<string>();
	const start = (name: string, isSure: boolean): StartedProgram | undefined => {
		const program = findProgram(input, name);
		if (program.kind !== 'found') {
			if (isSure) {
				missing.add(name);
			}

			return undefined;
		}

		const known = found.get(program.content);
		if (known || found.size >= mostPrograms) {
			return known;
		}

		const script = input.factOf(program.content)?.interpreter;
		const started = {...program, ...(script !== undefined && {script})};
		found.set(program.content, started);
		if (script !== undefined) {
			const {program: interpreter, onPath} = readScriptProgram(script);
			start(interpreter, true);
			if (onPath !== undefined) {
				start(onPath, true);
			}
		}

		return started;
	};

	const run = (words: readonly string[]) => {
		const [first, ...rest] = words;
		const started = first === undefined ? undefined : start(first, true);
		const name = first?.slice(first.lastIndexOf('/') + 1) ?? '';
		if (/^(?:ba|da|[akz])?sh$/.test(name) && rest[0]?.startsWith('-') && rest[0].endsWith('c')) {
			for (const {words} of readCommands(rest[1] ?? '')) {
				const [word] = words;
				if (word && !word.isExpanded) {
					start(word.text, false);
				}
			}
		} else if (wrappers.test(name)) {
			const at = rest.findIndex(word => !word.startsWith('-') && findProgram(input, word).kind === 'found');
			if (at >= 0) {
				run(rest.slice(at));
			}
		} else if (started?.script !== undefined && config.entrypoint && config.cmd?.[0] !== undefined) {
			// Scripts of images mostly end with `exec "$@"`.
			start(config.cmd[0], false);
		}
	};

	run(startCommand(input).words);
	const [kind, ...rest] = config.healthcheck ?? [];
	if (kind === 'CMD') {
		run(rest);
	} else if (kind === 'CMD-SHELL') {
		run(['/bin/sh', '-c', ...rest]);
	}

	return {programs: [...found.values()], missing: [...missing]};
}
