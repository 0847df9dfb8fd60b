import {setTimeout as pause} from 'node:timers/promises';
import {matchExpression} from '../../archive/match-expression.js';
import type {ExpressionMatches} from '../../archive/expression-worker.js';
import {entryType} from '../../archive/entry-table.js';
import type {Contents} from '../../image/contents.js';
import {searchContents, WildSearch, type SearchJob} from '../../image/search-contents.js';
import type {EntryId} from '../../tree/entry-store.js';
import type {Overlay} from '../../tree/overlay.js';
import {compileExpression} from '../../tree/query/expression.js';
import {textPattern} from '../../tree/query/text-pattern.js';
import type {PathTree} from '../../tree/path-tree.js';

/** What queries are asked of: the paths of a tree, and what has contents, which is one image or two that are compared. */
export type Ground = {
	tree: PathTree;
	/** Layers that are in: what was prepared of fewer does not hold. */
	ready: number;
	/** `entries`: of these alone contents are asked for. */
	sides: ReadonlyArray<{overlay: Overlay; contents?: Contents; entries?: Int32Array}>;
};

/** What a query needs that takes a thread: a regular expression held against all paths, or contents that have a text. */
export type Preparation = {
	kind: 'expression' | 'text';
	pattern: string;
	/** Where the expression matches; there once it is done. */
	column?: ExpressionMatches;
	/** The contents of each side that have the text: more and more of them. */
	found: ReadonlyArray<ReadonlySet<EntryId>>;
	/** How much is done, 0 to 1. */
	share?: number;
	isDone: boolean;
	/** Why there is no answer, in a sentence. */
	problem?: string;
};

export type PreparationOptions = {
	threads: number;
	signal: AbortSignal;
	/** Told now and then, and at the end. */
	onNews: (preparation: Preparation) => void;
};

/** Milliseconds between two news of a search in contents: each leads to a new list. */
const newsInterval = 250;

/** Milliseconds without a key before anything is begun: each letter makes another pattern. */
const patience = {expression: 60, text: 300} as const;

/** Prepares one pattern; ends quietly where the signal says so. */
export async function prepare(kind: Preparation['kind'], pattern: string, ground: Ground, {threads, signal, onNews}: PreparationOptions): Promise<void> {
	const base = {kind, pattern, found: [], isDone: false};
	try {
		await pause(patience[kind], undefined, {signal});
		if (kind === 'expression') {
			const column = await matchExpression(ground.tree, compileExpression(pattern), signal);
			onNews({...base, column, isDone: true, problem: column ? undefined : `re:${pattern} takes too long: it was stopped.`});
		} else {
			await searchTexts(pattern, ground, {threads, signal, onNews});
		}
	} catch (error) {
		if (!signal.aborted) {
			onNews({...base, isDone: true, problem: `It could not be searched: ${(error as Error).message.replace(/\.$/, '')}.`});
		}
	}
}

async function searchTexts(pattern: string, {sides}: Ground, {threads, signal, onNews}: PreparationOptions): Promise<void> {
	let told = performance.now();
	let share = 0;
	const found = sides.map(() => new Set<EntryId>());
	// Whoever was told keeps what was told, and sees where there is no more of it.
	let shown: ReadonlyArray<ReadonlySet<EntryId>> = found.map(each => new Set(each));
	const unread: string[] = [];
	const tell = (isDone: boolean) => {
		told = performance.now();
		shown = found.every(({size}, side) => size === shown[side].size) ? shown : found.map(each => new Set(each));
		onNews({kind: 'text', pattern, found: shown, share, isDone, problem: isDone && unread.length > 0 ? unreadText(unread) : undefined});
	};

	for (const [side, {overlay, contents, entries}] of sides.entries()) {
		const {store, tree} = overlay;
		const pathOf = (layer: number, index: number) => tree.path(store.pathOf(store.base(layer) + index));
		const search = searchContents(contents!, jobsOf(overlay, entries), textPattern(pattern), {
			mode: 'files',
			threads,
			giveWay: true,
			signal,
			onProgress(done) {
				share = (side + done) / sides.length;
				if (performance.now() - told >= newsInterval) {
					tell(false);
				}
			},
			onProblem(layer, message) {
				unread.push(`layer ${layer}${sides.length > 1 ? ` of ${'AB'[side]}` : ''}: ${message}`);
			},
			onWild(layer, index) {
				unread.push(`text:${pattern} takes too long on ${pathOf(layer, index)}`);
			},
		});
		try {
			for await (const parts of search) {
				for (const {layer, index} of parts) {
					found[side].add(store.base(layer) + index);
				}
			}
		} catch (error) {
			if (!(error instanceof WildSearch)) {
				throw error;
			}

			// What was found by then is told.
			unread.push(`the search ends at ${pathOf(error.layer, error.index)}`);
			break;
		}
	}

	share = 1;
	tell(true);
}

/** All contents of all layers, so that what was deleted is searched too; or those of some entries. */
function jobsOf({store, ready}: Overlay, entries?: Int32Array): SearchJob[] {
	const wanted = entries && new Set(Array.from(entries, entry => store.content(entry)));
	return Array.from({length: ready}, (_, index) => {
		const {type, count} = store.table(index + 1);
		const base = store.base(index + 1);
		const indexes = [];
		for (let entry = 0; entry < count; entry++) {
			if (type[entry] === entryType.file && (!wanted || wanted.has(base + entry))) {
				indexes.push(entry);
			}
		}

		return {layer: index + 1, indexes};
	});
}

/** What kept a part from being searched, and how often more. */
function unreadText([first, ...others]: readonly string[]): string {
	return `Not everything could be searched: ${first}${others.length === 0 ? '' : ` and ${others.length} more`}.`;
}
