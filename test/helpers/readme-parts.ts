import {
	commands,
	commonOptions,
	options,
	optionsOf,
	type CommandName,
	type OptionName,
} from '../../source/options.js';
import {keyTable} from '../../source/ui/key-table.js';
import {Collector, runCommand} from './run-command.js';

/** Columns of the terminal on which the readme's examples are run. */
const columns = 100;

/** The tables that the readme takes from the program: each stands between `<!-- NAME -->` and `<!-- end of NAME -->`. */
const tables: ReadonlyArray<readonly [name: string, make: () => string]> = [['keys', keyTable], ['options', optionTable]];

/** A block of code that is fenced: its language and its lines. */
const codeBlock = /^```(?<language>\w+)\n(?<code>.*?)^```$/gms;

/** The readme with its tables, and with what its examples print, as the program gives them now. */
export async function freshReadme(text: string): Promise<string> {
	let fresh = text;
	for (const [name, make] of tables) {
		const start = `<!-- ${name} -->\n`;
		const from = fresh.indexOf(start);
		const to = fresh.indexOf(`<!-- end of ${name} -->`, from);
		if (from === -1 || to === -1) {
			throw new Error(`The readme has no place for its ${name}: <!-- ${name} --> and, further down, <!-- end of ${name} -->`);
		}

		fresh = `${fresh.slice(0, from + start.length)}${make()}${fresh.slice(to)}`;
	}

	const parts: string[] = [];
	let end = 0;
	for (const {index, 0: block, groups} of fresh.matchAll(codeBlock)) {
		const [first] = groups!.code.split('\n', 1);
		parts.push(fresh.slice(end, index), groups!.language === 'console' ? `\`\`\`console\n${first}\n${await printedBy(first)}\`\`\`` : block);
		end = index + block.length;
	}

	return [...parts, fresh.slice(end)].join('');
}

/** What an example prints: `$ freedive …`, and where it leads to no terminal `COLUMNS=N` before it and `| head -N` behind it. */
async function printedBy(line: string): Promise<string> {
	const [[, ...words], head] = simpleCommands(line.replace(/^\$ /, ''));
	const terminal = head ? new Collector() : new Collector(columns);
	const {errors} = await runCommand(words, {standardOutput: terminal, environment: {NO_COLOR: '1', COLUMNS: /COLUMNS=(?<count>\d+)/.exec(line)?.groups!.count}});
	const lines = (terminal.text + errors).split(/(?<=\n)/);
	return lines.slice(0, head ? Number(head[1].slice(1)) : lines.length).join('');
}

/** The command lines of freedive in the blocks of a text and between its words, without the program's name. */
export function commandLines(text: string): string[][] {
	const blocks = Array.from(text.matchAll(codeBlock), ({groups}) => groups!)
		.flatMap(({language, code}) => language === 'console' ? code.split('\n', 1).map(line => line.slice(2)) : (language === 'sh' ? code.split('\n') : []));
	return [...blocks, ...codeSpans(text)].flatMap(line => simpleCommands(line)).flatMap(([name, ...words]) => {
		if (name === 'freedive') {
			return [words];
		}

		return name === 'npm' && words[0] === 'start' ? [words.slice(2)] : [];
	});
}

/** What stands in backquotes between the words of a text. */
export function codeSpans(text: string): string[] {
	return Array.from(text.replaceAll(codeBlock, '').matchAll(/`(?<code>[^\n`]+)`/g), ({groups}) => groups!.code);
}

/** A line of a shell as the words of each program in it. Variables set in front of one are left out. */
function simpleCommands(line: string): string[][] {
	const found: string[][] = [[]];
	for (const [word] of line.matchAll(/#.*|[&();<>|]|(?:'[^']*'|"[^"]*"|[^\s"&'();<>|])+/g)) {
		if (/^[&();<>|]$/.test(word)) {
			found.push([]);
		} else if (!word.startsWith('#') && !(found.at(-1)!.length === 0 && /^[A-Z_]+=/.test(word))) {
			found.at(-1)!.push(word.replaceAll(/["']/g, ''));
		}
	}

	return found.filter(words => words.length > 0);
}

/** All options as a table in markdown. */
function optionTable(): string {
	const names = Object.keys(options) as OptionName[];
	const rows = names.map(name => {
		const {short, value, help} = options[name];
		return `| \`${short ? `-${short}, ` : ''}--${name}${value ? ` ${value}` : ''}\` | ${help} | ${commandsWith(name)} |`;
	});
	return `${['| option | what it does | goes with |', '|---|---|---|', ...rows].join('\n')}\n`;
}

function commandsWith(name: OptionName): string {
	if (commonOptions.includes(name)) {
		if (optionsOf('schema').includes(name)) {
			return 'everything';
		}

		const all = Object.keys(commands) as CommandName[];
		const without = all.filter(command => (commands[command].readsImage || commands[command].formats.length > 0) && !commands[command].isOfNoImage && !optionsOf(command).includes(name));
		const beside = all.filter(command => commands[command].isOfNoImage && optionsOf(command).includes(name));
		const list = (names: readonly CommandName[]) => names.map(command => `\`${command}\``).join(' and ');
		return `every image${without.length === 0 ? '' : `, but not with ${list(without)}`}${beside.length === 0 ? '' : `; ${list(beside)}`}`;
	}

	const owners = (Object.keys(commands) as CommandName[]).filter(command => commands[command].options.includes(name));
	return owners.map(command => command === 'open' ? (name === 'open' ? 'the screen' : '`freedive IMAGE`') : `\`${command}\``).join(', ');
}
