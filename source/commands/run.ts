import path from 'node:path';
import {ArchiveError} from '../archive/archive-error.js';
import {YamlError} from '../format/yaml/yaml-error.js';
import {defaultConfig} from '../config.js';
import {safeText} from '../format/safe-text.js';
import {ImageError} from '../image/image.js';
import {expandHome} from '../image/origins/look.js';
import {commands, commandWords, type CommandName, type Options} from '../options.js';
import {checkOutputs} from './check-outputs.js';
import {Interruption} from './interruption.js';
import {loadConfig} from './load-config.js';
import {log} from './log.js';
import {nearest} from './nearest.js';
import type {Outside} from './outside.js';
import {parseOptions} from './parse-options.js';
import {UsageError} from './usage-error.js';
import {WriteError} from './write-error.js';
import {writeOutput} from './write-output.js';

/** Does what a command line asks for, and gives the exit code. */
type Command = (options: Options, outside: Outside) => Promise<number>;

/** Each command is loaded when it is asked for. */
const loaders: Readonly<Record<CommandName, () => Promise<Command>>> = {
	open: async () => (await import('./open.js')).open,
	summary: async () => (await import('./summary.js')).summary,
	files: async () => (await import('./files.js')).files,
	waste: async () => (await import('./waste.js')).waste,
	grep: async () => (await import('./grep.js')).grep,
	du: async () => (await import('./du.js')).du,
	packages: async () => (await import('./packages.js')).packages,
	find: async () => (await import('./find.js')).find,
	history: async () => (await import('./history.js')).history,
	cat: async () => (await import('./cat.js')).cat,
	extract: async () => (await import('./extract.js')).extract,
	audit: async () => (await import('./audit.js')).audit,
	diff: async () => (await import('./diff.js')).diff,
	verify: async () => (await import('./verify.js')).verify,
	cache: async () => (await import('./cache.js')).cache,
	schema: async () => (await import('./schema.js')).schema,
	completion: async () => (await import('./completion.js')).completion,
};

/** Runs the program, from its command line to its exit code. */
export async function run(outside: Outside): Promise<number> {
	let options: Options | undefined;
	try {
		options = parseOptions(outside.commandLine);
		if (options.help || options.version) {
			await writeOutput(outside.standardOutput, [await helpOrVersion(options, outside)]);
			return 0;
		}

		checkOutputs(options, outside);
		const command = await loaders[options.command]();
		return await withCache(options, {...outside, logFormat: options.logFormat}, command);
	} catch (error) {
		const logging = {...outside, logFormat: options?.logFormat ?? askedFormat(outside)};
		if (error instanceof YamlError) {
			for (const message of error.message.split('\n')) {
				log(logging, {level: 'error', message});
			}

			return error.exitCode;
		}

		const {exitCode, ...line} = explain(error, options, outside);
		if (line.message !== '') {
			log(logging, {level: 'error', ...line});
		}

		return exitCode;
	}
}

/** Runs a command as the user's configuration wants it, with what is kept of images, and waits until what it adds is written. */
async function withCache(options: Options, outside: Outside, command: Command): Promise<number> {
	// What is about the program alone helps to mend a configuration.
	const {formats, readsImage} = commands[options.command];
	const {cache: {windows, limit, folder}} = formats.length > 0 || readsImage ? await loadConfig(outside) : defaultConfig;
	const {maker} = outside;
	const cacheFolder = folder === undefined ? outside.cacheFolder : path.join(expandHome(folder), 'freedive');
	if (!options.cache || cacheFolder === undefined || maker === undefined) {
		return command(options, outside);
	}

	const {ImageCache} = await import('../image/cache/image-cache.js');
	const cache = new ImageCache(cacheFolder, maker, {limit, keepsWindows: windows});
	try {
		return await command(options, {...outside, cache});
	} finally {
		const {folder} = cache;
		await folder.settled();
		const {problem} = folder;
		if (problem !== undefined && !options.quiet) {
			log({...outside, logFormat: options.logFormat}, {level: 'note', message: `what was read is not kept for the next time: ${problem}; --no-cache does without`});
		}
	}
}

/** How a line is written that says why the command line can't be followed: its options are not known then. */
function askedFormat({commandLine}: Outside): 'text' | 'json' {
	return /(?:^|\0)--log-format[\0=]json(?:\0|$)/.test(commandLine.join('\0')) ? 'json' : 'text';
}

async function helpOrVersion(options: Options, {version}: Outside): Promise<string> {
	if (!options.help) {
		return `${version}\n`;
	}

	const {helpText} = await import('./help-text.js');
	return helpText(options.command);
}

/** What went wrong as lines for the user, and the exit code. */
function explain(error: unknown, options: Options | undefined, {environment}: Outside): {message: string; below?: string[]; exitCode: number} {
	if (error instanceof Interruption) {
		return {message: error.message, exitCode: error.exitCode};
	}

	if (error instanceof UsageError && error.pointed) {
		const {text, at, length} = error.pointed;
		const before = safeText(text.slice(0, at));
		const carets = '^'.repeat(Math.max(1, safeText(text.slice(at, at + length)).length));
		return {message: error.message, below: [`  ${safeText(text)}`, `  ${' '.repeat(before.length)}${carets}`], exitCode: 2};
	}

	if (error instanceof UsageError || error instanceof WriteError) {
		return {message: error.message, exitCode: 2};
	}

	if (error instanceof ImageError || error instanceof ArchiveError) {
		// A mistyped command is taken for an image.
		const near = options?.command === 'open' ? nearest(options.operands[0] ?? '', commandWords) : undefined;
		return {message: `${error.message}${near === undefined ? '' : ` Did you mean the command ${near}?`}`, exitCode: 2};
	}

	const {message, stack} = error instanceof Error ? error : new Error(String(error));
	const [first, ...below] = (stack ?? message).split('\n').map(line => safeText(line));
	return environment.FREEDIVE_DEBUG
		? {message: first, below, exitCode: 2}
		: {message: `${message} (unexpected; FREEDIVE_DEBUG=1 shows where)`, exitCode: 2};
}
