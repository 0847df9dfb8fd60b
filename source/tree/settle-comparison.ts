import {change} from './change.js';
import {unread} from './compare-attributes.js';
import type {Comparison} from './compare-images.js';
import {difference, differenceNames, essential} from './difference.js';
import {absent} from './entry-store.js';
import {slice, type PathId} from './path-tree.js';

/**
Says of each path how it changed, counts, and adds up folders.

@param ignored The bits of `difference` that are left out. `what` has `unread` besides where contents could not be compared.
*/
export function * settleComparison(comparison: Comparison, ignored: number): Generator<void> {
	yield * settle(comparison, ignored);
	yield * addUp(comparison);
}

function * settle(comparison: Comparison, ignored: number): Generator<void> {
	const {tree, change: changes, what, entryA, entryB, sizeA, sizeB, differing, counts} = comparison;
	for (let path = 0; path < tree.count; path++) {
		if (entryA[path] === absent || entryB[path] === absent) {
			if (entryA[path] !== entryB[path]) {
				const isAdded = entryA[path] === absent;
				changes[path] = isAdded ? change.added : change.removed;
				counts[isAdded ? 'added' : 'removed']++;
			}
		} else if (what[path] !== 0) {
			settleBoth(comparison, path, ignored);
		}

		// No folder is added up yet: these are the path's own bytes.
		if (changes[path] !== change.unchanged && changes[path] !== change.metadata && hasOtherBytes(changes[path], what[path])) {
			differing[path] = Math.max(sizeA[path], sizeB[path]);
		}

		if (path % slice === 0) {
			yield;
		}
	}
}

/** Whether a path that differs has other bytes: a link that leads elsewhere has not. */
function hasOtherBytes(changed: number, what: number): boolean {
	return changed !== change.modified || (what & (difference.content | difference.type)) !== 0;
}

function settleBoth({change: changes, what, counts}: Comparison, path: PathId, ignored: number): void {
	const wasUnknown = (what[path] & unread) !== 0;
	const left = what[path] & ~ignored & ~unread;
	what[path] = left;
	if (left === 0 && !wasUnknown) {
		counts.ignored++;
		return;
	}

	for (const [place, name] of differenceNames.entries()) {
		counts.byDifference[place] += (left & difference[name]) === 0 ? 0 : 1;
	}

	if ((left & essential) !== 0) {
		changes[path] = change.modified;
		counts.modified++;
	} else if (wasUnknown) {
		changes[path] = change.unknown;
		counts.unknown++;
	} else {
		changes[path] = change.metadata;
		counts.metadata++;
		counts.timeOnly += left === difference.mtime ? 1 : 0;
	}
}

/** Adds up folders, from the deepest paths on. */
function * addUp(comparison: Comparison): Generator<void> {
	const {tree: {parent, count}, change: changes, sizeA, sizeB, differing, changedBelow, below} = comparison;
	for (let path = count - 1; path > 0; path--) {
		const above = parent[path];
		const changed = changes[path];
		sizeA[above] += sizeA[path];
		sizeB[above] += sizeB[path];
		differing[above] += differing[path];
		changedBelow[above] += changedBelow[path] + (changed === change.unchanged ? 0 : 1);
		below[above] |= below[path] | (changed === change.unchanged ? 0 : 1 << changed);
		if (path % slice === 0) {
			yield;
		}
	}

	comparison.bytesA = sizeA[0];
	comparison.bytesB = sizeB[0];
}
