import {change} from '../tree/change.js';
import type {Comparison} from '../tree/compare-images.js';
import {verdictOf, type ImageComparison, type Verdict} from '../tree/compare-verdict.js';
import type {FilterResult} from '../tree/filter.js';
import type {Ignored} from '../tree/ignored.js';
import type {PathId} from '../tree/path-tree.js';
import type {PackageLists, PreparedComparison} from '../tree/query/filter-comparison.js';
import type {Query} from '../tree/query/query.js';
import type {RowView} from '../tree/rows.js';
import {selectFiltering} from './filter-query.js';
import {isDirectory} from './is-directory.js';
import {memoize} from './parts/memoize.js';
import {flippedFolders} from './reduce-files.js';
import type {Filtering, OpenFolders, Search, ShownChange, State} from './state.js';

/** What a key leaves out: two builds of the same differ in times, and in owners where they were built by others. */
export const timesAndOwners: ReadonlySet<Ignored> = new Set(['mtime', 'created', 'uid', 'gid']);

/** What was found out about two images: with nothing ignored, and where that was asked for with times and owners ignored. Paths have the same numbers in both. */
export type FoundDifferences = {
	all: ImageComparison;
	/** What is another then. */
	ignoring?: Pick<ImageComparison, 'files' | 'config' | 'history'>;
	/** Who owns what in each. */
	packages?: PackageLists;
};

/** What the pane of differences is to show. */
export type DifferencesWish = {
	files: Comparison;
	shown: Readonly<Record<ShownChange, boolean>>;
	/** The place among the orders of the view. */
	sort: number;
	filter: string;
	/** What the filter may ask for, as far as it is found. */
	prepared?: PreparedComparison;
	/** Whether that is still to come, so that nothing can be told of what the filter keeps. */
	isAwaited?: boolean;
	/** Folders that are open; with a filter those that are flipped. */
	open: OpenFolders;
	/** What is searched; empty for nothing. */
	search: string;
};

/** What the pane of differences shows: computed in slices, so it may be that of a wish before. */
export type DifferencesListing = {
	wish: DifferencesWish;
	view: DifferencesView;
	filter?: FilterResult;
	/** The query that the filter is of: while what is typed is none, the one before. */
	query?: Query;
	/** Where the regular expressions of the query match. */
	expressions?: PreparedComparison['expressions'];
	rows: readonly PathId[];
	/** What a search found, in folders that are closed too. */
	search?: Search;
};

/** The columns that tell rows. */
export type DifferencesView = RowView & {length: number};

/** Two images that are compared. */
export type ComparisonState = {
	/** Each as its own screen shows it. */
	a: State;
	b: State;
	/** Whether times and owners count as no difference. */
	isIgnoring: boolean;
	shown: Readonly<Record<ShownChange, boolean>>;
	/** What is being done, once both are read; undefined once all of it is. */
	deed?: string;
	found?: FoundDifferences;
	listing?: DifferencesListing;
};

/** What differs: with times and owners, or without; undefined until it is known. */
export function selectCompared({comparison}: Pick<State, 'comparison'>): ImageComparison | undefined {
	const {all, ignoring} = comparison?.found ?? {};
	return comparison?.isIgnoring ? all && ignoring && withIgnored(all, ignoring) : all;
}

const withIgnored = memoize((all: ImageComparison, ignoring: NonNullable<FoundDifferences['ignoring']>): ImageComparison => ({...all, ...ignoring}));

const verdictText = memoize((compared: ImageComparison | undefined) => compared && verdictOf(compared));

/** What to say of the two in one sentence. */
export function selectVerdict(state: Pick<State, 'comparison'>): Verdict | undefined {
	return verdictText(selectCompared(state));
}

/** Whether a path is a folder in one of the two. */
export function isFolderIn({a, b, entryA, entryB}: Comparison, path: PathId): boolean {
	return isDirectory(a.overlay.store, entryA[path]) || isDirectory(b.overlay.store, entryB[path]);
}

const bitsOf: Readonly<Record<ShownChange, number>> = {
	added: 1 << change.added,
	modified: (1 << change.modified) | (1 << change.metadata) | (1 << change.unknown),
	removed: 1 << change.removed,
	unmodified: 1 << change.unchanged,
};

/** The changes to show, as bits. */
export function bitsShown(shown: DifferencesWish['shown']): number {
	return (Object.keys(bitsOf) as ShownChange[]).reduce((sum, name) => shown[name] ? sum | bitsOf[name] : sum, 0);
}

const wishOf = memoize((
	files: Comparison, shown: DifferencesWish['shown'], sort: number, filter: string, prepared: PreparedComparison | undefined, isAwaited: boolean, open: OpenFolders, search: string,
): DifferencesWish => ({files, shown, sort, filter, prepared, isAwaited, open, search}));

const preparedOf = memoize((packages: PackageLists | undefined, expressions: Filtering['expressions'] | undefined, texts: Filtering['texts'] | undefined): PreparedComparison => ({packages, expressions, texts}));

/** What the pane of differences is to show; undefined until it is known. */
export function selectDifferencesWish(state: State): DifferencesWish | undefined {
	const {comparison, filter, search, views} = state;
	const compared = selectCompared(state);
	const filtering = selectFiltering(state);
	const prepared = filter === '' ? undefined : preparedOf(comparison?.found?.packages, filtering?.expressions, filtering?.texts);
	return compared && wishOf(compared.files, comparison!.shown, views.differences.sort, filter, prepared, filtering?.isAwaited === true, flippedFolders(state), search?.pane === 'differences' ? search.query : '');
}
