import {Buffer} from 'node:buffer';
import {slice, type PathId, type PathTree} from '../path-tree.js';
import {inSlices} from '../slices.js';
import {byteBit, foldByte, type NameColumns} from './name-columns.js';
import type {Term} from './query.js';

/**
How well a word fits a path, told by its name bytes alone: enough to leave few that are judged letter by letter. 0 is no match.
From `inName` on the word stands whole in the last name.
*/
export const fit = {
	/** In the folders above, or anywhere else that tells nothing. */
	somewhere: 1,
	/** From here to `inFolder` letters are spread; the more of them are in the last name, the better. */
	spread: 2,
	/** Whole in a folder above. */
	inFolder: 20,
	/** Spread, but within the last name. */
	lettersInName: 26,
	inName: 36,
	atBorder: 44,
	atStart: 50,
	/** The name up to its first dot. */
	stem: 56,
	equal: 60,
} as const;

type TextTerm = Extract<Term, {kind: 'text'}>;

const slash = 0x2F;
const dot = 0x2E;

/** As many words are remembered of a tree: who types the last one of a query has had the others answered. */
const maximumKept = 8;

/** What was found of a word, and of a fuzzy one how much of it each path has. */
type Kept = {count: number; column: Uint8Array; reached?: Uint16Array};

/** What was found of a word without its last letter: how well it fits, how many of its bytes each path has, and how many it has itself. */
type Shorter = {column: Uint8Array; reached: Uint16Array; length: number};

const keptOf = new WeakMap<PathTree, Map<string, Kept>>();

/** A column by `PathId`: how well a word fits, 0 where it does not. What is not wanted fits where it is not. It is not to be written to. */
export function * textColumn(tree: PathTree, columns: NameColumns, term: TextTerm): Generator<void, Uint8Array> {
	const kept = keptOf.get(tree) ?? new Map<string, Kept>();
	keptOf.set(tree, kept);
	const key = `${term.how} ${term.hasCase} ${term.text}`;
	let found = kept.get(key);
	if (found?.count !== columns.count) {
		const pass = new TextPass(tree, columns, term);
		// A longer word goes on from the shorter one that was typed before. A letter may be several bytes.
		const start = Array.from(term.text).slice(0, -1).join('');
		const shorter = term.how === 'fuzzy' ? kept.get(`fuzzy ${term.hasCase} ${start}`) : undefined;
		found = yield * pass.run(shorter?.reached && shorter.count === columns.count ? {column: shorter.column, reached: shorter.reached, length: Buffer.byteLength(start)} : undefined);
	}

	kept.delete(key);
	kept.set(key, found);
	if (kept.size > maximumKept) {
		kept.delete(kept.keys().next().value!);
	}

	return term.isNot ? found.column.map(fits => fits === 0 ? fit.somewhere : 0) : found.column;
}

/** One word's pass over all names: what a folder has of it, its children go on from. */
class TextPass {
	private readonly names: Uint8Array;
	private readonly nameStart: Uint32Array;
	private readonly parent: Int32Array;
	private readonly count: number;
	private readonly column: Uint8Array;
	/** The bytes of the word, as they stand in `names`. */
	private readonly bytes: Uint8Array;
	/** Those between its slashes: a name each. */
	private readonly parts: readonly Uint8Array[];
	private readonly hasSlash: boolean;
	/** Which bytes names have, and which of them the word wants. */
	private readonly has: Uint32Array;
	private readonly wanted: number;

	constructor(tree: PathTree, columns: NameColumns, private readonly term: TextTerm) {
		this.names = term.hasCase ? tree.names : columns.folded;
		this.nameStart = tree.nameStart;
		this.parent = tree.parent;
		this.count = columns.count;
		this.column = new Uint8Array(columns.count);
		this.bytes = Buffer.from(term.text);
		if (!term.hasCase) {
			this.bytes = this.bytes.map(byte => foldByte(byte));
		}

		this.parts = partsOf(this.bytes);
		this.hasSlash = this.parts.length > 1;
		this.has = columns.bytes;
		this.wanted = this.bytes.reduce((bits, byte) => bits | byteBit(foldByte(byte)), 0);
	}

	* run(shorter: Shorter | undefined): Generator<void, Kept> {
		let reached: Uint16Array | undefined;
		switch (this.term.how) {
			case 'prefix':
			case 'equal': {
				yield * this.fromStart(this.term.how === 'equal');
				break;
			}

			case 'suffix': {
				yield * this.atEnd();
				break;
			}

			default: {
				// One letter can't be spread.
				if (this.term.how === 'fuzzy' && this.bytes.length > 1) {
					reached = yield * this.spread(shorter);
				} else {
					yield * this.whole(this.term.how === 'boundary');
				}
			}
		}

		return {count: this.count, column: this.column, reached};
	}

