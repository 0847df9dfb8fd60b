import {
	commandWords,
	commands,
	options as definitions,
	type CommandName,
	optionsOf,
	type OptionName,
} from '../options.js';

const intro = 'freedive opens a container image, shows what each layer did to the file system, and where every byte went.';

const exitCodes = 'Exit codes: 0 all was read; 2 something could not be read, or usage; 130 interrupted.';

/** The help of a command, examples first. `open` has that of the whole program. */
export function helpText(command: CommandName): string {
	const {operands, help, details, examples, formats} = commands[command];
	const isWhole = command === 'open';
	const usage = isWhole
		? [[`freedive ${operands}`, help] as const, ...commandWords.map(word => [`freedive ${word} ${commands[word].operands}`, commands[word].help] as const)]
		: [[`freedive ${command} ${operands}`, help] as const];
	const sections = [
		...(isWhole ? [intro] : []),
		section('Examples', examples),
		section('Usage', usage),
		...(details ? [details] : []),
		...(formats.length > 0 ? [`Formats: ${formats.join(', ')}`] : []),
		section('Options', optionsOf(command).map(name => [optionForm(name), definitions[name].help])),
		isWhole ? `${exitCodes}\nMore of a command: freedive COMMAND --help` : exitCodes,
	];
	return `${sections.join('\n\n')}\n`;
}

function section(title: string, rows: ReadonlyArray<readonly [string, string]>): string {
	const width = Math.max(...rows.map(([left]) => left.length));
	return [title, ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`)].join('\n');
}

function optionForm(name: OptionName): string {
	const {short, value} = definitions[name];
	return `${short ? `-${short}, ` : ''}--${name}${value ? ` ${value}` : ''}`;
}
