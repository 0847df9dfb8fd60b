import {parseArgs} from 'node:util';
import {
	choicesOf,
	commandWords,
	commands,
	commonOptions,
	fileColumnNames,
	letterOf,
	options as definitions,
	type CommandName,
	type FileColumnName,
	type FileSort,
	type FormatRequest,
	type OpenAt,
	type OptionName,
	type Options,
} from '../options.js';
import {goBoolean} from './go-boolean.js';
import {didYouMean} from './nearest.js';
import {UsageError} from './usage-error.js';

/** What goes with dive's verdict alone. */
const verdictOptions = ['ci-config', 'lowestEfficiency', 'highestWastedBytes', 'highestUserWastedPercent'] as const;

/** What each option was given, in order. */
type Given = Map<OptionName, string[]>;

/**
Reads a command line.

Node's own parser splits it: it costs nothing to load, where meow takes an eighth of the time that a summary may take;
what it leaves open (unknown names, missing values, choices, numbers) is checked here against the table.

@throws {UsageError} Where it can't be followed.
*/
export function parseOptions(commandLine: readonly string[]): Options {
	// `freedive help files` is what people of git type.
	const {given, command, operands} = split(commandLine[0] === 'help' ? [...commandLine.slice(1), '--help'] : commandLine);
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

function split(commandLine: readonly string[]): {given: Given; command: CommandName; operands: string[]} {
	const command = commandOf(commandLine);
	const {habits = {}, hints = {}} = commands[command];
	const given: Given = new Map();
	const operands: string[] = [];
	for (const written of tokensOf(commandLine, command)) {
		const token = withoutEquals(written);
		if (token.kind === 'positional') {
			operands.push(token.value);
		} else if (token.kind === 'option' && !isHabit(token, habits)) {
			const letter = /^-[^-]$/.test(token.rawName) ? token.rawName[1] : '';
			if (Object.hasOwn(hints, letter) && letter !== 'h') {
				throw new UsageError(hints[letter]);
			}

			const name = checkToken(token);
			given.set(name, [...given.get(name) ?? [], token.value ?? token.rawName]);
		}
	}

	return {given, command, operands: command === 'open' ? operands : operands.slice(1)};
}

/** What the first word is that is no option: a command, or else an image. */
function commandOf(commandLine: readonly string[]): CommandName {
	for (const token of tokensOf(commandLine, 'open')) {
		// After `--` a word is an image, even one that is also a command.
		if (token.kind === 'option-terminator') {
			break;
		}

		if (token.kind === 'positional') {
			return (commandWords as string[]).includes(token.value) ? token.value as CommandName : 'open';
		}
	}

	return 'open';
}

/** The command line's parts, with letters as they are for a command. */
function tokensOf(commandLine: readonly string[], command: CommandName) {
	const {hints = {}} = commands[command];
	return parseArgs({
		args: [...commandLine],
		strict: false,
		allowPositionals: true,
		tokens: true,
		options: Object.fromEntries(Object.entries(definitions).map(([name, {value}]) => {
			const short = letterOf(name as OptionName, command);
			const hasLetter = short !== undefined && (!Object.hasOwn(hints, short) || name === 'help');
			return [name, {type: value === undefined ? 'boolean' as const : 'string' as const, ...(hasLetter && {short})}];
		})),
	}).tokens;
}

/** Takes away the `=` of `-j=FILE`, where it is no part of the value. */
function withoutEquals<T extends ReturnType<typeof tokensOf>[number]>(token: T): T {
	const isApart = token.kind === 'option' && /^-[^-]$/.test(token.rawName) && token.inlineValue && token.value.startsWith('=') && definitions[token.name as OptionName]?.mayHaveEquals;
	return isApart ? {...token, value: token.value.slice(1)} : token;
}

/** Whether an option asks for what is so in any case. */
function isHabit({name, rawName, inlineValue}: {name: string; rawName: string; inlineValue?: boolean}, habits: Readonly<Record<string, string>>): boolean {
	return !inlineValue && (rawName.startsWith('--') ? Object.values(habits).includes(name) : Object.hasOwn(habits, name));
}

function checkToken(token: {name: string; rawName: string; value?: string; inlineValue?: boolean}): OptionName {
	if (!Object.hasOwn(definitions, token.name)) {
		const near = didYouMean(token.rawName, Object.keys(definitions).map(name => `--${name}`));
		throw new UsageError(`There is no option ${token.rawName}.${near}`);
	}

	const name = token.name as OptionName;
	const {value, minimum, mayBeEmpty, mayBeTold} = definitions[name];
	if (value === undefined && token.inlineValue && mayBeTold) {
		if (goBoolean(token.value!) === undefined) {
			throw new UsageError(`${token.rawName} is true or false where it has a value, not ${token.value}.`);
		}
	} else if (value === undefined && token.inlineValue) {
		throw new UsageError(`${token.rawName} takes no value.`);
	}

	// `--at --quiet` is a value that was forgotten; a lone `-` may be one, and `-1` is a number that is told to be too small.
	const isOption = (text: string) => /^-./.test(text) && (minimum === undefined || !/^-[\d.]/.test(text));
	if (value !== undefined && (token.value === undefined || (token.value === '' && !mayBeEmpty) || (!token.inlineValue && isOption(token.value)))) {
		throw new UsageError(`${token.rawName} needs a value: ${token.rawName} ${value}`);
	}

	return name;
}

function checkOption(name: OptionName, values: string[], command: CommandName): void {
	const {choices, minimum, whole, value: placeholder, repeatable} = definitions[name];
	if (!commonOptions.includes(name) && !commands[command].options.includes(name)) {
		const owners = Object.entries(commands).filter(([, owner]) => owner.options.includes(name)).map(([owner]) => owner);
		throw new UsageError(owners.length === 1 && owners[0] === 'open'
			? `--${name} goes with ${name === 'open' ? 'the screen' : 'freedive alone'}: freedive IMAGE --${name}${placeholder === undefined ? '' : ` ${placeholder}`}`
			: `--${name} goes with ${list(owners.map(owner => owner === 'open' ? 'freedive IMAGE' : `freedive ${owner}`), 'and')}, not with ${command === 'open' ? 'freedive alone' : command}.`);
	}

	if (placeholder !== undefined && !repeatable && values.length > 1) {
		throw new UsageError(`--${name} can be given once only.`);
	}

	for (const value of values) {
		if (choices && !choices.includes(value)) {
			const possible = choicesOf(name, command);
			throw new UsageError(`--${name} is ${list(possible)}, not ${value}.${didYouMean(value, possible)}`);
		}

		if (minimum !== undefined && !(/^\d+(?:\.\d+)?$/.test(value) && Number(value) >= minimum && (!whole || Number.isSafeInteger(Number(value))))) {
			throw new UsageError(`--${name} takes a ${whole ? 'whole number' : 'number'} from ${minimum}, not ${value}.`);
		}
	}
}

function parseFormat(text: string, command: CommandName): FormatRequest {
	const equals = text.indexOf('=');
	const name = equals === -1 ? text : text.slice(0, equals);
	const {formats} = commands[command];
	if (!formats.includes(name)) {
		throw new UsageError(formats.length === 0
			? `--format does not go with ${command}.`
			: `--format is ${list(formats)} here, not ${name}.${didYouMean(name, formats)}`);
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
			throw new UsageError(`There is no column ${name || 'without a name'}.${didYouMean(name, fileColumnNames) || ` There are ${list(fileColumnNames, 'and')}.`}`);
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

function checkTogether(options: Options): void {
	const {at, layer, allLayers, formats} = options;
	const views = [at && '--at', layer && '--layer', allLayers && '--all-layers'].filter(Boolean);
	if (views.length > 1) {
		throw new UsageError(`${views.join(' and ')} exclude each other.`);
	}

	if (options.silent && formats.length > 0) {
		throw new UsageError('--silent writes nothing, and goes without --format.');
	}

	if (options.init && (formats.length > 0 || options.writeBaseline !== undefined)) {
		throw new UsageError(`--init writes a policy, and goes without ${formats.length > 0 ? '--format' : '--write-baseline'}.`);
	}

	if (options.count && options.filesWithMatches) {
		throw new UsageError('--count and --files-with-matches exclude each other.');
	}

	if (formats.filter(format => format.file === undefined).length > 1) {
		throw new UsageError('Only one --format can go to standard output; give the others a file: --format json=FILE');
	}

	const files = formats.map(format => format.file).filter(file => file !== undefined);
	if (new Set(files).size < files.length) {
		throw new UsageError('Two formats can\'t go to one file.');
	}
}

function checkOperands(command: CommandName, operands: string[]): void {
	const {count, operands: shape, choices} = commands[command];
	const [minimum, maximum] = count;
	if (operands.length < minimum) {
		const missing = shape.split(' ')[operands.length].replaceAll(/[^A-Z]/g, '');
		throw new UsageError(`freedive ${command} needs ${choices ? list(choices) : (missing === 'IMAGE' ? 'an image' : `a ${missing}`)}: freedive ${command} ${shape}`);
	}

	// A mistyped command is taken for the first of several images.
	const mistyped = command === 'open' && operands.length > 1 && /^[a-z]+$/.test(operands[0]) ? didYouMean(operands[0], commandWords) : '';
	if (mistyped !== '') {
		throw new UsageError(`There is no command ${operands[0]}.${mistyped} An image of that name is written ./${operands[0]}.`);
	}

	if (operands.length > maximum) {
		throw new UsageError(`freedive ${command} takes ${maximum === 1 ? 'one operand' : `${maximum} operands`}: freedive ${command} ${shape}`);
	}

	if (choices && operands.length > 0 && !choices.includes(operands[0])) {
		throw new UsageError(`freedive ${command} knows ${list(choices)}, not ${operands[0]}.${didYouMean(operands[0], choices)}`);
	}
}

/** What was given once or several times, with commas between. */
function listOf(texts: readonly string[] = []): string[] {
	return texts.flatMap(text => text.split(',')).filter(name => name !== '');
}

/** `a, b or c` */
function list(words: readonly string[], conjunction = 'or'): string {
	return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1)}`;
}
