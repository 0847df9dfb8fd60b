import type {EntryId} from '../tree/entry-store.js';
import type {PathId} from '../tree/path-tree.js';
import type {AuditInput} from './audit-input.js';

/** The paths of the finished file system that show a content to which hard links lead, in the order of the tars; other contents are at their own entry's path alone. */
export function liveNames({overlay: {store, transitions}}: Pick<AuditInput, 'overlay'>): ReadonlyMap<EntryId, PathId[]> {
	const names = new Map<EntryId, PathId[]>();
	for (const {entry, content} of store.links()) {
		const own = store.pathOf(content);
		const known = names.get(content) ?? (transitions.state(own) === content ? [own] : []);
		const path = store.pathOf(entry);
		if (transitions.state(path) === entry) {
			known.push(path);
		}

		names.set(content, known);
	}

	return names;
}
