import type {EntryIndex} from './entry-table.js';
import {grown} from './grown.js';
import type {Facts} from './tap.js';

/** Bytes of a SHA-256. */
export const digestSize = 32;

/**
The SHA-256 of contents by entry, each as 32 Latin-1 characters: a column of bytes behind the face of a map, for a map of a million
strings takes eight times the memory, and long to cross a thread or to be kept.
*/
export class ContentDigests implements Facts<string> {
	private filled: Uint8Array;

	/** @param bytes Those of each entry in turn, as `bytes` gives them. */
	constructor(bytes: Uint8Array = new Uint8Array()) {
		this.filled = bytes;
	}

	/** 32 bytes for each entry up to the last that has a digest; all zero where there is none, which is the digest of nothing that anyone knows. */
	get bytes(): Uint8Array {
		let end = this.filled.length;
		while (end > 0 && this.filled[end - 1] === 0) {
			end--;
		}

		return this.filled.subarray(0, Math.ceil(end / digestSize) * digestSize);
	}

	get(index: EntryIndex): string | undefined {
		const {buffer, byteOffset, length} = this.filled;
		const at = index * digestSize;
		if (at + digestSize > length || !this.isThere(at)) {
			return undefined;
		}

		return Buffer.from(buffer, byteOffset + at, digestSize).toString('latin1');
	}

	set(index: EntryIndex, digest: string): void {
		const at = index * digestSize;
		if (at + digestSize > this.filled.length) {
			this.filled = grown(this.filled, at + digestSize);
		}

		for (let place = 0; place < digestSize; place++) {
			this.filled[at + place] = digest.charCodeAt(place);
		}
	}

	* [Symbol.iterator](): Generator<[EntryIndex, string]> {
		for (let index = 0; index * digestSize < this.filled.length; index++) {
			const digest = this.get(index);
			if (digest !== undefined) {
				yield [index, digest];
			}
		}
	}

	private isThere(at: number): boolean {
		for (let place = at; place < at + digestSize; place++) {
			if (this.filled[place] !== 0) {
				return true;
			}
		}

		return false;
	}
}
