import {decodeBytes} from '../format/safe-text.js';
import type {Encoding} from './facts.js';

/** How a text is written, and where it begins: behind the mark of its byte order, where it has one. */
export type DetectedEncoding = {encoding: Encoding; start: number};

/** What people call them. */
// eslint-disable-next-line unicorn/text-encoding-identifier-case
export const encodingNames: Readonly<Record<Encoding, string>> = {utf8: 'UTF-8', 'utf-16le': 'UTF-16 LE', 'utf-16be': 'UTF-16 BE', 'latin-1': 'Latin-1'};

/** So many of a file's first bytes tell how its text is written, or that it is none. */
export const headSize = 8192;

/** Texts hold these of the control characters: backspace to carriage return, and escape, as `man` and logs with colours do. */
const isOdd = Uint8Array.from({length: 256}, (_, byte) => (byte < 0x20 && !(byte >= 0x08 && byte <= 0x0D) && byte !== 0x1B) || byte === 0x7F ? 1 : 0);

/** A text in UTF-8 may hold a few odd control characters; more than one in this many bytes, and it is none. */
const oddShare = 16;

/** Of fewer characters nothing can be said about UTF-16 without a mark. */
const fewestUnits = 4;

const strictUtf8 = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});

/**
How a file's text is written, by its first bytes; undefined where it is no text.

@param head The first bytes: `headSize` of them serve.
@param isWhole Whether that is all of the file: else it may end within a character.
*/
export function detectEncoding(head: Uint8Array, isWhole: boolean): DetectedEncoding | undefined {
	const [first, second, third, fourth] = head;
	if (first === 0xEF && second === 0xBB && third === 0xBF) {
		return hasNul(head) ? undefined : {encoding: 'utf8', start: 3};
	}

	if (first === 0xFF && second === 0xFE && !(third === 0 && fourth === 0)) {
		return isUtf16(head.subarray(2), true, isWhole) ? {encoding: 'utf-16le', start: 2} : undefined;
	}

	if (first === 0xFE && second === 0xFF) {
		return isUtf16(head.subarray(2), false, isWhole) ? {encoding: 'utf-16be', start: 2} : undefined;
	}

	if (hasNul(head)) {
		const encoding = guessUtf16(head, isWhole);
		return encoding && {encoding, start: 0};
	}

	let odd = 0;
	for (let index = 0; index < head.length; index++) {
		odd += isOdd[head[index]];
	}

	if (isUtf8Start(head, isWhole)) {
		return odd * oddShare <= head.length ? {encoding: 'utf8', start: 0} : undefined;
	}

	return odd === 0 ? {encoding: 'latin-1', start: 0} : undefined;
}

/** A piece of text that begins and ends between characters. A byte that is no UTF-8 stands as `\xNN`, half a character of UTF-16 as `�`. */
export function decodeText(bytes: Uint8Array, encoding: Encoding): string {
	const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	switch (encoding) {
		case 'utf8': {
			return decodeBytes(bytes);
		}

		case 'latin-1': {
			return buffer.toString('latin1');
		}

		case 'utf-16le': {
			return buffer.toString('utf16le').toWellFormed();
		}

		case 'utf-16be': {
			return Buffer.from(buffer.subarray(0, buffer.length & ~1)).swap16().toString('utf16le').toWellFormed();
		}
	}
}

const lossyUtf8 = new TextDecoder('utf-8', {ignoreBOM: true});

/** All of a text, in the encoding that all of it is in: it is as fast for one that is broken. Bytes that are nothing in it stand as `�`. */
export function decodeWhole(bytes: Uint8Array): string {
	const detected = detectEncoding(bytes, true) ?? {encoding: 'utf8', start: 0};
	const text = bytes.subarray(detected.start);
	return detected.encoding === 'utf8' ? lossyUtf8.decode(text) : decodeText(text, detected.encoding);
}

function hasNul(bytes: Uint8Array): boolean {
	return bytes.includes(0);
}

/** Whether bytes are UTF-8, but for a character at their end that may go on. */
function isUtf8Start(bytes: Uint8Array, isWhole: boolean): boolean {
	let end = bytes.length;
	if (!isWhole) {
		let lead = end - 1;
		while (lead > 0 && lead > end - 4 && (bytes[lead] & 0xC0) === 0x80) {
			lead--;
		}

		const needed = bytes[lead] >= 0xF0 ? 4 : (bytes[lead] >= 0xE0 ? 3 : (bytes[lead] >= 0xC0 ? 2 : 1));
		end = lead + needed > end ? lead : end;
	}

	try {
		strictUtf8.decode(bytes.subarray(0, end));
		return true;
	} catch {
		return false;
	}
}

/** Of most languages' texts nearly every other byte is zero, that of the spaces and line ends at the least, and never both of a character. */
function guessUtf16(bytes: Uint8Array, isWhole: boolean): Encoding | undefined {
	const zeros = [0, 0];
	for (let index = 0; index < bytes.length; index++) {
		zeros[index & 1] += bytes[index] === 0 ? 1 : 0;
	}

	const units = bytes.length >> 1;
	const isLittle = zeros[1] > zeros[0];
	const isLikely = units >= fewestUnits && zeros[isLittle ? 0 : 1] === 0 && zeros[isLittle ? 1 : 0] * 2 >= units;
	return isLikely && isUtf16(bytes, isLittle, isWhole) ? (isLittle ? 'utf-16le' : 'utf-16be') : undefined;
}

/** Whether units of two bytes are characters of a text: pairs are whole, and control characters few. */
function isUtf16(bytes: Uint8Array, isLittle: boolean, isWhole: boolean): boolean {
	if (isWhole && bytes.length % 2 !== 0) {
		return false;
	}

	let odd = 0;
	let isHighBefore = false;
	for (let at = 0; at + 1 < bytes.length; at += 2) {
		const unit = isLittle ? bytes[at] | (bytes[at + 1] << 8) : (bytes[at] << 8) | bytes[at + 1];
		const isLow = unit >= 0xDC_00 && unit <= 0xDF_FF;
		if (isLow !== isHighBefore || unit === 0 || unit === 0xFF_FE || unit === 0xFF_FF) {
			return false;
		}

		isHighBefore = unit >= 0xD8_00 && unit <= 0xDB_FF;
		odd += unit < 256 ? isOdd[unit] : 0;
	}

	return odd * oddShare * 2 <= bytes.length && !(isWhole && isHighBefore);
}
