import {Glob} from '../../format/glob.js';
import {matchText} from './match-text.js';
import type {Query, Term} from './query.js';
import {termGlob} from './term-glob.js';

/** Globs are made ready once, and not for each path. */
const globs = new WeakMap<Term, Glob>();

/**
Which characters of a path's text (as shown) matched: ranges that do not touch, in their order, for highlighting. Of globs those that no
wildcard stands for. Regular expressions, which may run wild, are held against no path here: `placeOf` tells what was found out of them.
*/
export function matchedRanges({groups}: Query, path: string, placeOf?: (pattern: string) => readonly [start: number, end: number] | undefined): ReadonlyArray<readonly [start: number, end: number]> {
	const places = new Set<number>();
	for (const term of groups.flat()) {
		for (const place of term.isNot ? [] : placesOf(term, path)) {
			places.add(place);
		}

		const [start, end] = (term.kind === 'expression' && !term.isNot && placeOf?.(term.pattern)) || [0, 0];
		for (let place = start; place < end; place++) {
			places.add(place);
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

function placesOf(term: Term, path: string): readonly number[] {
	switch (term.kind) {
		case 'text': {
			return matchText(term, path)?.places ?? [];
		}

		case 'glob': {
			return placesOfGlob(term, path);
		}

		default: {
			return [];
		}
	}
}

function placesOfGlob(term: Extract<Term, {kind: 'glob'}>, path: string): readonly number[] {
	const {glob, isOfPath} = termGlob(term.pattern);
	let ready = globs.get(term);
	if (!ready) {
		ready = new Glob(glob, term);
		globs.set(term, ready);
	}

	// A folder is shown with a slash at its end.
	const end = path.endsWith('/') ? path.length - 1 : path.length;
	const start = isOfPath ? 1 : path.lastIndexOf('/', end - 1) + 1;
	return ready.written(path.slice(start, end)).map(place => place + start);
}
