import {ByteSearch} from '../../content/byte-search.js';
import {CountedBlocks} from '../../content/counted-blocks.js';
import type {Encoding} from '../../content/facts.js';
import type {ViewedBytes} from './viewed-bytes.js';

/** How much is searched between two turns, in bytes: less than a millisecond of work. */
const blockSize = 1 << 18;

/** What looking for a match came to: where it begins, that there is none, or up to where more bytes have to be there first. */
export type Sought = {match: number} | {none: true} | {needs: number};

/**
Finds and counts the matches of a query in bytes, be they gigabytes. It remembers how many matches each block has, not where they are,
so that `12 of 3,412` can be told of any match. It gives way after each block.
*/
export class MatchFinder {
	/** Matches of each block, as far as it was counted. */
	readonly counted = new CountedBlocks();
	private readonly search: ByteSearch;
	/** How many are before a match, told last. */
	private told?: {match: number; index: number};

	constructor(readonly bytes: ViewedBytes, readonly query: string, readonly encoding: Encoding) {
		this.search = new ByteSearch(query, encoding);
	}

	/** Whether all that can be read was counted. */
	get isCounted(): boolean {
		return this.bytes.isWhole && this.counted.end >= this.bytes.available;
	}

	/** The first match that begins at a place or behind it; round the end from the start on, if there is none. */
	* next(at: number): Generator<void, Sought> {
		const behind = yield * this.forward(at, this.bytes.size);
		return 'none' in behind && at > 0 ? yield * this.forward(0, Math.min(at + this.search.length, this.bytes.available)) : behind;
	}

	/** The last match that begins before a place; round the start from the end on, if there is none. */
	* previous(at: number): Generator<void, Sought> {
		const before = yield * this.backward(0, at);
		if (!('none' in before)) {
			return before;
		}

		const {isWhole, available, size} = this.bytes;
		return isWhole ? yield * this.backward(Math.max(0, at), available) : {needs: size};
	}

	/** Goes on counting. Where more bytes have to be there first, it ends; it goes on from there when it is called again. */
	* count(): Generator<void, Sought> {
		const {counted, bytes} = this;
		while (counted.end < bytes.available) {
			const stored = bytes.nextStored(counted.end);
			const start = Math.max(counted.end, Math.min(bytes.available, stored) - this.search.length);
			const end = Math.min(start + blockSize, bytes.available);
			if (end < start + blockSize && !bytes.isWhole) {
				break;
			}

			let found = 0;
			let last = -1;
			for (const match of this.within(start, end)) {
				found++;
				last = match;
			}

			// What begins within the last match of this block is no match of its own.
			counted.add(start, Math.max(end, last < 0 ? 0 : last + this.search.length), found);
			yield;
		}

		return bytes.isWhole ? {none: true} : {needs: Math.min(bytes.size, bytes.available + blockSize)};
	}

	/** How many matches come before one, where that was counted. */
	indexOf(match: number): number | undefined {
		if (this.told?.match === match) {
			return this.told.index;
		}

		const block = match < this.counted.end ? this.counted.at(match) : undefined;
		if (!block) {
			return undefined;
		}

		let index = block.before;
		// What lies further from its start lies in a hole.
		for (const found of this.within(block.start, Math.min(block.end, block.start + blockSize))) {
			if (found >= match) {
				break;
			}

			index++;
		}

		this.told = {match, index};
		return index;
	}

	private * forward(from: number, to: number): Generator<void, Sought> {
		const {bytes} = this;
		for (let at = from; at < to;) {
			const stored = bytes.nextStored(at);
			const start = Math.max(at, Math.min(stored, bytes.size) - this.search.length);
			if (start >= to) {
				break;
			}

			const end = Math.min(start + blockSize, to);
			if (end + this.search.length > bytes.available && !bytes.isWhole) {
				return {needs: Math.min(bytes.size, end + this.search.length)};
			}

			if (start >= bytes.available) {
				break;
			}

			const first = this.within(start, end).next();
			if (first.done !== true) {
				return {match: first.value};
			}

			at = end;
			yield;
		}

		return {none: true};
	}

	private * backward(from: number, to: number): Generator<void, Sought> {
		for (let end = Math.min(to, this.bytes.available); end > from;) {
			const start = Math.max(from, end - blockSize);
			let last = -1;
			// A block that lies in a hole has none.
			for (const match of this.bytes.nextStored(start) < end + this.search.length ? this.within(start, end) : []) {
				last = match;
			}

			if (last >= 0) {
				return {match: last};
			}

			end = start;
			yield;
		}

		return {none: true};
	}

	/** The matches that begin between two places. */
	private * within(from: number, to: number): Generator<number, void> {
		const piece = this.bytes.peek(from, to - from + this.search.length - 1);
		for (const match of this.search.matches(piece, from, 0, to - from)) {
			yield from + match;
		}
	}
}
