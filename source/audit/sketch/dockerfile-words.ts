import {safeJson} from '../../format/json.js';
import {safeText} from '../../format/safe-text.js';

/** Whether a line of a Dockerfile can hold a text: what ends a line, changes a terminal or shows text in another order it can't. */
function isPlain(text: string): boolean {
	return safeText(text) === text;
}

/** A heredoc, whose lines belong to the instruction. */
const heredoc = /<<-?\s*["']?\w/;

/** A comment, over as many lines as it has. */
export function comment(...lines: readonly string[]): string[] {
	return lines.map(line => `# ${safeText(line)}`.trimEnd());
}

/** `NAME="value"` as ENV and LABEL take it; undefined where a Dockerfile can't say it. */
export function assignment(name: string, value: string): string | undefined {
	if (!isPlain(name + value) || !/^[\w\-./]+$/.test(name)) {
		return undefined;
	}

	return /^[\w%+,\-./:@]+$/.test(value) ? `${name}=${value}` : `${name}="${value.replaceAll(/["$\\]/g, String.raw`\$&`)}"`;
}

/** A program with its arguments in the exec form: JSON, in which every text can be told. */
export function execForm(words: readonly string[]): string {
	return `[${words.map(word => safeJson(word)).join(', ')}]`;
}

/** A word as it stands in an instruction; undefined for one that would be several, or be expanded. */
export function plainWord(text: string): string | undefined {
	return /^[^\s"#$'*?[\\\]]+$/.test(text) && isPlain(text) ? text : undefined;
}

/** An instruction as its author wrote it, line by line, in which nothing reaches a terminal as it should not; as a comment where its lines would be instructions of their own. */
export function instructionLines(instruction: string): string[] {
	const goesOn = instruction.split('\n').slice(0, -1).every(line => line.endsWith('\\'));
	if (!goesOn && !heredoc.test(instruction)) {
		return comment('It has several lines, which can\'t be written so:', ...instruction.split('\n'));
	}

	return instruction.split('\n').map(line => line.split('\t').map(part => safeText(part)).join('\t'));
}
