import type {EntryId} from '../../tree/entry-store.js';
import type {AuditInput} from '../audit-input.js';
import {findProgram, startCommand} from '../find-program.js';
import {readScriptProgram} from '../script-interpreter.js';
import {imageLinkage} from './image-linkage.js';

/** Scripts that are run by scripts: Linux itself stops after four. */
const mostScripts = 4;

/** The contents that are loaded when a container of the image starts: its program, the programs that run it if it is a script, and their libraries. */
export function startedFiles(input: AuditInput): ReadonlySet<EntryId> {
	return input.once(findStarted);
}

function findStarted(input: AuditInput): ReadonlySet<EntryId> {
	const started = new Set<EntryId>();
	const {check, files} = imageLinkage(input);
	const start = (name: string | undefined, depth: number) => {
		const program = name === undefined || depth > mostScripts ? undefined : findProgram(input, name);
		if (program?.kind !== 'found' || started.has(program.content)) {
			return;
		}

		started.add(program.content);
		const script = input.factOf(program.content)?.interpreter;
		if (script !== undefined) {
			const {program: interpreter, onPath} = readScriptProgram(script);
			start(interpreter, depth + 1);
			start(onPath, depth + 1);
			return;
		}

		const file = files.fileAt(program.file.path, program.file.entry);
		for (const {id} of (file && check.link(file))?.objects ?? []) {
			started.add(id);
		}
	};

	start(startCommand(input).words[0], 0);
	return started;
}
