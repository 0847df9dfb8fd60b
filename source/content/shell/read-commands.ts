import {ListReader, redirectionAt} from './list-reader.js';
import {isShell, lookThrough} from './look-through.js';
import type {ShellCommand, ShellOptions, ShellRedirection, ShellWord} from './shell-command.js';
import {deepest, noWord} from './quote-reader.js';

/** `sudo env sh -c …`: programs that run one another are looked through this often; nobody writes more. */
const mostWrappers = 8;

type HereDocument = {redirection: ShellRedirection; delimiter: string; stripsTabs: boolean; command: ShellCommand};

const assignment = /^([a-z_]\w*)(?:\[[^[\]]{0,200}\])?\+?=/i;

/**
All simple commands of a shell text (POSIX.1-2024, XCU 2; and what bash adds), in the order in which they stand: those of groups, loops
and substitutions too, and those that other commands run (`sudo X`, `sh -c 'X'`, `X | xargs Y`). Nothing is expanded. A text that is no
shell's gives some commands; it takes time by its length.
*/
export function readCommands(text: string, options: Partial<ShellOptions> = {}): ShellCommand[] {
	const commands: ShellCommand[] = [];
	new CommandReader(text, commands, {pipefail: false, errexit: false, ...options}, 0, []).readAll();
	return commands;
}

class CommandReader extends ListReader {
	private readonly pending: HereDocument[] = [];

	constructor(source: string, private readonly commands: ShellCommand[], options: ShellOptions, depth: number, private readonly via: readonly string[]) {
		super(source, options, depth);
	}

	readAll(): void {
		while (this.at < this.source.length) {
			this.readList();
		}
	}

	protected readBackquoted(text: string): void {
		if (this.depth < deepest) {
			new CommandReader(text, this.commands, this.options, this.depth + 1, this.via).readAll();
		}
	}

	/** A reserved word, or a simple command. */
	protected readCommand(): void {
		const index = this.commands.length;
		const start = this.at;
		if (this.source.startsWith('!(', start)) {
			// Here no pattern, but a group whose status is turned round.
			this.at++;
			return;
		}

		const first = redirectionAt(this.source, this.at) ? undefined : this.readWord();
		if (first && !first.isQuoted && this.readReserved(first.text)) {
			return;
		}

		if (first && !first.isQuoted && this.skipFunctionHead()) {
			return;
		}

		const {pipeline, stage, options, source, via} = this.enter();
		const command: ShellCommand = {
			name: '', words: [], assignments: [], redirections: [], source, start, end: this.at, pipeline: pipeline!, stage, options, via,
		};
		this.commands.splice(index, 0, command);
		pipeline!.stages[stage].push(command);
		if (first) {
			this.takeWord(command, first);
		}

		this.readRest(command);
		this.finish(command);
	}

	/** The words and redirections of a command, up to the operator that ends it. */
	private readRest(command: ShellCommand): void {
		const {source} = this;
		const isTest = command.words[0]?.text === '[[';
		while (this.at < source.length) {
			this.skipBlanks();
			if (!isTest && redirectionAt(source, this.at)) {
				this.readRedirection(command);
			} else if (!(isTest ? this.readTest(command) : this.readNextWord(command))) {
				return;
			}

			command.end = this.at;
		}
	}

	private readNextWord(command: ShellCommand): boolean {
		const word = this.readWord();
		if (word) {
			this.takeWord(command, word);
		}

		return word !== undefined;
	}

	/** A word of a command; or, before a redirection, the number of what it redirects. */
	private takeWord(command: ShellCommand, word: ShellWord): void {
		if (/^\d+$/.test(word.text) && !word.isQuoted && word.text.length < 4 && redirectionAt(this.source, this.at)?.startsWith('&') === false) {
			this.readRedirection(command, Number(word.text));
		} else {
			this.addWord(command, word);
		}
	}

	/** Words of `[[ … ]]`, in which operators are plain. */
	private readTest(command: ShellCommand): boolean {
		if (command.words.at(-1)?.text === ']]' || this.source[this.at] === undefined) {
			return false;
		}

		const start = this.at;
		const word = this.readWord() ?? {...noWord(), text: this.source[this.at++], start, end: start + 1};
		command.words.push(word);
		return true;
	}

