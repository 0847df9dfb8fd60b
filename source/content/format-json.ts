/** Deeper than this nothing is indented further: a line would begin with nothing but tabs. */
const deepest = 100;

/** What may stand next. */
type Wanted = 'value' | 'value-or-end' | 'key-or-end' | 'key' | 'colon' | 'comma-or-end' | 'nothing';

/** Spaces, numbers, words and marks of JSON (RFC 8259). */
const token = /[\t\n\r ]+|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[Ee][+-]?\d+)?(?!\d)|true\b|false\b|null\b|[,:[\]{}]/y;

/** What may follow a backslash in a string. */
const escape = /["/\\bfnrt]|u[\dA-Fa-f]{4}/y;

/** Where a text is no JSON: what was there, and where, from 1. */
export type JsonProblem = {message: string; line: number; column: number};

/**
A JSON text with its lines broken and indented, everything else as it was written: numbers keep their digits, strings their escapes, and
keys their order, though they be there twice. Several texts may follow one another, as in a file of a JSON text a line.

It gives way every few thousand tokens. Where it is no JSON the rest follows as it was, and the problem is told.

@param text All of it.
@param mostCharacters More is not written: a text that is a bracket on each line grows manyfold. Cut off like that it says so.
*/
export function * formatJson(text: string, mostCharacters: number): Generator<void, {formatted: string; problem?: JsonProblem; isCutOff: boolean}> {
	const chunks: string[] = [];
	let parts: string[] = [];
	const written = {length: 0};
	const write = (part: string) => {
		parts.push(part);
		written.length += part.length;
	};

	const take = () => {
		chunks.push(parts.join(''));
		return chunks.join('');
	};

	const open: string[] = [];
	const breakLine = () => {
		write(`\n${'  '.repeat(Math.min(open.length, deepest))}`);
	};

	let wanted: Wanted = 'value';
	let count = 0;
	const afterValue = (): Wanted => open.length > 0 ? 'comma-or-end' : 'nothing';
	let at = 0;
	while (at < text.length && written.length <= mostCharacters) {
		if (++count % 2048 === 0) {
			chunks.push(parts.join(''));
			parts = [];
			yield;
		}

		const found = nextToken(text, at);
		const next: Place | undefined = found === undefined ? undefined : place(found, wanted, open.at(-1));
		if (found === undefined || (next === undefined && found.trim() !== '')) {
			const problem = {message: describe(text, at, wanted), ...placeOf(text, at)};
			write(`${at > 0 ? '\n' : ''}${text.slice(at, at + Math.max(0, mostCharacters - written.length))}`);
			return {formatted: take(), problem, isCutOff: false};
		}

		at += found.length;
		if (next === undefined) {
			continue;
		}

		switch (found) {
			case '{':
			case '[': {
				startValue(wanted);
				open.push(found);
				write(found);
				wanted = found === '{' ? 'key-or-end' : 'value-or-end';
				break;
			}

			case '}':
			case ']': {
				open.pop();
				if (wanted === 'comma-or-end') {
					breakLine();
				}

				write(found);
				wanted = afterValue();
				break;
			}

			case ',': {
				write(found);
				wanted = open.at(-1) === '{' ? 'key' : 'value';
				breakLine();
				break;
			}

			case ':': {
				write(': ');
				wanted = 'value';
				break;
			}

			default: {
				startValue(wanted);
				write(found);
				wanted = next === 'key' ? 'colon' : afterValue();
			}
		}
	}

	const isCutOff = at < text.length;
	const isEnded = open.length === 0 && wanted === 'nothing';
	if (!isEnded && !isCutOff) {
		return {formatted: take(), problem: {message: 'it ends too soon', ...placeOf(text, text.length)}, isCutOff};
	}

	write(isCutOff ? '\n…' : '\n');
	return {formatted: take(), isCutOff};

	/** A bracket that was just opened is followed by a line of its own, and so is a text that is complete. */
	function startValue(before: Wanted): void {
		if (before === 'value-or-end' || before === 'key-or-end') {
			breakLine();
		} else if (before === 'nothing') {
			write('\n');
		}
	}
}

type Place = 'key' | 'value' | 'mark';

/** The token at a place; undefined where there is none. */
function nextToken(text: string, at: number): string | undefined {
	if (text[at] === '"') {
		const end = stringEnd(text, at);
		return end < 0 ? undefined : text.slice(at, end);
	}

	token.lastIndex = at;
	return token.exec(text)?.[0];
}

/** Where a string ends, quotes included; -1 where it is none. No pattern: its memory would grow with the string. */
function stringEnd(text: string, start: number): number {
	for (let at = start + 1; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (code === 0x22) {
			return at + 1;
		}

		if (code < 0x20) {
			return -1;
		}

		if (code === 0x5C) {
			escape.lastIndex = at + 1;
			if (!escape.test(text)) {
				return -1;
			}

			at++;
		}
	}

	return -1;
}

/** What a token is where that may stand; undefined where it may not, and for spaces. */
function place(found: string, wanted: Wanted, open: string | undefined): Place | undefined {
	switch (found[0]) {
		case ' ':
		case '\t':
		case '\n':
		case '\r': {
			return undefined;
		}

		case ',': {
			return wanted === 'comma-or-end' ? 'mark' : undefined;
		}

		case ':': {
			return wanted === 'colon' ? 'mark' : undefined;
		}

		case '}': {
			return open === '{' && (wanted === 'key-or-end' || wanted === 'comma-or-end') ? 'mark' : undefined;
		}

		case ']': {
			return open === '[' && (wanted === 'value-or-end' || wanted === 'comma-or-end') ? 'mark' : undefined;
		}

		default: {
			if (wanted === 'key' || wanted === 'key-or-end') {
				return found.startsWith('"') ? 'key' : undefined;
			}

			return wanted === 'value' || wanted === 'value-or-end' || wanted === 'nothing' ? 'value' : undefined;
		}
	}
}

const expected: Readonly<Record<Wanted, string>> = {
	value: 'a value',
	'value-or-end': 'a value or ]',
	key: 'a key',
	'key-or-end': 'a key or }',
	colon: 'a colon',
	'comma-or-end': 'a comma or the end of a list or object',
	nothing: 'the end',
};

function describe(text: string, at: number, wanted: Wanted): string {
	const character = String.fromCodePoint(text.codePointAt(at)!);
	return `${character === '"' && (wanted === 'value' || wanted === 'key') ? 'a string that is not closed or has a wrong escape' : JSON.stringify(character).replaceAll('"', '\'')} stands where ${expected[wanted]} should`;
}

function placeOf(text: string, at: number): {line: number; column: number} {
	let line = 1;
	let start = 0;
	for (let found = text.indexOf('\n'); found >= 0 && found < at; found = text.indexOf('\n', found + 1)) {
		line++;
		start = found + 1;
	}

	return {line, column: at - start + 1};
}
