import {entryType} from '../archive/entry-table.js';
import type {LayerNumber} from '../image/image.js';
import {change, type Change} from './change.js';
import {compareEntries, sameXattrs} from './compare-entries.js';
import {absent, type EntryId, type EntryStore} from './entry-store.js';
import type {Fate} from './fate.js';
import type {Overlay} from './overlay.js';
import type {PathId} from './path-tree.js';
import type {TransitionId} from './transitions.js';

/** What can differ of a path, in the order in which it is told. */
export const differenceNames = ['added', 'removed', 'type', 'content', 'link', 'mode', 'owner', 'time', 'xattrs'] as const;

export type Difference = (typeof differenceNames)[number];

/** What one layer did to one path. */
export type Chapter = {
	layer: LayerNumber;
	/** Against the state before the layer; unknown where contents of one size were not compared. */
	change: Change;
	/** What differs from the state before the layer; empty where the layer stored the path again as it was. */
	what: Difference[];
	/** Content bytes that the path shows after it. */
	size: number;
	/** What it shows after it, or `absent`, or `implicit`. Of a content that its own layer stores again, that content. */
	entry: EntryId;
	/** What became of the content that it shows, where it shows one. A hard link's lives on while any of its names does. */
	fate?: Fate;
	/** The layer after which no path shows that content; 0 where one does. */
	hiddenBy: LayerNumber;
};

/** The story of a path: every layer that touched it, base upward. Empty where layers only name it, to remove what was not there. */
export function storyOf(overlay: Overlay, path: PathId): Chapter[] {
	const {transitions} = overlay;
	const touched: TransitionId[] = [];
	for (let transition = transitions.at(path, overlay.ready); transition >= 0; transition = transitions.previous[transition]) {
		touched.push(transition);
	}

	const chapters: Chapter[] = [];
	let before: EntryId = absent;
	for (let layer = 1; layer <= overlay.ready; layer++) {
		const next = touched.at(-1);
		const transition = next !== undefined && transitions.layer[next] === layer ? touched.pop() : undefined;
		const after = transition === undefined ? before : transitions.entry[transition];
		for (const entry of contentsAt(overlay, path, layer)) {
			if (entry !== after) {
				chapters.push(chapterOf(overlay, layer, before, entry, compareEntries(overlay.store, before, entry)));
			}
		}

		if (transition !== undefined) {
			chapters.push(chapterOf(overlay, layer, before, after, transitions.change[transition] as Change));
		}

		before = after;
	}

	return chapters;
}

/** The contents that a layer stores at a path: more than one where it stores it twice. */
function * contentsAt({store}: Overlay, path: PathId, layer: LayerNumber): Generator<EntryId> {
	const paths = store.paths(layer);
	const {type} = store.table(layer);
	for (let index = paths.indexOf(path); index !== -1; index = paths.indexOf(path, index + 1)) {
		if (type[index] === entryType.file) {
			yield store.base(layer) + index;
		}
	}
}

function chapterOf(overlay: Overlay, layer: LayerNumber, before: EntryId, entry: EntryId, changed: Change): Chapter {
	const {store} = overlay;
	const content = store.content(entry);
	return {
		layer,
		change: changed,
		what: differences(store, before, entry, changed),
		size: entry < 0 ? 0 : store.facts(entry).size,
		entry,
		fate: content < 0 ? undefined : overlay.fateOf(content),
		hiddenBy: content < 0 ? 0 : overlay.hiddenBy(content),
	};
}

function differences(store: EntryStore, before: EntryId, after: EntryId, changed: Change): Difference[] {
	if (before === absent || after === absent) {
		return before === after ? [] : [after === absent ? 'removed' : 'added'];
	}

	const a = store.facts(before);
	const b = store.facts(after);
	const typeA = a.type === entryType.hardlink ? entryType.file : a.type;
	const typeB = b.type === entryType.hardlink ? entryType.file : b.type;
	const isSameType = typeA === typeB && a.device?.[0] === b.device?.[0] && a.device?.[1] === b.device?.[1];
	// Bytes were compared when the change was settled: a modified file of the same size has other ones.
	const hasContent = isSameType && typeA === entryType.file;
	const hasOtherContent = hasContent && (a.size !== b.size || (changed === change.modified && store.content(before) !== store.content(after)));
	const differs: Partial<Record<Difference, boolean>> = {
		type: !isSameType,
		content: hasOtherContent,
		link: isSameType && typeA === entryType.symlink && a.link !== b.link,
		mode: a.mode !== b.mode,
		owner: a.uid !== b.uid || a.gid !== b.gid,
		// An implicit directory has none.
		time: a.mtime !== undefined && b.mtime !== undefined && Math.floor(a.mtime) !== Math.floor(b.mtime),
		xattrs: !sameXattrs(store.xattrs(before), store.xattrs(after)),
	};
	return differenceNames.filter(name => differs[name]);
}
