import {entryType} from '../archive/entry-table.js';
import type {SearchPattern} from '../content/search/search-pattern.js';
import type {Contents} from '../image/contents.js';
import {searchContents, type SearchContentsOptions} from '../image/search-contents.js';
import type {EntryId} from './entry-store.js';
import type {Overlay} from './overlay.js';

/**
The contents of all layers, those that nobody sees any more too, that hold a pattern: as EntryIds of regular-file entries.

@throws {PatternError} If the pattern is no regular expression.
@throws {WildSearch} If it takes too long on a content.
@throws What the signal says.
*/
export async function contentsWith(
	overlay: Overlay,
	contents: Contents,
	pattern: SearchPattern,
	options: Pick<SearchContentsOptions, 'threads' | 'giveWay' | 'signal' | 'onProgress' | 'onProblem'>,
): Promise<Set<EntryId>> {
	const {store, ready} = overlay;
	const jobs = Array.from({length: ready}, (_, index) => {
		const {type, count} = store.table(index + 1);
		return {layer: index + 1, indexes: Array.from({length: count}, (_, entry) => entry).filter(entry => type[entry] === entryType.file)};
	});
	const found = new Set<EntryId>();
	for await (const batch of searchContents(contents, jobs, pattern, {...options, mode: 'files'})) {
		for (const {layer, index, matches} of batch) {
			if (matches > 0) {
				found.add(store.base(layer) + index);
			}
		}
	}

	return found;
}
