import {entryType} from '../archive/entry-table.js';
import type {EntryId} from '../tree/entry-store.js';
import type {AuditInput} from './audit-input.js';
import type {FoundPath} from './system-files.js';

/** Where engines look for programs where an image does not say (`PATH` of Docker's and containerd's containers). */
const usualPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

const executable = 0o111;

/** What a container's start makes of a program's name. */
export type ProgramLookUp =
	| {kind: 'found'; asked: string; file: FoundPath; content: EntryId}
	| {kind: 'not-executable'; asked: string; file: FoundPath}
	| {kind: 'folder'; asked: string; file: FoundPath}
	| {kind: 'missing'; asked: string};

/** The folders of the image's PATH. */
export function pathFolders({image: {config}}: Pick<AuditInput, 'image'>): string[] {
	const variable = config.env.findLast(variable => variable.startsWith('PATH='));
	const path = variable === undefined || variable === 'PATH=' ? usualPath : variable.slice('PATH='.length);
	return path.split(':').map(folder => inWorkingFolder(config.workingDir, folder === '' ? '.' : folder));
}

/** The absolute path of one that may be relative to where a container's program starts. */
export function inWorkingFolder(workingFolder: string, path: string): string {
	return path.startsWith('/') ? path : `${workingFolder.startsWith('/') ? workingFolder.replace(/\/+$/, '') : ''}/${path}`;
}

/**
The program that a name leads to, as runc and its like find it: with a slash in it, relative to the working folder; else the first
executable file of that name in the folders of PATH. The name is text as `decodeBytes` reads it.
*/
export function findProgram(input: Pick<AuditInput, 'image' | 'files' | 'overlay'>, name: string): ProgramLookUp {
	const paths = name.includes('/')
		? [inWorkingFolder(input.image.config.workingDir, name)]
		: pathFolders(input).map(folder => `${folder.replace(/\/+$/, '')}/${name}`);
	let other: ProgramLookUp | undefined;
	for (const path of paths) {
		const found = lookAt(input, path);
		if (found.kind === 'found') {
			return found;
		}

		other ??= found.kind === 'missing' ? undefined : found;
	}

	return other ?? {kind: 'missing', asked: name};
}

/** What an absolute path leads to, as a program. */
export function lookAt({files, overlay: {store}}: Pick<AuditInput, 'files' | 'overlay'>, path: string): ProgramLookUp {
	const file = files.find(path);
	if (!file) {
		return {kind: 'missing', asked: path};
	}

	const content = store.content(file.entry);
	const {mode, type} = store.facts(file.entry);
	if (content < 0) {
		return {kind: type === entryType.directory ? 'folder' : 'not-executable', asked: path, file};
	}

	return (mode & executable) === 0 ? {kind: 'not-executable', asked: path, file} : {kind: 'found', asked: path, file, content};
}

/** The program and its arguments that a container starts with; empty where the image says none. */
export function startCommand({image}: Pick<AuditInput, 'image'>): {words: string[]; instruction: 'ENTRYPOINT' | 'CMD'} {
	const {entrypoint, cmd} = image.config;
	const hasEntrypoint = (entrypoint?.length ?? 0) > 0;
	return {words: [...entrypoint ?? [], ...cmd ?? []], instruction: hasEntrypoint ? 'ENTRYPOINT' : 'CMD'};
}

