import {listWords} from '../format/list-words.js';
import {
	commands,
	fileColumnNames,
	options as definitions,
	type CommandName,
	type FileColumnName,
	type FileSort,
	type FormatRequest,
	type OpenAt,
	type OptionName,
	type Options,
} from '../options.js';
import {checkOperands} from './check-operands.js';
import {checkOption} from './check-option.js';
import {checkTogether} from './check-together.js';
import {goBoolean} from './go-boolean.js';
import {didYouMean} from './nearest.js';
import {splitCommandLine} from './split-command-line.js';
import {UsageError} from './usage-error.js';

/** What goes with dive's verdict alone. */
const verdictOptions = ['ci-config', 'lowestEfficiency', 'highestWastedBytes', 'highestUserWastedPercent'] as const;

/**
Reads a command line, and holds it against the table of options.

@throws {UsageError} Where it can't be followed.
*/
export function parseOptions(commandLine: readonly string[]): Options {
	// `freedive help files` is what people of git type.
	const {given, command, operands} = splitCommandLine(commandLine[0] === 'help' ? [...commandLine.slice(1), '--help'] : commandLine);
	const isSet = (name: OptionName) => given.has(name);
	const options: Options = {
		command,
		operands,
		platform: given.get('platform')?.[0],
		image: given.get('image')?.[0],
		formats: [],
		at: given.get('at')?.[0],
		layer: given.get('layer')?.[0],
		fix: listOf(given.get('fix')),
		merge: given.get('merge') ?? [],
		drop: given.get('drop') ?? [],
		without: given.get('without') ?? [],
		base: given.get('base')?.[0],
		allLocal: isSet('all-local'),
		output: given.get('output')?.[0],
		fromFile: given.get('from-file')?.[0],
		strip: given.get('strip')?.[0],
		follow: !isSet('no-follow'),
		sameOwner: !isSet('no-same-owner'),
		keepSetuid: isSet('keep-setuid'),
		devices: isSet('devices'),
		force: isSet('force'),
		ignore: listOf(given.get('ignore')),
		path: given.get('path') ?? [],
		query: given.get('query')?.[0] || undefined,
		null: isSet('null'),
		patch: isSet('patch'),
		exitCode: isSet('exit-code'),
		ci: isSet('ci') && goBoolean(given.get('ci')!.at(-1)!) !== false,
		ciConfig: given.get('ci-config')?.[0],
		lowestEfficiency: given.get('lowestEfficiency')?.[0],
		highestWastedBytes: given.get('highestWastedBytes')?.[0],
		highestUserWastedPercent: given.get('highestUserWastedPercent')?.[0],
		json: given.get('json')?.[0],
		policy: given.get('policy')?.[0],
		failOn: given.get('fail-on')?.[0] as Options['failOn'],
		only: listOf(given.get('only')),
		skip: listOf(given.get('skip')),
		requireCodec: listOf(given.get('require-codec')),
		requireLabel: given.get('require-label') ?? [],
		baseline: given.get('baseline')?.[0],
		writeBaseline: given.get('write-baseline')?.[0],
		listRules: isSet('list-rules'),
		init: isSet('init'),
		allLayers: isSet('all-layers'),
		ignoreCase: isSet('ignore-case'),
		fixedStrings: isSet('fixed-strings'),
		wordRegexp: isSet('word-regexp'),
		invertMatch: isSet('invert-match'),
		filesWithMatches: isSet('files-with-matches'),
		silent: isSet('silent'),
		count: isSet('count'),
		asText: isSet('text'),
		beforeContext: 0,
		afterContext: 0,
		sort: given.get('sort')?.[0] as FileSort | undefined,
		color: (given.get('color')?.[0] ?? 'auto') as Options['color'],
		ascii: isSet('ascii'),
		mouse: !isSet('no-mouse'),
		progress: !isSet('no-progress'),
		quiet: isSet('quiet'),
		bytes: isSet('bytes'),
		cache: !isSet('no-cache'),
		eager: isSet('eager'),
		verify: isSet('verify'),
		logFormat: (given.get('log-format')?.[0] ?? 'text') as Options['logFormat'],
		help: isSet('help'),
		version: isSet('version'),
	};
	// Who asks for help gets it, whatever else the line holds; but a script that means another thing by -h shall not take help for what it asked.
	const [minimum] = commands[command].count;
	if (given.get('help')?.includes('-h') && operands.length >= minimum && commands[command].hints?.h) {
		throw new UsageError(commands[command].hints.h);
	}

	if (options.help || options.version) {
		return options;
	}

	for (const [name, values] of given) {
		checkOption(name, values, command);
	}

	// Dive itself leaves these aside without its verdict; but who gives one means it to decide.
	const limit = verdictOptions.find(name => isSet(name));
	if (limit !== undefined && !isSet('ci')) {
		throw new UsageError(`--${limit} goes with --ci: freedive IMAGE --ci --${limit} ${definitions[limit].value}`);
	}

	options.formats = (given.get('format') ?? []).map(text => parseFormat(text, command));
	options.columns = parseColumns(given.get('columns')?.[0]);
	options.depth = parseNumber(given.get('depth')?.[0]);
	options.limit = parseNumber(given.get('limit')?.[0]);
	options.maxCount = parseNumber(given.get('max-count')?.[0]);
	options.beforeContext = parseNumber((given.get('before-context') ?? given.get('context'))?.[0]) ?? 0;
	options.afterContext = parseNumber((given.get('after-context') ?? given.get('context'))?.[0]) ?? 0;
	options.retry = parseNumber(given.get('retry')?.[0]);
	options.timeout = parseNumber(given.get('timeout')?.[0]);
	options.open = parseOpen(given.get('open')?.[0]);
	checkTogether(options);
	checkOperands(command, operands);
	return options;
}

