import {hash} from 'node:crypto';
import type {ByteSource} from '../../../archive/byte-source.js';
import {entryType, pathBytes, type EntryTable} from '../../../archive/entry-table.js';
import {largestDocument} from '../../read-document.js';
import type {Found} from './inspect-image.js';

/** A longer one is no config of an image that is worth being kept. */
const longestDocument = Math.min(largestDocument, 4 << 20);

/**
Whether what an engine saved has all in it that its id names, so that it is the same each time: the document whose SHA-256 the id is lies
there, and is the image's config or manifest, or an index of which no manifest is lacking. Where one is, the engine may get it later.

@param table The entries of what was saved.
*/
export function holdsAllOf(saved: ByteSource, table: EntryTable, {id, diffIds}: Pick<Found, 'id' | 'diffIds'>): boolean {
	const document = documentOf(saved, table, id);
	const {rootfs, config, layers, manifests} = document ?? {};
	if (typeof rootfs === 'object' && rootfs !== null) {
		return JSON.stringify((rootfs as {diff_ids?: unknown}).diff_ids) === JSON.stringify(diffIds);
	}

	if (Array.isArray(manifests)) {
		const paths = new Set(Array.from({length: table.count}, (_, entry) => Buffer.from(pathBytes(table, entry)).toString()));
		return manifests.every(manifest => paths.has(`blobs/${String((manifest as {digest?: unknown} | null)?.digest).replace(':', '/')}`));
	}

	return config !== undefined && Array.isArray(layers);
}

function documentOf(saved: ByteSource, table: EntryTable, id: string): Record<string, unknown> | undefined {
	for (let entry = 0; entry < table.count; entry++) {
		if (table.type[entry] !== entryType.file || table.size[entry] > longestDocument || !Buffer.from(pathBytes(table, entry)).includes(id)) {
			continue;
		}

		const bytes = saved.slice(table.offset[entry], table.size[entry]);
		if (hash('sha256', bytes) === id) {
			try {
				return JSON.parse(Buffer.from(bytes).toString()) as Record<string, unknown>;
			} catch {
				// A blob of that digest which is no document names nothing.
				return undefined;
			}
		}
	}

	return undefined;
}
