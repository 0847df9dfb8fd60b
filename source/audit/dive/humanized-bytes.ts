import {formatGoFixed, parseGoNumber} from './go-number.js';

const units = ['b', 'k', 'm', 'g', 't', 'p', 'e'];

/** One more than the largest number that dive can keep. */
const limit = 2 ** 64;

/**
A size as dive reads it (`ParseBytes` of go-humanize): `20MB`, `1,000 kib`, `64`. Commas may stand anywhere in the number, and space
around the unit. Undefined where that refuses it.
*/
export function parseHumanizedBytes(text: string): number | undefined {
	const [digits] = /^[\d,.]*/.exec(text)!;
	const rest = text.slice(digits.length);
	const number = parseGoNumber(digits.replaceAll(',', ''));
	const [, letter = 'b', binary] = /^(?:([egkmpt])(i?)b?|b)?$/.exec(rest.trim().toLowerCase()) ?? [undefined, undefined, 'none'];
	if (number === undefined || binary === 'none') {
		return undefined;
	}

	const bytes = number * ((binary === 'i' ? 1024 : 1000) ** units.indexOf(letter));
	return bytes >= limit ? undefined : Math.floor(bytes);
}

/** A size as dive prints it (`Bytes` of go-humanize): two digits at most, unless there are three before the point. */
export function formatHumanizedBytes(bytes: number): string {
	if (bytes < 10) {
		return `${bytes} B`;
	}

	const power = Math.floor(Math.log(bytes) / Math.log(1000));
	const value = Math.floor(((bytes / (1000 ** power)) * 10) + 0.5) / 10;
	return `${formatGoFixed(value, value < 10 ? 1 : 0)} ${['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'][power]}`;
}
