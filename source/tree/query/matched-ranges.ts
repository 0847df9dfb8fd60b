import {matchText} from './match-text.js';
import type {Query} from './query.js';

/** Which characters of a path's text (as shown) matched: ranges that do not touch, in their order, for highlighting. */
export function matchedRanges({groups}: Query, path: string): ReadonlyArray<readonly [start: number, end: number]> {
	const places = new Set<number>();
	for (const term of groups.flat()) {
		if (term.kind === 'text' && !term.isNot) {
			for (const place of matchText(term, path)?.places ?? []) {
				places.add(place);
			}
		}
	}

	const ranges: Array<[number, number]> = [];
	for (const place of [...places].sort((a, b) => a - b)) {
		const last = ranges.at(-1);
		if (last?.[1] === place) {
			last[1]++;
		} else {
			ranges.push([place, place + 1]);
		}
	}

	return ranges;
}
