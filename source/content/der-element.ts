/** An element of DER: its type, and where in the bytes its content lies. */
export type DerElement = {tag: number; start: number; end: number};

/**
The element with which bytes begin; its end may lie behind theirs. Undefined where none of less than 64 KiB does.

"The definite form of length encoding shall be used" (X.690, 10.1); a length beyond 127 says first in how many bytes it stands (8.1.3).
*/
export function derElement(bytes: Buffer): DerElement | undefined {
	const [tag, first] = bytes;
	const count = first < 0x80 ? 0 : first - 0x80;
	const start = 2 + count;
	if (first === undefined || first === 0x80 || count > 2 || bytes.length < start) {
		return undefined;
	}

	return {tag, start, end: start + (count === 0 ? first : bytes.readUIntBE(2, count))};
}