function parseFormat(text: string, command: CommandName): FormatRequest {
	const equals = text.indexOf('=');
	const name = equals === -1 ? text : text.slice(0, equals);
	const {formats} = commands[command];
	if (!formats.includes(name)) {
		throw new UsageError(formats.length === 0
			? `--format does not go with ${command}.`
			: `--format is ${listWords(formats, 'or')} here, not ${name}.${didYouMean(name, formats)}`);
	}

	if (equals === -1) {
		return {name};
	}

	const file = text.slice(equals + 1);
	if (file === '') {
		throw new UsageError(`--format ${text} names no file after the =.`);
	}

	return {name, file};
}

function parseColumns(text: string | undefined): FileColumnName[] | undefined {
	const columns = text?.split(',').map(name => {
		if (!(fileColumnNames as readonly string[]).includes(name)) {
			throw new UsageError(`There is no column ${name || 'without a name'}.${didYouMean(name, fileColumnNames) || ` There are ${listWords(fileColumnNames)}.`}`);
		}

		return name as FileColumnName;
	});
	const twice = columns?.find((name, index) => columns.indexOf(name) !== index);
	if (twice !== undefined) {
		throw new UsageError(`--columns names ${twice} twice.`);
	}

	return columns;
}

function parseNumber(text: string | undefined): number | undefined {
	return text === undefined ? undefined : Number(text);
}

function parseOpen(text: string | undefined): OpenAt | undefined {
	if (text === undefined) {
		return undefined;
	}

	// A digest has a colon as well, but none before a slash.
	const colon = text.indexOf(':/');
	if (colon < 1) {
		throw new UsageError(`--open takes a layer and a path, such as 3:/usr/lib, not ${text}.`);
	}

	return {layer: text.slice(0, colon), path: text.slice(colon + 1)};
}

/** What was given once or several times, with commas between. */
function listOf(texts: readonly string[] = []): string[] {
	return texts.flatMap(text => text.split(',')).filter(name => name !== '');
}
