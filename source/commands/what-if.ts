import {findLayer} from '../image/find-layer.js';
import type {Layer, LayerNumber} from '../image/image.js';
import type {Options} from '../options.js';
import type {AskedWhatIf} from '../report/waste.js';
import type {Overlay} from '../tree/overlay.js';
import type {Waste} from '../tree/waste.js';
import type {WhatIf} from '../tree/what-if.js';
import {pathFilter} from '../format/path-filter.js';
import {didYouMean} from './nearest.js';
import {UsageError} from './usage-error.js';

/**
Reads `--fix`, `--merge`, `--drop` and `--without`; undefined where none was given.

@throws {UsageError} Where one of them names nothing.
*/
export function readWhatIf({fix, merge, drop, without}: Options, layers: readonly Layer[], overlay: Overlay, wastes: readonly Waste[]): {whatIf: WhatIf; asked: AskedWhatIf} | undefined {
	if (fix.length + merge.length + drop.length + without.length === 0) {
		return undefined;
	}

	const ids = [...new Set(fix)];
	const ranges = united(merge.map(text => readRange(text, layers)));
	const left = [...new Set(without.map(name => findLayer(layers, name)))].sort((a, b) => a - b);
	return {
		whatIf: {
			fix: ids.map(id => findWaste(id, wastes)),
			merge: ranges,
			drop: drop.length > 0 ? readDrop(drop, overlay) : undefined,
			without: left,
		},
		asked: {fix: ids, merge: ranges, drop: [...drop], without: left},
	};
}

function findWaste(id: string, wastes: readonly Waste[]): Waste {
	const found = wastes.find(waste => waste.id === id);
	if (!found) {
		const ids = wastes.map(waste => waste.id);
		throw new UsageError(`There is no waste ${id}.${didYouMean(id, ids) || (ids.length === 0 ? ' The image has none.' : ` The worst is ${ids[0]}; freedive waste IMAGE lists them.`)}`);
	}

	return found;
}

function readRange(text: string, layers: readonly Layer[]): [LayerNumber, LayerNumber] {
	const names = text.split('..');
	if (names.length !== 2) {
		throw new UsageError(`--merge takes the first and the last layer of a range, such as 4..8, not ${text}.`);
	}

	const [from, to] = names.map(name => findLayer(layers, name));
	if (to <= from) {
		throw new UsageError(to === from
			? `--merge ${text} is one layer, so there is nothing to merge.`
			: `--merge ${text} is no range: the lower layer comes first, such as ${to}..${from}.`);
	}

	return [from, to];
}

/** Ranges that share layers become one: merged one after the other, they would as well. */
function united(ranges: ReadonlyArray<[LayerNumber, LayerNumber]>): Array<[LayerNumber, LayerNumber]> {
	const result: Array<[LayerNumber, LayerNumber]> = [];
	for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
		const last = result.at(-1);
		if (last && from <= last[1]) {
			last[1] = Math.max(last[1], to);
		} else {
			result.push([from, to]);
		}
	}

	return result;
}

function readDrop(patterns: readonly string[], {tree}: Overlay): (path: string) => boolean {
	const {matches, unmatched} = pathFilter(patterns);
	for (let path = 1; path < tree.count; path++) {
		matches(tree.path(path));
	}

	const [first] = unmatched();
	if (first !== undefined) {
		throw new UsageError(`--drop ${first} matches no path of any layer.`);
	}

	return matches;
}
