const letters: Readonly<Record<string, string>> = {
	a: '\u0007', b: '\b', e: '\u001B', E: '\u001B', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v',
};

const escapes = /\\(?:(?<octal>[0-7]{1,3})|x(?<hex>[\dA-Fa-f]{1,2})|u(?<short>[\dA-Fa-f]{1,4})|U(?<long>[\dA-Fa-f]{1,8})|c(?<control>[\s\S])|(?<letter>[\s\S]))/g;

/** What `$'…'` stands for, from what is between the quotes (bash manual, "ANSI-C Quoting"; POSIX.1-2024, XCU 2.2.4). */
export function readAnsiQuote(text: string): string {
	if (!text.includes('\\')) {
		return text;
	}

	const read = text.replaceAll(escapes, (escape, ...rest) => {
		const {octal, hex, short, long, control, letter} = rest.at(-1) as Record<string, string | undefined>;
		if (octal !== undefined) {
			return String.fromCodePoint(Number.parseInt(octal, 8) & 0xFF);
		}

		const number = hex ?? short ?? long;
		if (number !== undefined) {
			const point = Number.parseInt(number, 16);
			return point > 0x10_FF_FF ? escape : String.fromCodePoint(point);
		}

		if (control !== undefined) {
			return control === '?' ? '\u007F' : String.fromCodePoint(control.codePointAt(0)! & 0x1F);
		}

		return letters[letter ?? ''] ?? (/["'?\\]/.test(letter ?? '') ? letter! : escape);
	});
	// A NUL ends it: no word has one.
	const end = read.indexOf('\0');
	return end === -1 ? read : read.slice(0, end);
}