	/** Where the word stands whole. What a folder has whole, all below it have. */
	private whole(needsBorders: boolean): Generator<void> {
		return inSlices(1, this.count, slice, (from, end) => {
			this.wholeOver(from, end, needsBorders);
		});
	}

	private wholeOver(from: number, end: number, needsBorders: boolean): void {
		const {column, parent, has, wanted, hasSlash} = this;
		for (let path = from; path < end; path++) {
			const fits = hasSlash || (has[path] & wanted) === wanted ? this.wholeIn(path, needsBorders) : 0;
			column[path] = fits === 0 && column[parent[path]] !== 0 ? fit.inFolder : fits;
		}
	}

	/** How well the word stands whole in a path, its end in the own name; 0 where it does not. */
	private wholeIn(path: PathId, needsBorders: boolean): number {
		const {names, nameStart, bytes} = this;
		if (this.hasSlash) {
			return this.endsWithParts(path, false, needsBorders) ? this.partsFit(path) : 0;
		}

		if ((this.has[path] & this.wanted) !== this.wanted) {
			return 0;
		}

		const first = bytes[0];
		const start = nameStart[path];
		const nameEnd = nameStart[path + 1];
		let best = 0;
		for (let at = start, last = nameEnd - bytes.length; at <= last; at++) {
			if (names[at] === first && this.isAt(at)) {
				best = Math.max(best, this.fitAt(at, start, nameEnd, needsBorders));
				if (best >= fit.atBorder) {
					break;
				}
			}
		}

		return best;
	}

	/** Whether the word stands at a place whose byte is its first. */
	private isAt(at: number): boolean {
		const {bytes, names} = this;
		for (let index = 1; index < bytes.length; index++) {
			if (names[at + index] !== bytes[index]) {
				return false;
			}
		}

		return true;
	}

	/** How well the word fits at a place of a name. */
	private fitAt(at: number, start: number, nameEnd: number, needsBorders: boolean): number {
		const {names, bytes} = this;
		const end = at + bytes.length;
		const isStart = at === start || isBorder(names[at - 1], bytes[0]);
		if (needsBorders && !(isStart && (end === nameEnd || isBorder(names[end], bytes.at(-1)!)))) {
			return 0;
		}

		if (at === start) {
			return end === nameEnd ? fit.equal : (names[end] === dot ? fit.stem : fit.atStart);
		}

		return isStart ? fit.atBorder : fit.inName;
	}

	/** The letters of the word in their order, wherever they stand. */
	private * spread(shorter: Shorter | undefined): Generator<void, Uint16Array> {
		/** How many bytes of the word each path has, short of all. */
		const reached = new Uint16Array(this.count);
		yield * inSlices(1, this.count, slice, (from, end) => {
			this.spreadOver(from, end, reached, shorter);
		});
		return reached;
	}

	private spreadOver(from: number, to: number, reached: Uint16Array, shorter: Shorter | undefined): void {
		const {column, parent, bytes, names, nameStart, has: bytesOf} = this;
		const {length} = bytes;
		const bits = Uint32Array.from(bytes, byte => byteBit(foldByte(byte)));
		const isWhole = this.hasSlash ? undefined : shorter?.column;
		for (let path = from; path < to; path++) {
			const above = parent[path];
			const before = reached[above];
			let has = before;
			if (shorter && shorter.reached[path] < shorter.length) {
				has = shorter.reached[path];
			} else if (has < length) {
				if (bytes[has] === slash) {
					has++;
				}

				const end = has < length && (bytesOf[path] & bits[has]) !== 0 ? nameStart[path + 1] : 0;
				for (let at = nameStart[path]; at < end && has < length; at++) {
					if (names[at] === bytes[has]) {
						has++;
					}
				}
			}

			reached[path] = has;
			// What has not all letters has not the word, and what has not the shorter one whole in its name not the longer.
			if (has === length) {
				column[path] = (isWhole && isWhole[path] < fit.inName ? 0 : this.wholeIn(path, false)) || this.spreadIn(path, before, column[above]);
			}
		}
	}

	/** How well a word fits whose letters a path has, but not together in its own name. `before`: how many the folders above have. */
	private spreadIn(path: PathId, before: number, above: number): number {
		if (above >= fit.inFolder && above !== fit.lettersInName) {
			return fit.inFolder;
		}

		if (before === 0 || this.hasLetters(path)) {
			return fit.lettersInName;
		}

		const {length} = this.bytes;
		return fit.spread + Math.round((fit.inFolder - fit.spread - 1) * (length - before) / length);
	}

