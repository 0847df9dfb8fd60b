import {languages, loadGrammars, type Language} from './highlight-languages.js';
import type {LanguageTree} from './parse-language.js';

/** What a part of a text is, as far as it is shown another way. */
export type TextStyle = 'comment' | 'string' | 'number' | 'keyword' | 'name' | 'type' | 'attribute' | 'variable' | 'meta' | 'heading' | 'strong' | 'emphasis' | 'link' | 'addition' | 'deletion';

/** A part of a line, by places in its UTF-16. */
export type StyledSpan = {start: number; end: number; style: TextStyle};

/** The styled parts of each line in order, none within another, and what to hand in with the lines that follow. */
export type Highlighted = {
	spans: ReadonlyArray<readonly StyledSpan[]>;
	/** How that begins which goes on beyond the last line, such as a comment; empty where nothing does. */
	open: string;
};

/** Characters that are highlighted at once, which takes a millisecond or so. Grammars are patterns that look ahead and back: what they may take grows faster than the text. */
const windowSize = 2048;

/** A longer line is no line that somebody wrote, and is left plain. */
const longestLine = 500;

/** More of the line where something begins that is open is not kept. */
const longestOpen = 256;

/** A character that no text needs: what it lies in behind the last line is open there. */
const marker = '\uE000';

/** Names of highlight.js for parts of a text; what is not here stays plain. */
const styles: Readonly<Record<string, TextStyle>> = {
	comment: 'comment',
	quote: 'comment',
	doctag: 'comment',
	string: 'string',
	char: 'string',
	regexp: 'string',
	'template-string': 'string',
	code: 'string',
	number: 'number',
	literal: 'number',
	symbol: 'number',
	bullet: 'keyword',
	keyword: 'keyword',
	operator: 'keyword',
	'selector-tag': 'keyword',
	'selector-pseudo': 'keyword',
	title: 'name',
	name: 'name',
	tag: 'name',
	'selector-class': 'name',
	'selector-id': 'name',
	type: 'type',
	built_in: 'type',
	attr: 'attribute',
	attribute: 'attribute',
	property: 'attribute',
	variable: 'variable',
	'template-variable': 'variable',
	meta: 'meta',
	'template-tag': 'meta',
	section: 'heading',
	strong: 'strong',
	emphasis: 'emphasis',
	link: 'link',
	addition: 'addition',
	deletion: 'deletion',
};

/** Highlights lines of one language. */
export class Highlighter {
	/** Loads what a language needs; undefined for one that is not known. */
	static async load(language: string): Promise<Highlighter | undefined> {
		if (!Object.hasOwn(languages, language)) {
			return undefined;
		}

		const [{parserOf}, grammars] = await Promise.all([import('./parse-language.js'), loadGrammars(language as Language)]);
		return new Highlighter(parserOf(language, grammars));
	}

	private constructor(private readonly parse: (text: string) => LanguageTree) {}

	/**
	The styled parts of lines that follow one another, window by window: it gives way after each.

	@param open What the lines before left open, as told with them; nothing where the lines begin a text, or are looked at apart.
	*/
	* highlight(lines: readonly string[], open = ''): Generator<void, Highlighted> {
		const spans: StyledSpan[][] = [];
		for (let next = 0; next < lines.length;) {
			const window: string[] = [];
			for (let length = 0; next < lines.length && (length === 0 || length + lines[next].length <= windowSize); next++) {
				const line = lines[next].length > longestLine ? '' : lines[next].replaceAll(marker, '\uFFFD');
				window.push(line);
				length += line.length + 1;
			}

			open = this.addWindow(spans, window, open);
			yield;
		}

		return {spans, open};
	}

	private addWindow(spans: StyledSpan[][], window: readonly string[], open: string): string {
		const text = `${open}${window.join('\n')}\n`;
		const own = window.map((): StyledSpan[] => []);
		spans.push(...own);
		let root: LanguageTree;
		try {
			root = this.parse(text + marker);
		} catch {
			// A grammar that a text is too much for: the window stays plain.
			return '';
		}

		addSpans(root.children, own, {at: -open.length, line: 0, column: -open.length}, undefined);
		return openAtEnd(root, text);
	}
}

type Node = LanguageTree['children'][number];

type Place = {at: number; line: number; column: number};

/** Goes through the tree; the lines that were left open come first, before place 0. */
function addSpans(nodes: readonly Node[], lines: StyledSpan[][], place: Place, style: TextStyle | undefined): void {
	for (const node of nodes) {
		if (node.type === 'text') {
			addText(node.value, lines, place, style);
		} else if (node.type === 'element') {
			addSpans(node.children, lines, place, styleOf(node) ?? style);
		}
	}
}

function addText(text: string, lines: StyledSpan[][], place: Place, style: TextStyle | undefined): void {
	// What was left open is known, and of other lines.
	let from = place.at < 0 ? Math.min(text.length, -place.at) : 0;
	place.at += text.length;
	if (place.at <= 0 && from === text.length) {
		place.column = 0;
		return;
	}

	place.column = Math.max(0, place.column);
	while (from < text.length) {
		const found = text.indexOf('\n', from);
		const end = found < 0 ? text.length : found;
		if (end > from && style !== undefined && place.line < lines.length) {
			const line = lines[place.line];
			const last = line.at(-1);
			if (last?.end === place.column && last.style === style) {
				last.end += end - from;
			} else {
				line.push({start: place.column, end: place.column + end - from, style});
			}
		}

		place.column += end - from;
		from = end;
		if (found >= 0) {
			place.line++;
			place.column = 0;
			from++;
		}
	}
}

function styleOf(element: Node & {type: 'element'}): TextStyle | undefined {
	const classes = element.properties.className;
	const [name, ...rest] = Array.isArray(classes) ? classes.map(String) : [''];
	// `title function_` and the like; the class of a language that another one holds has no prefix, and no style.
	const plain = name.startsWith('hljs-') ? name.slice('hljs-'.length) : '';
	return plain === 'variable' && rest.includes('language_') ? 'keyword' : (Object.hasOwn(styles, plain) ? styles[plain] : undefined);
}

/** The line on which the outermost thing began that is open at the end: highlighted again, it opens it again. */
function openAtEnd(root: LanguageTree, text: string): string {
	const last = root.children.at(-1);
	if (last?.type !== 'element' || !textOf(last).endsWith(marker)) {
		return '';
	}

	const start = text.length + marker.length - textOf(last).length;
	// What begins with a line may have been opened by the end of the one before, as a heredoc is.
	const lineStart = text.lastIndexOf('\n', start - 1) + 1;
	const from = lineStart === start || text[start] === '\n' ? text.lastIndexOf('\n', Math.max(0, lineStart - 2)) + 1 : lineStart;
	const begin = start - from > longestOpen ? start : Math.min(from, start);
	const lineEnd = text.indexOf('\n', start);
	const end = text[start] === '\n' ? start + 1 : (lineEnd < 0 ? text.length : lineEnd + 1);
	const held = text.slice(begin, end);
	return held.length > longestOpen * 2 ? `${held.slice(0, longestOpen * 2)}\n` : held;
}

function textOf(node: Node): string {
	return node.type === 'text' ? node.value : (node.type === 'element' ? node.children.map(child => textOf(child)).join('') : '');
}