	private readRedirection(command: ShellCommand, descriptor?: number): void {
		const operator = redirectionAt(this.source, this.at)!;
		this.at += operator.length;
		this.skipBlanks();
		const target = this.readWord() ?? {...noWord(), start: this.at, end: this.at};
		const redirection: ShellRedirection = {operator, ...(descriptor !== undefined && {descriptor}), target};
		command.redirections.push(redirection);
		if (operator === '<<' || operator === '<<-') {
			this.pending.push({redirection, delimiter: target.text, stripsTabs: operator === '<<-', command});
		}
	}

	private addWord(command: ShellCommand, word: ShellWord): void {
		const assigned = command.words.length === 0 ? assignment.exec(this.source.slice(word.start, word.end)) : undefined;
		if (assigned) {
			const text = word.text.slice(word.text.indexOf('=') + 1);
			command.assignments.push({name: assigned[1], value: {...word, text, start: word.start + assigned[0].length}});
			return;
		}

		if (command.words.length === 0) {
			command.name = nameOf(word);
		}

		command.words.push(word);
	}

	/** What a command does to those after it, and what it runs itself. */
	private finish(command: ShellCommand): void {
		if (command.name === 'set') {
			this.options = optionsAfter(this.options, command.words);
		}

		this.addInner(command);
	}

	private addInner(command: ShellCommand): void {
		if (command.via.length >= mostWrappers) {
			return;
		}

		const inner = lookThrough(command);
		const via = [...command.via, command.name];
		if (inner && 'text' in inner) {
			const {text, ...options} = inner;
			new CommandReader(text, this.commands, command.name === 'eval' ? command.options : options, 0, via).readAll();
		} else if (inner) {
			const [first] = inner.words;
			const derived: ShellCommand = {...command, name: nameOf(first), words: inner.words, assignments: [], redirections: [], start: first.start, end: inner.words.at(-1)!.end, via};
			this.commands.push(derived);
			derived.pipeline.stages[derived.stage].push(derived);
			this.addInner(derived);
		}
	}

	/** The lines after a line that has `<<`. */
	protected readDocuments(): void {
		const {source} = this;
		for (const {redirection, delimiter, stripsTabs, command} of this.pending.splice(0)) {
			const start = this.at;
			let end = start;
			let next = start;
			for (let isEnd = false; !isEnd && next < source.length;) {
				end = next;
				const newline = source.indexOf('\n', end);
				next = newline === -1 ? source.length : newline + 1;
				const line = source.slice(end, newline === -1 ? undefined : newline);
				isEnd = (stripsTabs ? line.replace(/^\t+/, '') : line) === delimiter;
				end = isEnd ? end : next;
			}

			redirection.document = source.slice(start, end);
			if (isShell(command.name) && command.words.length === 1 && command.via.length < mostWrappers) {
				// What it expands is among what it runs: read once, for what lies within would be read twice as often with each level.
				new CommandReader(redirection.document, this.commands, {pipefail: false, errexit: false}, 0, [...command.via, command.name]).readAll();
			} else if (!redirection.target.isQuoted) {
				this.readExpansions(end);
			}

			this.at = Math.max(this.at, next);
		}
	}
}

function nameOf({text}: ShellWord): string {
	return text.slice(text.lastIndexOf('/') + 1);
}

function optionsAfter(options: ShellOptions, words: readonly ShellWord[]): ShellOptions {
	const after = {...options};
	for (let at = 1; at < words.length; at++) {
		const {text} = words[at];
		const isOn = text.startsWith('-');
		if (text === '--' || !(isOn || text.startsWith('+'))) {
			break;
		}

		after.errexit = text.includes('e') ? isOn : after.errexit;
		if (text.includes('o')) {
			const name = words[++at]?.text;
			after.pipefail = name === 'pipefail' ? isOn : after.pipefail;
			after.errexit = name === 'errexit' ? isOn : after.errexit;
		}
	}

	return after;
}
