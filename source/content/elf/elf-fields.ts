import {decodeBytes} from '../../format/safe-text.js';
import type {Reading} from '../reading.js';

/** Reads the fields of an ELF file's structures, of either class and byte order. What lies beyond the bytes reads as 0. */
export class ElfFields {
	constructor(readonly is64: boolean, readonly isLittle: boolean) {}

	/** Bytes of an address, an offset, a size. */
	get wordSize(): 4 | 8 {
		return this.is64 ? 8 : 4;
	}

	half(bytes: Uint8Array, at: number): number {
		// What is not there counts as 0 in an operation on bits.
		return this.isLittle ? bytes[at] | (bytes[at + 1] << 8) : (bytes[at] << 8) | bytes[at + 1];
	}

	int(bytes: Uint8Array, at: number): number {
		return (this.isLittle
			? bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)
			: (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) >>> 0;
	}

	/** A number as wide as the class. Beyond 2⁵³ it is not exact, which is beyond any file's end. */
	word(bytes: Uint8Array, at: number): number {
		if (!this.is64) {
			return this.int(bytes, at);
		}

		const first = this.int(bytes, at);
		const second = this.int(bytes, at + 4);
		return this.isLittle ? (second * 2 ** 32) + first : (first * 2 ** 32) + second;
	}

	/** An address, exact. */
	address(bytes: Uint8Array, at: number): bigint {
		if (!this.is64) {
			return BigInt(this.int(bytes, at));
		}

		const low = this.int(bytes, this.isLittle ? at : at + 4);
		const high = this.int(bytes, this.isLittle ? at + 4 : at);
		// Nearly all are such that a number holds them.
		return high < 1 << 21 ? BigInt((high * 2 ** 32) + low) : (BigInt(high) << 32n) | BigInt(low);
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

/** The text at a place of a file, up to its NUL, or as far as it is read: no more than a piece of a reading. */
export function * readText(at: number, longest: number): Reading<string> {
	return textAt(yield {at, length: longest}, 0);
}
