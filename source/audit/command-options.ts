import type {ShellCommand, ShellWord} from '../content/shell/shell-command.js';

/** Whether one of a command's words is an option: `-y` also among others (`-qy`), `--yes` also with a value (`--yes=1`). */
export function hasOption({words}: Pick<ShellCommand, 'words'>, ...names: string[]): boolean {
	return words.some(({text}, index) => index > 0 && names.some(name => isOption(text, name)));
}

function isOption(text: string, name: string): boolean {
	return name.startsWith('--')
		? text === name || text.startsWith(`${name}=`)
		: /^-[a-z]+$/i.test(text) && text.includes(name[1]);
}

/**
What is left of a command's words without its name, its options and their values.

@param valued Options that take the next word as their value.
*/
export function operandsOf({words}: Pick<ShellCommand, 'words'>, valued: readonly string[] = []): ShellWord[] {
	const operands: ShellWord[] = [];
	for (let at = 1; at < words.length; at++) {
		const {text} = words[at];
		if (text === '--') {
			operands.push(...words.slice(at + 1));
			break;
		}

		if (!text.startsWith('-') || text === '-') {
			operands.push(words[at]);
		} else if (valued.includes(text)) {
			at++;
		}
	}

	return operands;
}
