const struct = /^HEALTHCHECK &\{\[(?<test>.*)\] (?<durations>(?:"[^"]*" ){2,4})'(?<retries>[^']*)'\}$/s;
const flags = {
	3: ['interval', 'timeout', 'start-period'],
	4: ['interval', 'timeout', 'start-period', 'start-interval'],
} as const;

/**
A HEALTHCHECK as its author wrote it, from Go's print of the struct that builders leave in the history:
`HEALTHCHECK &{["CMD-SHELL" "curl -f localhost"] "30s" "3s" "0s" '\x03'}`. Anything else comes back as it is.
*/
export function readHealthcheck(text: string): string {
	const groups = struct.exec(text)?.groups;
	const test = groups && readQuotedList(groups.test);
	if (!groups || !test) {
		return text;
	}

	const [kind, ...command] = test;
	if (kind === 'NONE') {
		return 'HEALTHCHECK NONE';
	}

	const durations = readQuotedList(groups.durations.trim()) ?? [];
	const options = durations.flatMap((duration, index) => {
		const name = flags[durations.length as 3 | 4]?.[index];
		return name && duration !== '0s' ? [`--${name}=${duration}`] : [];
	});
	const retries = readRune(groups.retries);
	if (retries > 0) {
		options.push(`--retries=${retries}`);
	}

	const words = kind === 'CMD-SHELL' ? command.join(' ') : `[${command.map(word => JSON.stringify(word)).join(', ')}]`;
	return ['HEALTHCHECK', ...options, 'CMD', words].join(' ');
}

/** The strings of Go's `%q` of a list, `"a" "b"`; undefined where it is something else. */
export function readQuotedList(text: string): string[] | undefined {
	const strings: string[] = [];
	const pattern = /\s*(?:,\s*)?("(?:[^"\\]|\\.)*")/gy;
	let end = 0;
	for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
		end = pattern.lastIndex;
		try {
			strings.push(JSON.parse(match[1].replaceAll(/\\(?:x([\da-f]{2})|.)/gi, (escape, hex?: string) => goEscape(escape, hex))) as string);
		} catch {
			return undefined;
		}
	}

	return text.slice(end).trim() === '' ? strings : undefined;
}

/** Escapes that Go writes and JSON does not know. */
function goEscape(escape: string, hex: string | undefined): string {
	if (hex !== undefined) {
		return `\\u00${hex}`;
	}

	return {'\\a': '\\u0007', '\\v': '\\u000b', '\\\'': '\''}[escape] ?? escape;
}

/** The number of a rune literal's inside, such as `\x03` or `\n`. */
function readRune(text: string): number {
	const hex = /^\\[ux]([\da-f]+)$/i.exec(text);
	if (hex) {
		return Number.parseInt(hex[1], 16);
	}

	const named = ['\\a', '\\b', '\\t', '\\n', '\\v', '\\f', '\\r'].indexOf(text);
	return named === -1 ? text.codePointAt(0) ?? 0 : named + 7;
}
