import {encodeEscaped} from '../format/safe-text.js';
import type {LayerNumber} from '../image/image.js';
import {absent} from '../tree/entry-store.js';
import {slice, type PathId} from '../tree/path-tree.js';
import type {AuditInput} from './audit-input.js';

/** Where something of a name last was, and which layer took it away. */
export type RemovedName = {path: PathId; layer: LayerNumber};

/** The last place that had a name in some layer and has it no more, of each name that there was. */
export function * findRemovedNames({overlay: {tree, transitions}}: Pick<AuditInput, 'overlay'>, names: Iterable<string>): Generator<undefined, Map<string, RemovedName>> {
	const wanted = new Set(names);
	const lengths = new Set([...wanted].map(name => encodeEscaped(name).length));
	const found = new Map<string, RemovedName>();
	const {nameStart} = tree;
	const count = wanted.size === 0 ? 0 : Math.min(tree.count, transitions.last.length);
	for (let path = 1; path < count; path++) {
		if (path % slice === 0) {
			yield;
		}

		const last = transitions.last[path];
		const wasThere = last >= 0 && transitions.entry[last] === absent && transitions.previous[last] >= 0;
		if (wasThere && lengths.has(nameStart[path + 1] - nameStart[path])) {
			const name = tree.name(path);
			const known = found.get(name);
			if (wanted.has(name) && (!known || transitions.layer[last] > known.layer)) {
				found.set(name, {path, layer: transitions.layer[last]});
			}
		}
	}

	return found;
}
