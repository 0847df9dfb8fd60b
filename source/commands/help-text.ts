import {
	commandWords,
	commands,
	options as definitions,
	helpOf,
	letterOf,
	type CommandName,
	optionsOf,
	type OptionName,
} from '../options.js';

const intro = 'freedive opens a container image, shows what each layer did to the file system, and where every byte went.';

const exitCodes = 'Exit codes: 0 all was read; 1 audit says no, a claim does not hold (verify), find or grep found nothing, or diff --exit-code a difference; 2 something could not be read, or usage; 130 interrupted.';

/** Columns that a line of help may take, and of these the left column. */
const columns = 80;
const longestLeft = 34;

/** The help of a command, examples first. `open` has that of the whole program. */
export function helpText(command: CommandName): string {
	const {operands, help, details, examples, formats} = commands[command];
	const isWhole = command === 'open';
	const usage = isWhole
		? [[`freedive ${operands}`, help] as const, ...commandWords.map(word => [`freedive ${word} ${commands[word].operands}`, commands[word].help] as const)]
		: [[`freedive ${command} ${operands}`, help] as const];
	const sections = [
		...(isWhole ? [wrap(intro, columns).join('\n')] : []),
		section('Examples', examples),
		section('Usage', usage),
		...(details ? [wrap(details, columns).join('\n')] : []),
		...(formats.length > 0 ? [wrap(`Formats: ${formats.join(', ')}`, columns).join('\n')] : []),
		section('Options', optionsOf(command).map(name => [optionForm(name, command), helpOf(name, command)])),
		wrap(exitCodes, columns).join('\n') + (isWhole ? '\nMore of a command: freedive COMMAND --help' : ''),
	];
	return `${sections.join('\n\n')}\n`;
}

/** A list of things and what they are, in two columns; what is too long for the left one has a line to itself. */
function section(title: string, rows: ReadonlyArray<readonly [string, string]>): string {
	const left = Math.min(longestLeft, Math.max(...rows.map(([term]) => term.length)));
	const indent = ' '.repeat(left + 4);
	return [title, ...rows.flatMap(([term, meaning]) => {
		const lines = wrap(meaning, columns - indent.length);
		const first = `  ${term.padEnd(left)}  ${term.length > left ? '' : lines.shift()}`.trimEnd();
		return [first, ...lines.map(line => indent + line)];
	})].join('\n');
}

/** Text in lines, broken between words, or after a comma within a long one. */
function wrap(text: string, width: number): string[] {
	const lines = [''];
	for (const word of text.split(/(?<=[ ,])/)) {
		const line = lines.at(-1)! + word;
		if (line.trimEnd().length > width && line !== word) {
			lines.push(word);
		} else {
			lines[lines.length - 1] = line;
		}
	}

	return lines.map(line => line.trimEnd());
}

function optionForm(name: OptionName, command: CommandName): string {
	const {value} = definitions[name];
	const short = letterOf(name, command);
	return `${short ? `-${short}, ` : ''}--${name}${value ? ` ${value}` : ''}`;
}
