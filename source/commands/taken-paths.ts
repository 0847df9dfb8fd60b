import {entryType} from '../archive/entry-table.js';
import type {Selection} from '../extract/plan-extraction.js';
import {encodeEscaped, safeText} from '../format/safe-text.js';
import type {LayerNumber} from '../image/image.js';
import {absent} from '../tree/entry-store.js';
import type {FollowedPath} from '../tree/follow-links.js';
import {heldEntry, type LayerRange} from '../tree/held-entry.js';
import type {Overlay} from '../tree/overlay.js';
import {root, type PathId} from '../tree/path-tree.js';
import {runNow} from '../archive/slices.js';
import {hasWildcards, pathFilter} from '../format/path-filter.js';
import {followOperand} from './follow-operand.js';
import {UsageError} from './usage-error.js';
import {cleaned, rangeText, whyMissing, whyNotHeld} from './why-missing.js';

/** Where paths are looked for. */
export type Where = {
	/** In the file system as it stood after this layer. */
	at: LayerNumber;
	/** Only what the layers from this one on hold. */
	from?: LayerNumber;
	/** Whether a path that is a link stands for what it leads to. Links on the way are followed in any case that they can be. */
	follow: boolean;
	/** What is taken off the front of paths: `--strip`. */
	strip?: string;
};

/**
What a path of the command line leads to: as it is first, then with `\xNN` decoded.

@throws {UsageError} Where it leads to nothing, with where it still was.
*/
export function findShown(overlay: Overlay, operand: string, where: Where): FollowedPath {
	const {found} = followOperand(overlay, operand, where);
	if ('problem' in found) {
		throw new UsageError(whyMissing(overlay, operand, where, found));
	}

	return found;
}

/**
What the PATHs of `extract` take, and where it is to lie: below the path as it was given, so that what was asked for is found under
the name by which it was asked for. Where no path is named so, wildcards are heeded: what matches is taken, with all below it.

@throws {UsageError} Where one of them leads to nothing.
*/
export function takenPaths(overlay: Overlay, operands: readonly string[], where: Where): Selection[] {
	const {tree} = overlay;
	const prefix = where.strip === undefined ? undefined : cleaned(encodeEscaped(where.strip));
	const taken: Selection[] = [];
	const globs: string[] = [];
	for (const operand of operands) {
		const {bytes, found} = followOperand(overlay, operand, where);
		if (!('problem' in found)) {
			if (where.from !== undefined) {
				demandHeld(overlay, found, {from: where.from, to: where.at});
			}

			const isFolder = overlay.facts(found.entry).type === entryType.directory || found.path === root;
			taken.push({path: found.path, at: where.at, from: where.from, place: stripped(cleaned(bytes), prefix, isFolder, operand, where.strip)});
		} else if (hasWildcards(operand)) {
			globs.push(operand);
		} else {
			throw new UsageError(whyMissing(overlay, operand, {...where, takesLinks: true}, found));
		}
	}

	if (globs.length > 0) {
		runNow(tree.reorder());
		const filter = pathFilter(globs);
		const isTaken = new Uint8Array(tree.count);
		for (let position = 1; position < tree.ordered; position++) {
			const path = tree.atPosition[position];
			const isBelow = isTaken[tree.parent[path]] === 1;
			isTaken[path] = Number(isBelow || (isThere(overlay, path, where) && filter.matches(tree.path(path))));
		}

		const [unmatched] = filter.unmatched();
		if (unmatched !== undefined) {
			throw new UsageError(`No path ${where.from === undefined ? '' : `that ${rangeText({from: where.from, to: where.at}).toLowerCase()} ${where.from === where.at ? 'holds' : 'hold'} `}matches ${safeText(unmatched)}.`);
		}

		taken.push(matching(overlay, where, path => isTaken[path] === 1));
	}

	return taken;
}

/** The paths that match, wherever they lie: with a prefix to strip, those below it. */
export function matching(overlay: Overlay, where: Where, matches: (path: PathId) => boolean): Selection {
	const top = where.strip === undefined ? root : findShown(overlay, where.strip, {...where, follow: true}).path;
	return {path: top, at: where.at, from: where.from, place: new Uint8Array(), matches};
}

function isThere(overlay: Overlay, path: PathId, {at, from}: Where): boolean {
	return (from === undefined ? overlay.transitions.stateAfter(path, at) : heldEntry(overlay, path, {from, to: at})) !== absent;
}

/** Of a path, or of what lies in it, some layers must hold something. */
function demandHeld(overlay: Overlay, {path: top}: FollowedPath, range: LayerRange): void {
	const {tree, transitions} = overlay;
	runNow(tree.reorder());
	const below = tree.atPosition.subarray(tree.position[top], tree.subtreeEnd[top]);
	if (below.some(path => heldEntry(overlay, path, range) !== absent)) {
		return;
	}

	const state = transitions.stateAfter(top, range.to);
	const isFolder = top === root || (state !== absent && overlay.facts(state).type === entryType.directory);
	const named = tree.path(top);
	throw new UsageError(isFolder
		? `${rangeText(range)} ${range.from === range.to ? 'holds' : 'hold'} nothing of ${named}.`
		: whyNotHeld(overlay, named, top, range));
}

function stripped(path: Uint8Array, prefix: Uint8Array | undefined, isFolder: boolean, operand: string, strip: string | undefined): Uint8Array {
	if (prefix === undefined || prefix.length === 0) {
		return path;
	}

	const isBelow = Buffer.compare(path.subarray(0, prefix.length), prefix) === 0;
	if (isBelow && path.length === prefix.length && isFolder) {
		return new Uint8Array();
	}

	if (!isBelow || path[prefix.length] !== 0x2F) {
		throw new UsageError(`--strip ${strip} can't be taken off ${operand}: it does not lie below it.`);
	}

	return path.slice(prefix.length + 1);
}
