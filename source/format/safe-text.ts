const strictDecoder = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});

/** C0 controls, DEL, C1 controls, and the characters that reorder text on a terminal (bidi overrides and isolates). */

const unsafe = /[\u0000-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu;

/** Most names by far. */
const plain = /^[\u0020-\u007E]*$/;

const utf8 = new TextEncoder();

function escapeByte(byte: number): string {
	return `\\x${byte.toString(16).padStart(2, '0')}`;
}

/**
Text from an image made safe for a terminal: each byte of a control character or of one that reorders text stands as `\xNN`.

Nothing from an image may reach a terminal by another way.
*/
export function safeText(text: string): string {
	return plain.test(text) ? text : text.replaceAll(unsafe, character => Array.from(utf8.encode(character), byte => escapeByte(byte)).join(''));
}

/** Whether bytes are valid UTF-8. */
export function isUtf8(bytes: Uint8Array): boolean {
	try {
		strictDecoder.decode(bytes);
		return true;
	} catch {
		return false;
	}
}

/** Bytes as text; a byte that is no UTF-8 stands as `\xNN`. Control characters are kept: see `safeText`. */
export function decodeBytes(bytes: Uint8Array): string {
	if (bytes.length === 0) {
		return '';
	}

	let ascii = true;
	for (let index = 0; index < bytes.length; index++) {
		if (bytes[index] > 0x7F) {
			ascii = false;
			break;
		}
	}

	if (ascii) {
		return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
	}

	try {
		return strictDecoder.decode(bytes);
	} catch {
		return decodeBroken(bytes);
	}
}

/** The bytes that `text` was written from: UTF-8, with `\xNN` read back as a byte. The inverse of `decodeBytes` and of `safeText`. */
export function encodeEscaped(text: string): Uint8Array {
	if (!/\\x/i.test(text)) {
		return utf8.encode(text);
	}

	const bytes: number[] = [];
	for (let index = 0; index < text.length;) {
		const hex = /^\\x([\da-f]{2})/i.exec(text.slice(index, index + 4));
		if (hex) {
			bytes.push(Number.parseInt(hex[1], 16));
			index += 4;
			continue;
		}

		const character = String.fromCodePoint(text.codePointAt(index)!);
		bytes.push(...utf8.encode(character));
		index += character.length;
	}

	return Uint8Array.from(bytes);
}

function decodeBroken(bytes: Uint8Array): string {
	let text = '';
	for (let index = 0; index < bytes.length;) {
		const length = sequenceLength(bytes[index]);
		const sequence = bytes.subarray(index, index + length);
		if (length > 0 && sequence.length === length && isUtf8(sequence)) {
			text += strictDecoder.decode(sequence);
			index += length;
		} else {
			text += escapeByte(bytes[index]);
			index++;
		}
	}

	return text;
}

function sequenceLength(lead: number): number {
	if (lead < 0x80) {
		return 1;
	}

	if (lead < 0xC2) {
		return 0;
	}

	if (lead < 0xE0) {
		return 2;
	}

	if (lead < 0xF0) {
		return 3;
	}

	return lead < 0xF5 ? 4 : 0;
}
