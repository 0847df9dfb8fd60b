import {safeText} from '../format/safe-text.js';
import {markdownCode} from './markdown-code.js';
import {splitCode, splitOwnCode, type SentencePiece} from './split-code.js';

/** What means something in Markdown, in HTML or to those who show it, such as an address. */
const special = /\bw(?=ww\.)|:(?=\/\/)|[!#$&*<>@[\\\]_`{|}~]/g;

/** A sentence that holds text from the image: the code in it that is freedive's own becomes code, and nothing else in it means anything. */
export function markdownText(text: string): string {
	return joined(splitOwnCode(safeText(text)));
}

/** The same of what a finding says, in which whatever stands between backticks is code. */
export function markdownSentence(text: string): string {
	return joined(splitCode(safeText(text)));
}

function joined(pieces: readonly SentencePiece[]): string {
	return pieces.map(({text, isCode}) => isCode
		? markdownCode(text)
		// Names behind an @ are looked for in what is drawn, where a reference is the character again: only other markup keeps them apart.
		: text.replaceAll(special, match => match === '@' ? '@<!-- -->' : `&#${match.codePointAt(0)};`)).join('');
}
