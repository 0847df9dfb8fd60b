import type {ShellCommand, ShellWord} from '../content/shell/shell-command.js';
import {instructionLine} from '../image/instruction.js';

/** A command is shown up to this many characters: who wrote it knows the rest. */
const longestShown = 160;

/** What is to change in the text of a command: characters from `start` to `end` of its source, and what stands there instead. */
export type CommandEdit = {start: number; end: number; text: string};

/**
A command as its author wrote it, in one line. A long one ends after a whole word: a secret is masked in what is shown only where it is
there as a whole.
*/
export function commandText(command: ShellCommand, edits: readonly CommandEdit[] = []): string {
	const {source, start} = command;
	const end = shownEnd(command);
	let text = '';
	let at = start;
	for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
		if (edit.end <= end) {
			text += source.slice(at, edit.start) + edit.text;
			at = edit.end;
		}
	}

	return `${instructionLine(text + source.slice(at, end))}${end < command.end ? ' …' : ''}`;
}

/** Where the last word ends that is shown; the first one is, whatever its length. */
function shownEnd({start, end, words, assignments, redirections}: ShellCommand): number {
	if (end - start <= longestShown) {
		return end;
	}

	const ends = [...words, ...assignments.map(({value}) => value), ...redirections.map(({target}) => target)].map(word => word.end).sort((a, b) => a - b);
	return ends.findLast(at => at > start && at <= start + longestShown) ?? ends.find(at => at > start) ?? end;
}

/** Puts words after a word. */
export function after({end}: ShellWord, words: string): CommandEdit {
	return {start: end, end, text: ` ${words}`};
}

/** Puts something in a word's place. */
export function instead({start, end}: ShellWord, text: string): CommandEdit {
	return {start, end, text};
}
