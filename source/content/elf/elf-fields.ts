import {decodeBytes} from '../../format/safe-text.js';

/** Reads the fields of an ELF file's structures, of either class and byte order. What lies beyond the bytes reads as 0. */
export class ElfFields {
	constructor(readonly is64: boolean, readonly isLittle: boolean) {}

	/** Bytes of an address, an offset, a size. */
	get wordSize(): 4 | 8 {
		return this.is64 ? 8 : 4;
	}

	half(bytes: Uint8Array, at: number): number {
		return this.number(bytes, at, 2);
	}

	int(bytes: Uint8Array, at: number): number {
		return this.number(bytes, at, 4);
	}

	/** A number as wide as the class. Beyond 2⁵³ it is not exact, which is beyond any file's end. */
	word(bytes: Uint8Array, at: number): number {
		return this.number(bytes, at, this.wordSize);
	}

	/** An address, exact. */
	address(bytes: Uint8Array, at: number): bigint {
		if (!this.is64) {
			return BigInt(this.int(bytes, at));
		}

		const first = BigInt(this.int(bytes, at));
		const second = BigInt(this.int(bytes, at + 4));
		return this.isLittle ? (second << 32n) | first : (first << 32n) | second;
	}

	private number(bytes: Uint8Array, at: number, length: number): number {
		let value = 0;
		for (let index = 0; index < length; index++) {
			value = (value * 256) + (bytes[this.isLittle ? at + length - 1 - index : at + index] ?? 0);
		}

		return value;
	}
}

/** The text at a place, up to its NUL. */
export function textAt(bytes: Uint8Array, at: number): string {
	if (at >= bytes.length) {
		return '';
	}

	const end = bytes.indexOf(0, at);
	return decodeBytes(bytes.subarray(at, end < 0 ? bytes.length : end));
}
