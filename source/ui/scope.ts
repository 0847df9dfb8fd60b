import {change} from '../tree/change.js';
import type {FilterResult} from '../tree/filter.js';
import type {ShownChange, Wish} from './state.js';

const bitsOf: Readonly<Record<ShownChange, number>> = {
	added: 1 << change.added,
	modified: (1 << change.modified) | (1 << change.metadata) | (1 << change.unknown),
	removed: 1 << change.removed,
	unmodified: 1 << change.unchanged,
};

/** Which paths of a view are rows: those of the changes to show, and what a filter keeps. */
export function scopeOf(wish: Wish, filter?: FilterResult): {show: number; filter?: FilterResult} {
	return {show: showBits(wish), filter};
}

function showBits({shown, grown, layer}: Wish): number {
	const bits = (Object.keys(bitsOf) as ShownChange[]).reduce((sum, name) => shown[name] ? sum | bitsOf[name] : sum, 0);
	// Before the layers below are in, what changed is not known, and everything is shown.
	return grown.ready < layer ? bits | bitsOf.modified : bits;
}
