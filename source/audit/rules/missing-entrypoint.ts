import {readCommands} from '../../content/shell/read-commands.js';
import type {AuditInput} from '../audit-input.js';
import {findProgram, pathFolders, startCommand, type ProgramLookUp} from '../find-program.js';
import type {FindingDraft} from '../finding.js';
import {imageLinkage} from '../linkage/image-linkage.js';
import {findRemovedNames} from '../removed-names.js';
import type {Rule} from '../rule.js';

/** What shells do themselves (POSIX.1-2024, XCU 2.15; bash's and busybox's beside). */
const builtins = new Set([
	'.', ':', '[', '[[', 'alias', 'bg', 'break', 'builtin', 'cd', 'command', 'continue', 'declare', 'echo', 'eval', 'exec', 'exit', 'export', 'false', 'fg', 'getopts', 'hash', 'jobs', 'kill',
	'let', 'local', 'printf', 'pwd', 'read', 'readonly', 'return', 'set', 'shift', 'shopt', 'source', 'test', 'time', 'times', 'trap', 'true', 'type', 'typeset', 'ulimit', 'umask', 'unalias', 'unset', 'wait',
]);

/** Programs that an image is to start and that it does not have. */
export const missingEntrypoint: Rule = {
	id: 'missing-entrypoint',
	title: 'What a container starts is not there',
	group: 'runtime',
	severity: 'error',
	counterparts: [],
	detects: 'A program of ENTRYPOINT or CMD that is nowhere on the image\'s PATH, or is not executable, looked up as a container runtime does: a container does not start ("executable file not found in $PATH", "permission denied"). Of the shell form the first program of the text is looked up, too, as a note; and what HEALTHCHECK runs, as a warning: without it a container is never healthy.',
	remedy: 'Name a program that is in the image, by its path; put its folder into ENV PATH; make it executable (`COPY --chmod=755`).',
	references: ['https://docs.docker.com/reference/dockerfile/#entrypoint'],
	* find(input) {
		const {platform, config} = input.image;
		if (platform !== '' && !platform.startsWith('linux/')) {
			return;
		}

		const {words, instruction} = startCommand(input);
		if (words.length > 0) {
			yield * checkCommand(input, words, {instruction, fails: 'a container does not start', severity: 'error'});
		}

		const [kind, ...rest] = config.healthcheck ?? [];
		const fails = 'no container is ever healthy';
		if (kind === 'CMD' && rest.length > 0) {
			yield * checkCommand(input, rest, {instruction: 'HEALTHCHECK', fails, severity: 'warning'});
		} else if (kind === 'CMD-SHELL') {
			yield * checkCommand(input, [...config.more?.shell ?? ['/bin/sh', '-c'], rest.join(' ')], {instruction: 'HEALTHCHECK', fails, severity: 'warning'});
		}
	},
};

type Context = {instruction: string; fails: string; severity: 'error' | 'warning'};

function * checkCommand(input: AuditInput, words: readonly string[], context: Context): Generator<FindingDraft | undefined> {
	const {isWhole} = imageLinkage(input);
	const [program] = words;
	const found = findProgram(input, program);
	if (found.kind !== 'found') {
		yield {...yield * describe(input, found, program, context), ...(!isWhole && {confidence: 'low'})};
		return;
	}

	const isShell = /^(?:ba|da|[akz])?sh$/.test(program.slice(program.lastIndexOf('/') + 1));
	const text = isShell && words[1]?.startsWith('-') && words[1].endsWith('c') ? words[2] : undefined;
	const first = readCommands(text ?? '').find(({name, via}) => name !== '' && via.length === 0);
	const word = first?.words.find(({text}) => !builtins.has(text));
	if (text === undefined || !first || !word || first.words[0] !== word || word.isExpanded) {
		return;
	}

	const inner = findProgram(input, word.text);
	if (inner.kind !== 'found') {
		yield {...yield * describe(input, inner, word.text, context), confidence: 'low'};
	}
}

function * describe(input: AuditInput, found: Exclude<ProgramLookUp, {kind: 'found'}>, program: string, {instruction, fails, severity}: Context): Generator<undefined, FindingDraft> {
	const {overlay: {tree, store}} = input;
	const key = `${instruction} ${program}`;
	if (found.kind !== 'missing') {
		const path = tree.path(found.file.path);
		return {
			path: found.file.path,
			...(found.file.entry >= 0 && {layer: store.layerOf(found.file.entry)}),
			severity,
			key,
			message: `${instruction} starts ${program}, and ${path} is ${found.kind === 'folder' ? 'a folder' : 'not executable'}: ${fails}.`,
			remedy: found.kind === 'folder' ? 'Name the program in it.' : 'Use COPY --chmod=755, or chmod +x in the instruction that makes it.',
		};
	}

	const name = program.slice(program.lastIndexOf('/') + 1);
	const removed = (yield * findRemovedNames(input, [name])).get(name);
	const isRemoved = removed && (!program.includes('/') || tree.path(removed.path) === program);
	return {
		severity,
		key,
		...(isRemoved && {path: removed.path, layer: removed.layer}),
		message: `${instruction} starts ${program}, which ${isRemoved ? `layer ${removed.layer} took away (${tree.path(removed.path)})` : (program.includes('/') ? 'is not in the image' : `is in no folder of PATH (${pathFolders(input).join(':')})`)}: ${fails}.`,
		remedy: isRemoved ? 'Do not take it away in that instruction, or start another program.' : 'Install or COPY it in the last stage, or name it by the path where it is.',
	};
}
