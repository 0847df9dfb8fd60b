import {deepest} from './quote-reader.js';
import type {ShellOptions, ShellPipeline} from './shell-command.js';
import {WordReader} from './word-reader.js';

/** A group of commands that is open. */
type Frame = {
	kind: '(' | '{' | 'if' | 'loop' | 'case';
	pipeline: ShellPipeline;
	stage: number;
	options: ShellOptions;
	/** Of a case: whether a pattern is to come, and not a command. */
	isPattern: boolean;
};

const controlOperator = /;;&|;[&;]?|&&|[\n&()]|\|[&|]?/y;
const openers: Readonly<Record<string, Frame['kind']>> = {'{': '{', if: 'if', while: 'loop', until: 'loop'};
const closers: Readonly<Record<string, Frame['kind']>> = {'}': '{', fi: 'if', done: 'loop', esac: 'case'};
const passed = new Set(['then', 'else', 'elif', 'do', '!', 'time', 'coproc']);
const redirection = /&>>?|<<[-<]?|<[&>]?|>[&>|]?/y;

/** Reads lists of commands: their operators, groups and reserved words. What a simple command is, is not told here. */
export abstract class ListReader extends WordReader {
	protected pipeline: ShellPipeline | undefined;
	protected stage = 0;
	private frames: Frame[] = [];

	constructor(source: string, protected options: ShellOptions, depth: number) {
		super(source, depth);
	}

	/** Reads a simple command, or the reserved word that stands in its place. */
	protected abstract readCommand(): void;

	/** Reads what here-documents hold, after the line that begins them. */
	protected abstract readDocuments(): void;

	protected readSubstitution(): void {
		const {frames, pipeline, stage, options} = this;
		this.frames = [];
		this.pipeline = undefined;
		this.readList();
		Object.assign(this, {frames, pipeline, stage, options});
	}

	/** Up to the `)` that closes none of its own, or to the end of the text. */
	protected readList(): void {
		while (this.at < this.source.length) {
			this.skipBlanks();
			const top = this.frames.at(-1);
			if (top?.kind === 'case' && top.isPattern) {
				this.readPattern(top);
			} else if (this.readOperator()) {
				return;
			}
		}
	}

	/** What stands at a place where a command may begin. True where it ends the list. */
	private readOperator(): boolean {
		const {source} = this;
		controlOperator.lastIndex = this.at;
		const operator = redirectionAt(source, this.at) ? undefined : controlOperator.exec(source)?.[0];
		if (operator === undefined) {
			this.readCommand();
			return false;
		}

		this.at += operator.length;
		switch (operator) {
			case '(': {
				const isArithmetic = source[this.at] === '(' && this.frames.length < deepest && this.tryArithmetic();
				if (!isArithmetic) {
					this.open('(');
				}

				return false;
			}

			case ')': {
				if (this.frames.at(-1)?.kind === '(') {
					this.options = this.frames.at(-1)!.options;
					this.close();
					return false;
				}

				return this.frames.length === 0;
			}

			case '|':
			case '|&': {
				this.stage = this.pipeline ? this.stage + 1 : 0;
				return false;
			}

			case '\n': {
				this.readDocuments();
				// After `|` a command is to come still.
				this.pipeline = this.pipeline?.stages[this.stage] === undefined ? this.pipeline : undefined;
				return false;
			}

			case ';;':
			case ';&':
			case ';;&': {
				this.pipeline = undefined;
				const top = this.frames.at(-1);
				if (top?.kind === 'case') {
					top.isPattern = true;
				}

				return false;
			}

			default: {
				this.pipeline = undefined;
				return false;
			}
		}
	}

	private tryArithmetic(): boolean {
		const {at} = this;
		this.at++;
		if (this.skipArithmetic()) {
			this.enter();
			return true;
		}

		this.at = at;
		return false;
	}

	/** `a | b)` of a case, or `esac`. */
	private readPattern(frame: Frame): void {
		const word = this.readWord();
		if (word) {
			if (word.text === 'esac' && !word.isQuoted) {
				this.close();
			}
		} else {
			frame.isPattern = this.source[this.at] !== ')';
			this.at++;
		}
	}

	protected readReserved(word: string): boolean {
		if (Object.hasOwn(openers, word)) {
			this.open(openers[word]);
		} else if (Object.hasOwn(closers, word)) {
			if (this.frames.at(-1)?.kind === closers[word]) {
				this.close();
			}
		} else if (word === 'case') {
			this.skipBlanks();
			this.readWord();
			this.skipWord('in');
			this.open('case');
		} else if (word === 'for' || word === 'select') {
			this.readLoopHead();
			this.open('loop');
		} else if (word === 'function') {
			this.skipBlanks();
			this.readWord();
			this.skipFunctionHead();
		} else {
			return passed.has(word);
		}

		return true;
	}

	/** `NAME in a b;`, or bash's `((a; b; c))`; its `do` comes as any other word. */
	private readLoopHead(): void {
		this.skipBlanks();
		if (this.source.startsWith('((', this.at)) {
			this.at += 2;
			if (!this.skipArithmetic()) {
				this.at -= 2;
			}

			return;
		}

		this.readWord();
		if (this.skipWord('in')) {
			do {
				this.skipBlanks();
			} while (this.readWord());
		}
	}

	/** Passes over lines and blanks and a word, if it is this one. */
	private skipWord(word: string): boolean {
		const {at} = this;
		do {
			this.skipBlanks();
		} while (this.source[this.at] === '\n' && ++this.at);

		if (this.readWord()?.text === word) {
			return true;
		}

		this.at = at;
		return false;
	}

	/** The `()` after a function's name. */
	protected skipFunctionHead(): boolean {
		const head = /[\t ]{0,8}\([\t ]{0,8}\)/y;
		head.lastIndex = this.at;
		const isHead = head.test(this.source);
		this.at = isHead ? head.lastIndex : this.at;
		return isHead;
	}

	/** A command or a group begins: it is a part of the pipeline that is open, or begins one. */
	protected enter(): this {
		if (!this.pipeline) {
			const outer = this.frames.at(-1);
			this.pipeline = {stages: [], ...(outer && {outer: {pipeline: outer.pipeline, stage: outer.stage}})};
			this.stage = 0;
		}

		this.pipeline.stages[this.stage] ??= [];
		return this;
	}

	private open(kind: Frame['kind']): void {
		if (this.frames.length < deepest) {
			const {pipeline, stage, options} = this.enter();
			this.frames.push({kind, pipeline: pipeline!, stage, options, isPattern: kind === 'case'});
			this.pipeline = undefined;
		}
	}

	private close(): void {
		const {pipeline, stage} = this.frames.pop()!;
		this.pipeline = pipeline;
		this.stage = stage;
	}
}

/** The redirection that stands at a place. */
export function redirectionAt(source: string, at: number): string | undefined {
	redirection.lastIndex = at;
	const operator = redirection.exec(source)?.[0];
	// `<(…)` and `>(…)` are words.
	return (operator === '<' || operator === '>') && source[at + 1] === '(' ? undefined : operator;
}
