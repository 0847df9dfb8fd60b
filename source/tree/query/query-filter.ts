import type {LayerNumber} from '../../image/image.js';
import type {Change} from '../change.js';
import type {EntryId} from '../entry-store.js';
import type {Overlay} from '../overlay.js';
import type {PathId} from '../path-tree.js';
import {runNow} from '../../archive/slices.js';
import {matchQuery} from './match-query.js';
import {fittedWords, isClose} from './meant-words.js';
import type {Prepared} from './prepared.js';
import type {Query} from './query.js';

/** What a path shows: the entry, or the one that was removed; since which layer, and how it changed there. */
export type PathVersion = {entry: EntryId; layer: LayerNumber; change: Change};

/**
Whether a path, as one version of it stands, matches a query. Names are held against it at once, for all paths.

As nothing is ranked here, letters of a word must stand close together in a name: a file that nobody meant shall not be taken out.
*/
export function queryFilter(overlay: Overlay, query: Query, prepared: Prepared): (path: PathId, version: PathVersion) => boolean {
	const {rank, isVersion} = runNow(matchQuery(overlay, query, prepared));
	const words = runNow(fittedWords(overlay.tree, query));
	return (path, {entry, layer, change}) => rank[path] > 0 && isVersion(path, entry, layer, change) && words.every(word => isClose(overlay.tree, path, word));
}
