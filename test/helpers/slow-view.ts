import {changeBetween, contentShown, idOf, isBelow, type SlowEntry, type SlowOverlay} from './slow-overlay.js';

export type SlowRange = {from: number; to: number; changesOnly: boolean};

/** A row of a view, in words and plain numbers. */
export type SlowRow = {
	path: string;
	entry: string;
	change: string;
	size: number;
	hiddenLater: number;
	hides: number;
	/** The changes below. */
	below: string[];
};

/**
The rows of a view, by their definition: the state after `to` against the state before `from`.

- Shown is what is there after `to` and what the range removed; with `changesOnly` only what changed, and the folders above.
- A content counts once among the names that are there, and once among those that were removed: at its entry's own name, else at
  its first hard link in the order of the tars. With `changesOnly` a link to what a lower layer stored counts nothing.
- A folder's size has no part in what was removed, unless it was removed itself.
- What a range hides stands at the path that decided its fate; a content that its own layer stored again, at its path, if the layer
  changed what that shows.
*/
export function slowView(overlay: SlowOverlay, {from, to, changesOnly}: SlowRange): SlowRow[] {
	const before = overlay.states[from - 1];
	const after = overlay.states[to];
	const changes = new Map<string, string>();
	for (const path of new Set(['/', ...before.keys(), ...after.keys()])) {
		changes.set(path, changeBetween(before.get(path), after.get(path)));
	}

	const isChanged = (path: string) => changes.get(path) !== 'unchanged';
	const paths = [...changes.keys()].filter(path => path === '/' || !changesOnly || isChanged(path) || [...changes.keys()].some(other => isBelow(other, path) && isChanged(other)));
	const shown = new Map(paths.map(path => [path, after.get(path) ?? before.get(path) ?? 'implicit' as const]));

	const size = new Map<string, number>();
	const hiddenLater = new Map<string, number>();
	for (const {entry: content, hiddenBy} of overlay.contents) {
		const names = paths.filter(path => idOf(contentShown(shown.get(path))) === idOf(content));
		const there = countedAt(names.filter(path => changes.get(path) !== 'removed'), shown, content);
		const gone = countedAt(names.filter(path => changes.get(path) === 'removed'), shown, content);
		if (there !== undefined && !(changesOnly && content.layer < from)) {
			size.set(there, content.drawn.size);
			hiddenLater.set(there, hiddenBy > to ? content.drawn.size : 0);
		}

		if (gone !== undefined) {
			size.set(gone, content.drawn.size);
		}
	}

	const hides = new Map<string, number>();
	for (const {entry, hiddenBy, at} of overlay.contents) {
		const changed = at !== undefined && idOf(overlay.states[hiddenBy].get(at)) !== idOf(overlay.states[hiddenBy - 1].get(at));
		if (hiddenBy >= from && hiddenBy <= to && changed && shown.has(at)) {
			hides.set(at, (hides.get(at) ?? 0) + entry.drawn.size);
		}
	}

	return paths.map(path => {
		const below = paths.filter(other => isBelow(other, path));
		const sum = (of: Map<string, number>, among: string[]) => [path, ...among].reduce((sum, path) => sum + (of.get(path) ?? 0), 0);
		return {
			path,
			entry: idOf(shown.get(path)),
			change: changes.get(path)!,
			size: sum(size, below.filter(other => changes.get(path) === 'removed' || changes.get(other) !== 'removed')),
			hiddenLater: sum(hiddenLater, below),
			hides: sum(hides, below),
			below: [...new Set(below.map(other => changes.get(other)!))].sort(),
		};
	});
}

function countedAt(names: string[], shown: Map<string, SlowEntry | 'implicit'>, content: SlowEntry): string | undefined {
	const byTar = names.sort((a, b) => {
		const first = shown.get(a) as SlowEntry;
		const second = shown.get(b) as SlowEntry;
		return first.layer - second.layer || first.index - second.index;
	});
	return byTar.find(path => idOf(shown.get(path)) === idOf(content)) ?? byTar[0];
}
