import {Composer, isAlias, isScalar, Lexer, Parser, Scalar, visit, type Document, type Node, type YAMLMap} from 'yaml';
import {YamlError, type YamlProblem} from './yaml-error.js';

/** What people write for freedive is a page or two; hundreds of ignored paths fit in as much. Reading the worst text of that length takes half a second. */
const maximumSize = 1 << 16;
/** Ours are five deep; the package goes deeper by recursion, and ends the process where the stack does. */
const maximumDepth = 32;
/** Each is looked for in the whole text. */
const maximumAliases = 100;
/** More are not read by anyone, and a text of errors alone makes one a letter. */
const maximumProblems = 10;
/** Of a sentence that quotes the text, in characters. */
const longestMessage = 300;

/** A key of a mapping with its value, which is a scalar without a value where nothing stands. */
export type YamlEntry = {key: string; keyNode: Node; value: Node};

/** How strict a text is read. */
export type YamlOptions = {
	/** What the program ends with where the text can't be followed. */
	exitCode?: 1 | 2;
	/** Whether documents after the first are left alone. */
	onlyFirst?: boolean;
};

/**
YAML 1.2 of one document, and what is wrong with it as it is read. Nothing is expanded: aliases are looked up where they stand, so
that no text means more than it holds.
*/
export class YamlText {
	/** The node at the top: a scalar without a value where the text is empty. */
	readonly contents: Node;
	private readonly problems: YamlProblem[] = [];
	private readonly text: string;
	private readonly document: Document;

	/**
	@param file As errors name it.
	@throws {YamlError} Where it is no YAML.
	*/
	constructor(private readonly file: string, bytes: Uint8Array, private readonly options: YamlOptions = {}) {
		this.text = this.decode(bytes);
		this.document = this.compose(this.tokens());
		this.contents = this.follow(this.document.contents, undefined);
	}

	/** Notes what is wrong with a node. */
	complain(node: Node, message: string): void {
		this.complainAt(node.range?.[0] ?? 0, message);
	}

	/** The line in which a part begins that lies so many characters after the start. */
	lineOf(offset: number): number {
		return this.text.slice(0, offset).split('\n').length;
	}

	/** @throws {YamlError} Where anything was wrong so far. */
	check(): void {
		if (this.problems.length > 0) {
			throw new YamlError(this.file, this.problems.toSorted((a, b) => a.line - b.line || a.column - b.column), this.options.exitCode);
		}
	}

	/** The entries of a mapping, each key once. Keys that are no plain words, or there twice, are told and left out. */
	entries(map: YAMLMap): YamlEntry[] {
		const seen = new Set<string>();
		const found: YamlEntry[] = [];
		for (const {key, value} of map.items) {
			const keyNode = this.follow(key, map);
			if (!isScalar(keyNode) || keyNode.value === null) {
				this.complain(keyNode, 'A key is a word.');
				continue;
			}

			const name = textOf(keyNode);
			if (seen.has(name)) {
				this.complain(keyNode, `${name} is there twice.`);
				continue;
			}

			seen.add(name);
			found.push({key: name, keyNode, value: this.follow(value, keyNode)});
		}

		return found;
	}

	/** A node, or what its alias stands for; a scalar without a value, at the place of `near`, where there is none. */
	follow(node: unknown, near: Node | undefined): Node {
		const found = isAlias(node) ? node.resolve(this.document) : node as Node | null;
		if (found) {
			return found;
		}

		const nothing = new Scalar(null);
		nothing.range = near?.range;
		return nothing;
	}

	private decode(bytes: Uint8Array): string {
		if (bytes.length > maximumSize) {
			throw this.error(`It has ${bytes.length} bytes, and may have ${maximumSize}.`);
		}

		try {
			return new TextDecoder('utf-8', {fatal: true}).decode(bytes);
		} catch {
			throw this.error('It is no UTF-8 text.');
		}
	}

	/** The text's syntax, found without recursion. */
	private tokens() {
		const parser = new Parser();
		const tokens = [];
		let errors = 0;
		for (const lexeme of new Lexer().lex(this.text)) {
			for (const token of parser.next(lexeme)) {
				tokens.push(token);
				errors += token.type === 'error' ? 1 : 0;
			}

			if (parser.stack.length > maximumDepth) {
				this.complainAt(parser.offset, `It is nested more than ${maximumDepth} deep.`);
				this.check();
			}

			if (errors > maximumProblems) {
				break;
			}
		}

		return [...tokens, ...parser.end()];
	}

	private compose(tokens: ReturnType<YamlText['tokens']>): Document {
		// Whether keys are unique is seen while they are read: the package compares each with all.
		const composer = new Composer({version: '1.2', schema: 'core', uniqueKeys: false, prettyErrors: false, logLevel: 'silent'});
		const [first, second] = composer.compose(tokens, true, this.text.length);
		for (const {message, pos} of [...first.errors, ...first.warnings]) {
			this.complainAt(pos[0], message.endsWith('.') ? message : `${message}.`);
		}

		if (second && !this.options.onlyFirst) {
			this.complainAt(second.range[0], 'Another document begins here, and there is one alone.');
		}

		let aliases = 0;
		visit(first, {
			Alias: (_key, alias) => {
				if (++aliases > maximumAliases) {
					this.complain(alias, `There are more than ${maximumAliases} aliases.`);
					return visit.BREAK;
				}

				if (!alias.resolve(first)) {
					this.complain(alias, `Nothing before it is called &${alias.source}.`);
				}

				return undefined;
			},
		});
		this.check();
		return first;
	}

	private complainAt(offset: number, message: string): void {
		if (this.problems.length < maximumProblems) {
			const before = this.text.slice(0, offset).split('\n');
			this.problems.push({line: before.length, column: before.at(-1)!.length + 1, message: message.length > longestMessage ? `${message.slice(0, longestMessage)}…` : message});
		}
	}

	private error(message: string): YamlError {
		return new YamlError(this.file, [{line: 1, column: 1, message}], this.options.exitCode);
	}
}

/** A scalar as it was written, where that is without quotes; what it stands for otherwise. */
export function textOf({source, type, value}: Scalar): string {
	return type === Scalar.PLAIN && source !== undefined ? source : String(value);
}
