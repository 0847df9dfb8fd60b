import {decodeBytes} from '../format/safe-text.js';
import type {EntryTableBuilder} from './entry-table-builder.js';

/** A PAX record may hold a name of any length; Linux's own bound is 256 (LOGIN_NAME_MAX). */
const longestName = 256;

/** How long the field of a header is. */
const fieldSize = 32;

/** Remembers the owner name seen last, since nearly all entries of a layer name the same one. */
export class OwnerCache {
	private readonly last = new Uint8Array(fieldSize);
	private lastLength = 0;
	private lastIndex = 0;

	constructor(private readonly builder: EntryTableBuilder) {}

	/**
	The number of a name in the table.

	@param at Where the header's field starts in `bytes`.
	@param record What a PAX record says instead.
	*/
	index(bytes: Uint8Array, at: number, record: Uint8Array | undefined): number {
		if (record) {
			return this.builder.owner(decodeBytes(record.subarray(0, longestName)));
		}

		let length = 0;
		let same = true;
		for (; length < fieldSize && bytes[at + length] !== 0; length++) {
			same &&= this.last[length] === bytes[at + length];
		}

		if (!same || length !== this.lastLength) {
			this.last.set(bytes.subarray(at, at + length));
			this.lastLength = length;
			this.lastIndex = this.builder.owner(decodeBytes(bytes.subarray(at, at + length)));
		}

		return this.lastIndex;
	}
}
