import {change, type Change} from '../change.js';
import {absent, type EntryId} from '../entry-store.js';
import type {Overlay} from '../overlay.js';
import {slice} from '../path-tree.js';
import {inSlices} from '../../archive/slices.js';
import type {Transitions} from '../transitions.js';
import {ranks} from './choose-best.js';
import {countStored, type RankCounting} from './count-stored.js';
import {hasWords, matchQuery, type QueryMatches} from './match-query.js';
import {nameColumns} from './name-columns.js';
import type {Prepared} from './prepared.js';
import type {Query} from './query.js';
import {rankPaths} from './rank-paths.js';
import {giveBack, takeColumn} from './spare-columns.js';
import {storedPaths} from './stored-paths.js';
import {supersededEntries, type SupersededEntries} from './superseded-entries.js';

/** What a query found. */
export type FoundPaths = {
	/** Best first, at most `limit`. */
	paths: Int32Array;
	/** For each the layer of the version that matched: the latest one that does. */
	layers: Uint16Array;
	/** For each the entry of that version: what was removed, where it is a removal. */
	entries: Int32Array;
	/** For each 1 where the final file system does not have it. */
	gone: Uint8Array;
	/** Of all matches. */
	total: number;
};

/**
The paths of all layers that a query finds, deleted ones too, best first: those whose text matches, and of which one version satisfies all
that is asked about versions. What a layer stored and stored again is a version, and where the query asks for changes or layers so is a removal.
*/
export function * findPaths(overlay: Overlay, query: Query, prepared: Prepared, {limit}: {limit: number}): Generator<void, FoundPaths> {
	const {tree, transitions} = overlay;
	do {
		yield * tree.reorder();
	} while (tree.ordered < tree.count);

	const {ordered} = tree;
	// With the first query, so that a finder that asks for nothing at first has them when letters come.
	yield * nameColumns(tree);
	const superseded = yield * supersededEntries(overlay);
	const stored = yield * storedPaths(overlay, superseded);
	const ofRank = takeColumn(tree, Uint32Array, ranks).fill(0);
	const counting: RankCounting = {stored, ordered, ofRank};
	const matches = yield * matchQuery(overlay, query, prepared, counting);
	const {rank} = matches;
	// Layers may come in between slices: what they bring is for the next query.
	const versions = matches.asksVersions ? yield * matchVersions(overlay, query, matches, superseded) : undefined;
	if (!matches.isCounted) {
		yield * inSlices(1, rank.length, slice * 4, (from, end) => {
			if (versions) {
				leaveOut(from, end, rank, versions.layers);
			}

			countStored(from, end, rank, counting);
		});
	}

	const paths = yield * rankPaths(tree, query, {rank, ofRank}, {limit, hasWords: hasWords(query)});
	const total = rank.length - 1 - ofRank[0];
	giveBack(tree, rank, ofRank);
	return {paths, ...(versions ? versionsOf(paths, versions) : latestVersions(overlay, paths, superseded)), gone: goneOf(paths, transitions), total};
}

/** By row what was found of it by path. */
function versionsOf(paths: Int32Array, versions: Versions): Versions {
	return {layers: Uint16Array.from(paths, path => versions.layers[path]), entries: Int32Array.from(paths, path => versions.entries[path])};
}

function goneOf(paths: Int32Array, transitions: Transitions): Uint8Array {
	const gone = new Uint8Array(paths.length);
	for (let row = 0; row < paths.length; row++) {
		gone[row] = transitions.state(paths[row]) === absent ? 1 : 0;
	}

	return gone;
}

/** Leaves out of which no version holds. */
function leaveOut(from: number, end: number, rank: Uint16Array, layers: Uint16Array): void {
	for (let path = from; path < end; path++) {
		if (layers[path] === 0) {
			rank[path] = 0;
		}
	}
}

/** Layers, and the entries there. */
type Versions = {layers: Uint16Array; entries: Int32Array};

/** By path, the layer of the latest version that holds, 0 where none does; and its entry. */
function * matchVersions(overlay: Overlay, query: Query, {rank, isVersion}: QueryMatches, superseded: SupersededEntries): Generator<void, Versions> {
	const {ready, store, transitions} = overlay;
	const layers = new Uint16Array(rank.length);
	const entries = new Int32Array(rank.length);
	// Who asks what is 10 MB large does not ask for what removed it.
	const asksRemovals = query.groups.some(group => group.some(term => term.kind === 'field' && (term.test.field === 'change' || term.test.field === 'layer')));
	let next = 0;
	for (let layer = 1, steps = 0; layer <= ready; layer++) {
		for (const end = store.base(layer) + store.table(layer).count; next < superseded.entries.length && inLayer(superseded.entries[next], store.base(layer), end); next++) {
			const path = superseded.paths[next];
			if (rank[path] > 0 && isVersion(path, superseded.entries[next], layer, change.unchanged)) {
				layers[path] = layer;
				entries[path] = superseded.entries[next];
			}
		}

		for (let at = transitions.start(layer), end = transitions.end(layer); at < end; at++) {
			const path = transitions.path[at];
			if (rank[path] > 0) {
				const entry = transitions.entry[at];
				const isRemoved = entry === absent;
				const shown = isRemoved ? transitions.stateBefore(at, layer) : entry;
				if ((!isRemoved || asksRemovals) && isVersion(path, shown, layer, transitions.change[at] as Change)) {
					layers[path] = layer;
					entries[path] = shown;
				}
			}

			if (++steps % (slice / 2) === 0) {
				yield;
			}
		}
	}

	return {layers, entries};
}

function inLayer(entry: number, start: number, end: number): boolean {
	return entry >= start && entry < end;
}

/** What each path showed last, or where none was ever seen what was stored last. */
function latestVersions({transitions, store}: Overlay, found: Int32Array, {paths, entries}: SupersededEntries): Versions {
	const {last, previous, entry, layer} = transitions;
	const versions: Versions = {layers: new Uint16Array(found.length), entries: new Int32Array(found.length)};
	for (let row = 0; row < found.length; row++) {
		const path = found[row];
		let at = last[path];
		while (at >= 0 && entry[at] === absent) {
			at = previous[at];
		}

		const own: EntryId = at >= 0 ? entry[at] : entries[paths.lastIndexOf(path)];
		versions.entries[row] = own;
		versions.layers[row] = at >= 0 ? layer[at] : store.layerOf(own);
	}

	return versions;
}
