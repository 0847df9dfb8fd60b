/**
A number as Go's `strconv.ParseFloat` reads it: with underscores between digits, in hexadecimal with an exponent of two, and `inf`
and `nan` by name. Undefined where that refuses it.
*/
export function parseGoNumber(text: string): number | undefined {
	if (/^[+-]?nan$/i.test(text)) {
		return /^nan$/i.test(text) ? Number.NaN : undefined;
	}

	const [, sign, infinite] = /^([+-]?)(inf(?:inity)?)?/i.exec(text)!;
	const negative = sign === '-' ? -1 : 1;
	if (infinite !== undefined) {
		return sign.length + infinite.length === text.length ? negative * Number.POSITIVE_INFINITY : undefined;
	}

	const isHexadecimal = /^[+-]?0x/i.test(text);
	// "Underscores may separate digits", and one may follow the prefix.
	const plain = text.replaceAll(isHexadecimal ? /(?<=[\da-fx])_(?=[\da-f])/gi : /(?<=\d)_(?=\d)/g, '');
	if (isHexadecimal) {
		const [, whole, fraction = '', power] = /^[+-]?0x([\da-f]*)(?:\.([\da-f]*))?p([+-]?\d+)$/i.exec(plain) ?? [];
		return power === undefined || whole + fraction === ''
			? undefined
			: negative * Number.parseInt(whole + fraction, 16) * (2 ** (Number(power) - (4 * fraction.length)));
	}

	const value = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(plain) ? Number(plain) : Number.NaN;
	// What is out of range is an error to Go.
	return Number.isFinite(value) ? value : undefined;
}

/** A number as Go's `%v` prints it: the shortest digits that give it back. */
export function formatGoNumber(value: number): string {
	if (!Number.isFinite(value)) {
		return Number.isNaN(value) ? 'NaN' : (value > 0 ? '+Inf' : '-Inf');
	}

	const [, digits, sign, exponent] = /^(.*)e([+-])(\d+)$/.exec(value.toExponential())!;
	const power = Number(sign + exponent);
	return power < -4 || power >= 6 ? `${digits}e${sign}${exponent.padStart(2, '0')}` : String(value);
}

/** A number as Go's `%.2f` prints it, with so many digits: what lies in the middle goes to the even digit, where JavaScript goes up. */
export function formatGoFixed(value: number, digits: number): string {
	if (!Number.isFinite(value)) {
		return formatGoNumber(value);
	}

	const up = value.toFixed(digits);
	// Halfway between two decimals lies, of what binary can tell exactly, only an odd multiple of this.
	const isHalfway = Math.abs((value * (2 ** (digits + 1))) % 2) === 1;
	return isHalfway && Number(up.at(-1)) % 2 === 1 ? (value - ((10 ** -digits) / 2)).toFixed(digits) : up;
}
