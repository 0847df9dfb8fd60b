import {safeText} from '../../format/safe-text.js';

/** What a line of a Dockerfile can't hold: control characters end it, or change a terminal. */
const control = /[\u0000-\u001F\u007F-\u009F\u2028\u2029]/;

/** A comment, over as many lines as it has. */
export function comment(...lines: readonly string[]): string[] {
	return lines.map(line => `# ${safeText(line)}`.trimEnd());
}

/** `NAME="value"` as ENV and LABEL take it; undefined where a Dockerfile can't say it. */
export function assignment(name: string, value: string): string | undefined {
	if (control.test(name + value) || !/^[\w\-./]+$/.test(name)) {
		return undefined;
	}

	return /^[\w%+,\-./:@]+$/.test(value) ? `${name}=${value}` : `${name}="${value.replaceAll(/["$\\]/g, String.raw`\$&`)}"`;
}

/** A program with its arguments in the exec form: JSON, in which every text can be told. */
export function execForm(words: readonly string[]): string {
	return `[${words.map(word => JSON.stringify(word).replaceAll(/[\u007F-\u009F\u2028\u2029]/g, character => String.raw`\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`)).join(', ')}]`;
}

/** A word as it stands in an instruction; undefined for one that would be several, or be expanded. */
export function plainWord(text: string): string | undefined {
	return /^[^\s"#$'*?[\\\]]+$/.test(text) && !control.test(text) ? text : undefined;
}

/** An instruction as its author wrote it, line by line, in which nothing reaches a terminal as it should not. */
export function instructionLines(instruction: string): string[] {
	return instruction.split('\n').map(line => line.split('\t').map(part => safeText(part)).join('\t'));
}
