const strictDecoder = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});

/** Scripts that join letters, in which it matters whether a joiner stands between two. */
const joining = ['Arabic', 'Syriac', 'Mongolian', 'Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Oriya', 'Tamil', 'Telugu', 'Kannada', 'Malayalam', 'Sinhala', 'Khmer'];

/**
C0 controls, DEL, C1 controls, the characters that reorder text on a terminal (bidi overrides and isolates), and those that nobody sees:
two names that differ by such a one look alike, and terminals don't agree how wide a joiner makes what it joins.
*/
const unsafe = new RegExp([
	String.raw`[\u0000-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]`,
	String.raw`(?<![${joining.map(script => String.raw`\p{Script=${script}}`).join('')}])[\u200C\u200D]`,
].join('|'), 'gu');

/** Most names by far. */
const plain = /^[\u0020-\u007E]*$/;

const utf8 = new TextEncoder();

function escapeByte(byte: number): string {
	return `\\x${byte.toString(16).padStart(2, '0')}`;
}

/**
Text from an image made safe for a terminal: each byte of a control character, of one that reorders text and of one that nobody sees stands as `\xNN`.

Nothing from an image may reach a terminal by another way.
*/
export function safeText(text: string): string {
	return plain.test(text) ? text : text.replaceAll(unsafe, character => visibly(character));
}

/** What `safeText` rewrites of a text: where each character stands, and as what it is shown. */
export function * unsafeCharacters(text: string): Generator<{index: number; character: string; shown: string}> {
	for (const {0: character, index} of text.matchAll(unsafe)) {
		yield {index, character, shown: visibly(character)};
	}
}

function visibly(character: string): string {
	return Array.from(utf8.encode(character), byte => escapeByte(byte)).join('');
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
