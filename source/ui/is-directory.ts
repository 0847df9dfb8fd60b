import {entryType} from '../archive/entry-table.js';
import {implicit, type EntryId, type EntryStore} from '../tree/entry-store.js';

/** Whether an entry is a directory, or one that no layer lists. */
export function isDirectory(store: EntryStore, entry: EntryId): boolean {
	return entry === implicit || (entry >= 0 && store.typeOf(store.resolve(entry)) === entryType.directory);
}
