import {fit} from './fit.js';

const dot = 0x2E;

/** By byte, 1 for letters and digits. */
const wordBytes = Uint8Array.from({length: 256}, (_, byte) => byte >= 0x80 || /[\da-z]/i.test(String.fromCodePoint(byte)) ? 1 : 0);

/** Whether a byte beside a word ends it: what is neither letter nor digit. */
export function isBorder(beside: number, own: number): boolean {
	return wordBytes[beside] !== 1 || wordBytes[own] !== 1;
}

/**
How well a word without a slash stands whole in a name, which is in `names` from `start` to `end`; 0 where it does not.

@param needsBorders Whether it must stand alone there, between borders.
*/
export function wholeInName(names: Uint8Array, start: number, end: number, bytes: Uint8Array, needsBorders: boolean): number {
	const [first] = bytes;
	const {length} = bytes;
	let best = 0;
	for (let at = start, last = end - length; at <= last; at++) {
		if (names[at] !== first) {
			continue;
		}

		let index = 1;
		while (index < length && names[at + index] === bytes[index]) {
			index++;
		}

		if (index < length) {
			continue;
		}

		const after = at + length;
		const isStart = at === start || isBorder(names[at - 1], first);
		if (needsBorders && !(isStart && (after === end || isBorder(names[after], bytes[length - 1])))) {
			continue;
		}

		if (at === start) {
			return after === end ? fit.equal : (names[after] === dot ? fit.stem : fit.atStart);
		}

		if (isStart) {
			return fit.atBorder;
		}

		best = fit.inName;
	}

	return best;
}

/** Whether a name has all letters of a word in their order. */
export function hasLetters(names: Uint8Array, start: number, end: number, bytes: Uint8Array): boolean {
	const {length} = bytes;
	let has = 0;
	for (let at = start; at < end && end - at >= length - has && has < length; at++) {
		if (names[at] === bytes[has]) {
			has++;
		}
	}

	return has === length;
}