	/** Whether the own name has all letters of the word in their order. */
	private hasLetters(path: PathId): boolean {
		if ((this.has[path] & this.wanted) !== this.wanted) {
			return false;
		}

		const {bytes, names, nameStart} = this;
		const {length} = bytes;
		const end = nameStart[path + 1];
		let has = 0;
		for (let at = nameStart[path]; at < end && end - at >= length - has && has < length; at++) {
			if (names[at] === bytes[has]) {
				has++;
			}
		}

		return has === length;
	}

	/** Paths that begin with the word, or are it; with or without the first slash. */
	private fromStart(isWhole: boolean): Generator<void> {
		const {column, parent, names, nameStart} = this;
		const bytes = this.bytes[0] === slash ? this.bytes.subarray(1) : this.bytes;
		/** How many bytes of the word a path is, slash behind it included; -1 where it went another way. */
		const along = new Int32Array(this.count).fill(-1);
		along[0] = 0;
		return inSlices(1, this.count, slice, (from, to) => {
			for (let path = from; path < to; path++) {
				const above = parent[path];
				if (column[above] !== 0 && !isWhole) {
					column[path] = fit.inFolder;
				} else if (along[above] >= 0) {
					let has = along[above];
					let at = nameStart[path];
					const end = nameStart[path + 1];
					while (at < end && has < bytes.length && names[at] === bytes[has]) {
						at++;
						has++;
					}

					if (has === bytes.length && (!isWhole || at === end)) {
						column[path] = at === end ? fit.equal : fit.atStart;
					} else if (at === end && bytes[has] === slash) {
						along[path] = has + 1;
					}
				}
			}
		});
	}

	private atEnd(): Generator<void> {
		return inSlices(1, this.count, slice, (from, end) => {
			for (let path = from; path < end; path++) {
				if (this.endsWithParts(path, true, false)) {
					this.column[path] = this.partsFit(path);
				}
			}
		});
	}

	/** How much of the own name the part of the word behind its last slash is. */
	private partsFit(path: PathId): number {
		const {parts, nameStart} = this;
		const isWhole = nameStart[path + 1] - nameStart[path] <= parts.at(-1)!.length;
		return isWhole ? fit.equal : (this.hasSlash ? fit.atStart : fit.inName);
	}

	/** Whether the word, which may have slashes, stands in the path with its end in the own name; or with `toEnd` at its end. */
	private endsWithParts(path: PathId, toEnd: boolean, needsBorders: boolean): boolean {
		const {parts, names, nameStart, parent} = this;
		for (let at = path, number = parts.length - 1; ; at = parent[at]!, number--) {
			const part = parts[number];
			const start = nameStart[at];
			const length = nameStart[at + 1] - start;
			if (part.length > length || (at === 0 && part.length > 0)) {
				return false;
			}

			const isFirst = number === 0;
			const isLast = number === parts.length - 1;
			// Between slashes a part is a whole name, before the first slash its end, behind the last its beginning.
			if ((!isLast || toEnd) && !isFirst && part.length !== length) {
				return false;
			}

			const from = isFirst ? start + length - part.length : start;
			for (let index = part.length - 1; index >= 0; index--) {
				if (names[from + index] !== part[index]) {
					return false;
				}
			}

			if (needsBorders && ((isFirst && part.length < length && !isBorder(names[from - 1], part[0])) || (isLast && part.length < length && !isBorder(names[from + part.length], part.at(-1)!)))) {
				return false;
			}

			if (isFirst) {
				return true;
			}

			if (at === 0) {
				return false;
			}
		}
	}
}

function partsOf(bytes: Uint8Array): Uint8Array[] {
	const parts: Uint8Array[] = [];
	let start = 0;
	for (let end = bytes.indexOf(slash); end >= 0; end = bytes.indexOf(slash, start)) {
		parts.push(bytes.subarray(start, end));
		start = end + 1;
	}

	return [...parts, bytes.subarray(start)];
}

/** By byte, 1 for letters and digits. */
const wordBytes = Uint8Array.from({length: 256}, (_, byte) => byte >= 0x80 || /[\da-z]/i.test(String.fromCodePoint(byte)) ? 1 : 0);

/** Whether a byte beside a word ends it: what is neither letter nor digit. */
function isBorder(beside: number, own: number): boolean {
	return wordBytes[beside] !== 1 || wordBytes[own] !== 1;
}
