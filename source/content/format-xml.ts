/** Deeper than this nothing is indented further. */
const deepest = 100;

/** A text that is no longer than this stays on the line of its element. */
const shortText = 80;

/** How a part begins that only its own end ends. */
const wholes: ReadonlyArray<readonly [start: string, end: string]> = [['<!--', '-->'], ['<![CDATA[', ']]>'], ['<?', '?>']];

/**
An XML text with its lines broken and indented. Texts keep their words; spaces around them, which most documents have for their looks
alone, are not kept, so it is for reading. It gives way every few hundred tokens.

@param mostCharacters More is not written. Cut off like that it says so.
*/
export function * formatXml(text: string, mostCharacters: number): Generator<void, {formatted: string; problem?: string; isCutOff: boolean}> {
	const chunks: string[] = [];
	let parts: string[] = [];
	const open: string[] = [];
	const written = {length: 0};
	let problem: string | undefined;
	const write = (part: string) => {
		parts.push(part);
		written.length += part.length;
	};

	const line = (part: string) => {
		write(`${written.length > 0 ? '\n' : ''}${'  '.repeat(Math.min(open.length, deepest))}${part}`);
	};

	/** What was opened last, while nothing or but a short text has come: the end of it stays on the line. */
	let isShort = false;
	let at = 0;
	for (let count = 1; at < text.length && written.length <= mostCharacters; count++) {
		if (count % 512 === 0) {
			chunks.push(parts.join(''));
			parts = [];
			yield;
		}

		const end = partEnd(text, at);
		if (end === undefined) {
			problem ??= 'a tag is not closed';
			line(text.slice(at, at + Math.max(0, mostCharacters - written.length)));
			at = text.length;
			break;
		}

		const part = text.slice(at, end);
		at = end;
		if (!part.startsWith('<')) {
			const words = part.trim();
			if (words === '') {
				continue;
			}

			const fits = isShort && words.length <= shortText && !words.includes('\n') && text.startsWith('</', at);
			if (fits) {
				write(words);
			} else {
				isShort = false;
				for (const each of words.split('\n')) {
					line(each.trim());
				}
			}

			continue;
		}

		const [, slash, name] = /^<(\/?)([^\s!/<=>?]+)/.exec(part) ?? [];
		if (name === undefined) {
			isShort = false;
			line(part);
		} else if (slash === '/') {
			const last = open.pop();
			if (last !== name) {
				problem ??= last === undefined ? `</${name}> closes nothing` : `</${name}> stands where <${last}> should be closed`;
			}

			if (isShort) {
				write(part);
			} else {
				line(part);
			}

			isShort = false;
		} else {
			line(part.replaceAll(/\s+/g, ' '));
			isShort = !part.endsWith('/>');
			if (isShort) {
				open.push(name);
			}
		}
	}

	const isCutOff = at < text.length;
	if (open.length > 0 && !isCutOff) {
		problem ??= `<${open.at(-1)!}> is not closed`;
	}

	chunks.push(...parts, isCutOff ? '\n…' : '\n');
	return {formatted: chunks.join(''), ...(problem !== undefined && {problem}), isCutOff};
}

/** Where the part ends that begins at a place: a tag, with what is quoted in it, or what lies between two. Undefined for a tag without an end. */
function partEnd(text: string, start: number): number | undefined {
	if (text[start] !== '<') {
		const next = text.indexOf('<', start);
		return next < 0 ? text.length : next;
	}

	const whole = wholes.find(([begin]) => text.startsWith(begin, start));
	if (whole) {
		const end = text.indexOf(whole[1], start + whole[0].length);
		return end < 0 ? undefined : end + whole[1].length;
	}

	for (let at = start + 1; at < text.length; at++) {
		const character = text[at];
		if (character === '>') {
			return at + 1;
		}

		if (character === '"' || character === '\'') {
			at = text.indexOf(character, at + 1);
			if (at < 0) {
				return undefined;
			}
		}
	}

	return undefined;
}
