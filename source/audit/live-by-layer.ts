import {entryType} from '../archive/entry-table.js';
import type {LayerNumber} from '../image/image.js';
import type {EntryId} from '../tree/entry-store.js';
import {fate} from '../tree/fate.js';
import {slice, type PathId} from '../tree/path-tree.js';
import type {AuditInput} from './audit-input.js';

/** Contents of the finished file system that one layer stores. */
export type LiveContents = {
	layer: LayerNumber;
	/** The deepest folder that holds all of them. */
	folder: PathId;
	contents: EntryId[];
	/** Content bytes of all. */
	bytes: number;
};

/** Contents of the finished file system for which a test holds, by the layers that store them, ascending. */
export function * liveByLayer({overlay}: Pick<AuditInput, 'overlay'>, test: (content: EntryId, path: PathId) => boolean): Generator<undefined, LiveContents[]> {
	const {store, tree, layerCount} = overlay;
	const found: LiveContents[] = [];
	let steps = 0;
	for (let layer = 1; layer <= layerCount; layer++) {
		const {count, type, size} = store.table(layer);
		const base = store.base(layer);
		const paths = store.paths(layer);
		let here: LiveContents | undefined;
		for (let index = 0; index < count; index++) {
			if (++steps % slice === 0) {
				yield;
			}

			const content = base + index;
			if (type[index] !== entryType.file || size[index] === 0 || overlay.fateOf(content) !== fate.live || !test(content, paths[index])) {
				continue;
			}

			const folder = tree.parent[paths[index]];
			here ??= {layer, folder, contents: [], bytes: 0};
			here.folder = tree.commonPath(here.folder, folder);
			here.contents.push(content);
			here.bytes += size[index];
		}

		if (here) {
			found.push(here);
		}
	}

	return found;
}
