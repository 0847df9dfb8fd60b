import {entryType} from '../archive/entry-table.js';
import type {LayerNumber} from '../image/image.js';
import type {EntryId} from '../tree/entry-store.js';
import {packageCaches} from '../tree/package-caches.js';
import type {AuditInput} from './audit-input.js';

/** What a layer stores of a package manager's cache. */
export type StoredCache = {contents: EntryId[]; bytes: number};

/** Finds what layers store of caches, a layer at a time when it is asked for: by `input.once(cachesByLayer)`. */
export function cachesByLayer({overlay}: AuditInput): (layer: LayerNumber, id: string) => StoredCache | undefined {
	const {store, tree} = overlay;
	const found = new Map<LayerNumber, Map<string, StoredCache>>();
	/** By folder, so that each is looked at once. */
	const ofFolder = new Map<number, string | undefined>();
	const cacheOf = (folder: number) => {
		if (!ofFolder.has(folder)) {
			const path = tree.path(folder);
			ofFolder.set(folder, packageCaches.find(cache => cache.folder.test(path))?.id);
		}

		return ofFolder.get(folder);
	};

	const scan = (layer: LayerNumber) => {
		const caches = new Map<string, StoredCache>();
		const {count, type, size} = store.table(layer);
		const paths = store.paths(layer);
		for (let index = 0; index < count; index++) {
			const id = type[index] === entryType.file && size[index] > 0 ? cacheOf(tree.parent[paths[index]]) : undefined;
			if (id !== undefined) {
				const cache = caches.get(id) ?? {contents: [], bytes: 0};
				cache.contents.push(store.base(layer) + index);
				cache.bytes += size[index];
				caches.set(id, cache);
			}
		}

		return caches;
	};

	return (layer, id) => {
		let caches = found.get(layer);
		if (!caches) {
			caches = scan(layer);
			found.set(layer, caches);
		}

		return caches.get(id);
	};
}
