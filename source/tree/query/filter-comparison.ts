import type {Change} from '../change.js';
import {byCommonId, type Comparison, type Side} from '../compare-images.js';
import {absent, type EntryId} from '../entry-store.js';
import type {FilteredView, FilterResult, FilterScope} from '../filter.js';
import type {PackageList} from '../packages.js';
import {filterPaths} from './filter-by-query.js';
import {matchQuery} from './match-query.js';
import type {Prepared} from './prepared.js';
import type {Query} from './query.js';

/** The packages of both, for a query that asks who owns what. */
export type PackageLists = {a: PackageList; b: PackageList};

/** What such a query needs that is found outside of it: as for one image, and where it is of contents, by side. */
export type PreparedComparison = Pick<Prepared, 'expressions'> & {
	packages?: PackageLists;
	/** By pattern, the contents of A and of B that have it. */
	texts?: ReadonlyMap<string, ReadonlyArray<ReadonlySet<EntryId>>>;
};

/** What one side answers of a path. */
type SideMatches = {rank: Uint16Array; entries: Int32Array; isShownVersion: (path: number) => boolean};

/**
The filter of what differs between two images by a query. A path is a match where what one of the two shows there is what is asked for;
its change is that from A to B, its layer the one that stored what is shown.
*/
export function * filterComparison(files: Comparison, view: FilteredView, query: Query, prepared: PreparedComparison, scope: FilterScope): Generator<void, FilterResult> {
	return yield * filterPaths(files.tree, view, query, scope, function * () {
		const a = yield * matchSide(files, 'a', query, prepared);
		const b = yield * matchSide(files, 'b', query, prepared);
		const holds = ({rank, entries, isShownVersion}: SideMatches, path: number) => entries[path] !== absent && rank[path] > 0 && isShownVersion(path);
		return {
			rank: a.rank.map((rank, path) => Math.max(rank, b.rank[path])),
			isShownVersion: path => holds(a, path) || holds(b, path),
		};
	});
}

/** Holds a query against all paths of both, as one of the two shows them. */
function * matchSide(files: Comparison, letter: 'a' | 'b', query: Query, {packages: lists, expressions, texts}: PreparedComparison): Generator<void, SideMatches> {
	const {tree, change} = files;
	const side = files[letter];
	const [ids, entries] = letter === 'a' ? [files.idsA, files.entryA] : [files.idsB, files.entryB];
	const {overlay: {store, ready}, overlay, image} = side;
	const packages = lists?.[letter];
	const prepared: Prepared = {
		created: image.created,
		packages: packages && {...packages, ownerOf: byCommonId(packages.ownerOf, ids, new Int32Array(tree.count).fill(-1))},
		expressions,
		texts: texts && new Map(Array.from(texts, ([pattern, found]) => [pattern, found[letter === 'a' ? 0 : 1]])),
	};
	const {rank, isVersion} = yield * matchQuery({tree, store, ready, fateOf: content => overlay.fateOf(content)}, query, prepared);
	return {rank, entries, isShownVersion: path => isVersion(path, entries[path], layerOf(side, entries[path]), change[path] as Change)};
}

/** The layer that stored an entry; a folder that none lists is of none. */
function layerOf({overlay: {store}}: Side, entry: number): number {
	return entry < 0 ? 0 : store.layerOf(entry);
}
