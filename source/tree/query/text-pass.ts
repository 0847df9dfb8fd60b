import {Buffer} from 'node:buffer';
import {slice, type PathId, type PathTree} from '../path-tree.js';
import {inSlices} from '../../archive/slices.js';
import {fit} from './fit.js';
import type {FoundWord} from './kept-words.js';
import {byteBit, foldByte, type NameColumns} from './name-columns.js';
import type {Term} from './query.js';
import {takeColumn} from './spare-columns.js';
import {hasLetters, isBorder, wholeInName} from './word-in-name.js';

/** A word of a query. */
export type TextTerm = Extract<Term, {kind: 'text'}>;

/** What was found of a word without its last letter: how well it fits, how many of its bytes each path has, and how many it has itself. */
export type Shorter = {column: Uint8Array; reached: Uint16Array; length: number};

const slash = 0x2F;

/** One word's pass over all names: what a folder has of it, its children go on from. */
export class TextPass {
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
	private readonly twin: Int32Array;

	constructor(private readonly tree: PathTree, columns: NameColumns, private readonly term: TextTerm) {
		this.names = term.hasCase ? tree.names : columns.folded;
		this.nameStart = tree.nameStart;
		this.parent = tree.parent;
		this.count = columns.count;
		this.column = takeColumn(tree, Uint8Array, columns.count).fill(0);
		this.bytes = Buffer.from(term.text);
		if (!term.hasCase) {
			this.bytes = this.bytes.map(byte => foldByte(byte));
		}

		this.parts = partsOf(this.bytes);
		this.hasSlash = this.parts.length > 1;
		this.has = columns.bytes;
		this.twin = columns.twin;
		this.wanted = this.bytes.reduce((bits, byte) => bits | byteBit(foldByte(byte)), 0);
	}

	* run(shorter: Shorter | undefined): Generator<void, FoundWord> {
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
			if (this.hasSlash) {
				this.partsOver(from, end, needsBorders);
			} else {
				this.wholeOver(from, end, needsBorders);
			}
		});
	}

	private wholeOver(from: number, end: number, needsBorders: boolean): void {
		const {column, parent, has, wanted, twin, names, nameStart, bytes} = this;
		for (let path = from; path < end; path++) {
			let fits = 0;
			if (twin[path] !== path) {
				fits = ofName(column[twin[path]]);
			} else if ((has[path] & wanted) === wanted) {
				fits = wholeInName(names, nameStart[path], nameStart[path + 1], bytes, needsBorders);
			}

			column[path] = fits === 0 && column[parent[path]] !== 0 ? fit.inFolder : fits;
		}
	}

	private partsOver(from: number, end: number, needsBorders: boolean): void {
		const {column, parent} = this;
		for (let path = from; path < end; path++) {
			const fits = this.wholeInParts(path, needsBorders);
			column[path] = fits === 0 && column[parent[path]] !== 0 ? fit.inFolder : fits;
		}
	}

	/** How well a word with slashes stands whole in a path, its end in the own name; 0 where it does not. */
	private wholeInParts(path: PathId, needsBorders: boolean): number {
		return this.endsWithParts(path, false, needsBorders) ? this.partsFit(path) : 0;
	}

	/** The letters of the word in their order, wherever they stand. */
	private * spread(shorter: Shorter | undefined): Generator<void, Uint16Array> {
		/** How many bytes of the word each path has, short of all. */
		const reached = takeColumn(this.tree, Uint16Array, this.count);
		reached[0] = 0;
		const {length} = this.bytes;
		const bits = Uint32Array.from(this.bytes, byte => byteBit(foldByte(byte)));
		/** How well a word fits of whose bytes so many stand in the folders above. */
		const ofFolders = Uint8Array.from({length: length + 1}, (_, before) => fit.spread + Math.round((fit.inFolder - fit.spread - 1) * (length - before) / length));
		yield * inSlices(1, this.count, slice, (from, end) => {
			this.reachOver(from, end, {reached, bits}, shorter);
			this.fitOver(from, end, {reached, ofFolders}, shorter);
		});
		return reached;
	}

	/** How many bytes of the word paths have. */
	private reachOver(from: number, to: number, {reached, bits}: {reached: Uint16Array; bits: Uint32Array}, shorter: Shorter | undefined): void {
		const {parent, bytes, names, nameStart, has: bytesOf, twin} = this;
		const {length} = bytes;
		const before = shorter?.reached ?? reached;
		const lengthBefore = shorter?.length ?? 0;
		for (let path = from; path < to; path++) {
			let has = reached[parent[path]];
			if (lengthBefore !== 0 && before[path] < lengthBefore) {
				has = before[path];
			} else if (twin[path] !== path && reached[parent[twin[path]]] === has) {
				has = reached[twin[path]];
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
		}
	}

	/** How well the word fits paths that have all of it. What has not the shorter one whole in its name has not the longer. */
	private fitOver(from: number, to: number, {reached, ofFolders}: {reached: Uint16Array; ofFolders: Uint8Array}, shorter: Shorter | undefined): void {
		const {column, parent, bytes, names, nameStart, has, wanted, twin, hasSlash} = this;
		const {length} = bytes;
		const isWhole = shorter?.column ?? column;
		const leastWhole = shorter ? fit.inName : 0;
		for (let path = from; path < to; path++) {
			if (reached[path] !== length) {
				continue;
			}

			const other = twin[path];
			let fits = 0;
			if (hasSlash) {
				fits = this.wholeInParts(path, false);
			} else if (other !== path) {
				fits = ofName(column[other]);
			} else if (isWhole[path] >= leastWhole && (has[path] & wanted) === wanted) {
				fits = wholeInName(names, nameStart[path], nameStart[path + 1], bytes, false);
			}

			if (fits === 0) {
				const above = column[parent[path]];
				const before = reached[parent[path]];
				if (above >= fit.inFolder && above !== fit.lettersInName) {
					fits = fit.inFolder;
				} else if (other !== path && reached[parent[other]] === before && isSpread(column[other])) {
					fits = column[other];
				} else {
					fits = before === 0 || ((has[path] & wanted) === wanted && hasLetters(names, nameStart[path], nameStart[path + 1], bytes)) ? fit.lettersInName : ofFolders[before];
				}
			}

			column[path] = fits;
		}
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

/** How well a word stands whole in a name, by how well it fits a path of that name. */
function ofName(fits: number): number {
	return fits >= fit.inName ? fits : 0;
}

/** Whether it is told by the letters in the name and in the folders alone how well a word fits. */
function isSpread(fits: number): boolean {
	return fits === fit.lettersInName || (fits >= fit.spread && fits < fit.inFolder);
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
