import {safeText} from '../format/safe-text.js';

/** What stands in CSV as it is: most of what there is. */
const plain = /^[\w !#$%&'()*+\-./:;<=>?@[\\\]^`{|}~]*$/;

/** A value as a field of CSV (RFC 4180), safe on a terminal; empty for null. */
export function csvField(value: string | number | null): string {
	if (value === null) {
		return '';
	}

	if (typeof value === 'number' || plain.test(value)) {
		return String(value);
	}

	const text = safeText(value);
	return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A line of CSV. */
export function csvLine(values: ReadonlyArray<string | number | null>): string {
	return `${values.map(value => csvField(value)).join(',')}\n`;
}
