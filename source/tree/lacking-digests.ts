import type {EntryIndex} from '../archive/entry-table.js';
import type {LayerNumber} from '../image/image.js';
import {change} from './change.js';
import {placeOf, type Comparison, type Side} from './compare-images.js';

/** Contents of one layer whose digests would settle what a comparison does not know. */
export type LackingDigests = {side: Side; layer: LayerNumber; indexes: EntryIndex[]};

/** A sparse file larger than this is not digested, in bytes: most of it is holes, which would be digested one by one. */
const largestSparse = 1 << 30;

/**
What to read where a comparison could not tell whether contents are the same, as no tap took their digests: those of layers that both
images say to have, one of which lies below a layer that only one has.
*/
export function lackingDigests(comparison: Comparison): LackingDigests[] {
	const {a, b, tree, change: changes, entryA, entryB} = comparison;
	const lacking = new Map<string, LackingDigests>();
	const add = (side: Side, layer: LayerNumber, index: EntryIndex) => {
		const key = `${side === a ? 'a' : 'b'}${layer}`;
		const found = lacking.get(key) ?? {side, layer, indexes: []};
		found.indexes.push(index);
		lacking.set(key, found);
	};

	for (let path = 0; path < tree.count; path++) {
		if (changes[path] !== change.unknown) {
			continue;
		}

		const places = [{side: a, entry: entryA[path]}, {side: b, entry: entryB[path]}].map(({side, entry}) => ({side, ...placeOf(side, side.overlay.store.content(entry))}));
		for (const place of places.every(place => canBeRead(place)) ? places : []) {
			if (isLacking(place)) {
				add(place.side, place.layer, place.index);
			}
		}
	}

	return [...lacking.values()];
}

type Place = ReturnType<typeof placeOf>;

function canBeRead({contents, layer, index}: Place): boolean {
	const table = contents.blobOf(layer)?.table;
	return table !== undefined && !table.broken.has(index) && !(table.sparse.has(index) && table.size[index] > largestSparse);
}

function isLacking({contents, layer, index}: Place): boolean {
	return contents.fact('content-digest', layer, index) === undefined;
}
