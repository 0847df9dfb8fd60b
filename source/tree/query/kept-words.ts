import type {PathTree} from '../path-tree.js';
import {giveBack} from './spare-columns.js';

/** What was found of a word, and of a fuzzy one how much of it each path has; of as many paths as there were. */
export type FoundWord = {count: number; column: Uint8Array; reached?: Uint16Array};

/** As many words are remembered of a tree: who types the last one of a query has had the others answered. */
const maximumKept = 8;

const keptOf = new WeakMap<PathTree, KeptWords>();

/**
What was found of the last words. Their columns are taken for other words once they are forgotten, but not while someone reads them: whoever is
handed one either lets it go, or has it for himself. A query that is given up halfway lets none go, and its columns are then for nobody else.
*/
export class KeptWords {
	private readonly words = new Map<string, FoundWord>();
	/** How many read each column, of the words that are kept and of those that are forgotten. */
	private readonly readers = new WeakMap<Uint8Array, number>();
	private readonly forgotten = new WeakMap<Uint8Array, FoundWord>();

	private constructor(private readonly tree: PathTree) {}

	/** Those of a tree. */
	static of(tree: PathTree): KeptWords {
		const kept = keptOf.get(tree) ?? new KeptWords(tree);
		keptOf.set(tree, kept);
		return kept;
	}

	/** What was found of a word among so many paths, which is to be let go again; undefined where it is not remembered. */
	read(key: string, count: number): FoundWord | undefined {
		const found = this.words.get(key);
		if (found?.count !== count) {
			return undefined;
		}

		this.words.delete(key);
		this.words.set(key, found);
		this.readers.set(found.column, (this.readers.get(found.column) ?? 0) + 1);
		return found;
	}

	/** Remembers a word in the place of the one that was asked for longest ago. It is read, too. */
	keep(key: string, found: FoundWord): void {
		this.forget(key);
		this.words.set(key, found);
		this.readers.set(found.column, 1);
		if (this.words.size > maximumKept) {
			this.forget(this.words.keys().next().value!);
		}
	}

	/** A column is read no longer. What is none of these columns is its reader's own. */
	letGo(column: Uint8Array): void {
		const readers = this.readers.get(column);
		if (readers !== undefined) {
			this.readers.set(column, readers - 1);
			this.reuse(this.forgotten.get(column));
		}
	}

	private forget(key: string): void {
		const found = this.words.get(key);
		if (found) {
			this.words.delete(key);
			this.forgotten.set(found.column, found);
			this.reuse(found);
		}
	}

	private reuse(found: FoundWord | undefined): void {
		if (found && this.readers.get(found.column) === 0) {
			const {column, reached} = found;
			this.readers.delete(column);
			this.forgotten.delete(column);
			giveBack(this.tree, column, ...(reached ? [reached] : []));
		}
	}
}
