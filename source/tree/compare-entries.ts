import {entryType} from '../archive/entry-table.js';
import {change, type Change} from './change.js';
import {absent, type EntryId, type EntryStore} from './entry-store.js';

/** How a path changed from what it showed to what it shows (see `change`), as far as sizes tell. Either may be `absent` or `implicit`. */
export function compareEntries(store: EntryStore, before: EntryId, after: EntryId): Change {
	if (before === absent) {
		return after === absent ? change.unchanged : change.added;
	}

	if (after === absent) {
		return change.removed;
	}

	if (before === after) {
		return change.unchanged;
	}

	const a = store.facts(before);
	const b = store.facts(after);
	const typeA = a.type === entryType.hardlink ? entryType.file : a.type;
	const typeB = b.type === entryType.hardlink ? entryType.file : b.type;
	const isDevice = typeA === entryType.characterDevice || typeA === entryType.blockDevice;
	if (typeA !== typeB
		|| (typeA === entryType.symlink && a.link !== b.link)
		|| (isDevice && (a.device?.[0] !== b.device?.[0] || a.device?.[1] !== b.device?.[1]))) {
		return change.modified;
	}

	const hasContent = typeA === entryType.file && (a.size > 0 || b.size > 0);
	if (hasContent && a.size !== b.size) {
		return change.modified;
	}

	if (hasContent && store.content(before) !== store.content(after)) {
		return change.unknown;
	}

	const sameAttributes = a.mode === b.mode && a.uid === b.uid && a.gid === b.gid && sameXattrs(store.xattrs(before), store.xattrs(after));
	const timeMatters = hasContent || !(typeA === entryType.directory || typeA === entryType.symlink || typeA === entryType.file);
	const sameTime = !timeMatters || Math.floor(a.mtime ?? 0) === Math.floor(b.mtime ?? 0);
	return sameAttributes && sameTime ? change.unchanged : change.metadata;
}

type Xattrs = ReadonlyMap<string, Uint8Array> | undefined;

/** Whether two entries have the same extended attributes. */
export function sameXattrs(a: Xattrs, b: Xattrs): boolean {
	if ((a?.size ?? 0) !== (b?.size ?? 0)) {
		return false;
	}

	for (const [name, value] of a ?? []) {
		const other = b!.get(name);
		if (!other || Buffer.compare(value, other) !== 0) {
			return false;
		}
	}

	return true;
}
