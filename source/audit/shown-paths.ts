import {ShownEntry} from '../tree/compare-attributes.js';
import {absent, implicit, type EntryId} from '../tree/entry-store.js';
import {slice, type PathId} from '../tree/path-tree.js';
import type {AuditInput} from './audit-input.js';

/**
Goes over all paths of the finished file system that a layer lists, a folder before what is in it.

@param visit Is told what each path shows; valid only during the call.
*/
export function * visitShown({overlay: {tree, transitions, store}}: AuditInput, visit: (path: PathId, entry: EntryId, shown: ShownEntry) => void): Generator<undefined> {
	const shown = new ShownEntry(store);
	for (let path = 0; path < tree.count; path++) {
		if (path % slice === slice - 1) {
			yield;
		}

		const entry = transitions.state(path);
		if (entry !== absent && entry !== implicit) {
			shown.seek(entry);
			visit(path, entry, shown);
		}
	}
}
