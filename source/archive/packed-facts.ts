import {ContentDigests} from './content-digests.js';
import type {EntryIndex} from './entry-table.js';
import type {TapFacts} from './tap.js';

/** Facts as they cross threads, which carry plain data: digests as a column of bytes. */
export type PackedFacts = Record<string, Uint8Array | Map<EntryIndex, unknown>>;

/** Facts made ready to cross to another thread, and the buffers to hand over with them. */
export function packFacts(facts: TapFacts): {facts: PackedFacts; buffers: ArrayBuffer[]} {
	const buffers: ArrayBuffer[] = [];
	const packed: PackedFacts = {};
	for (const [tap, found] of Object.entries(facts)) {
		if (found instanceof ContentDigests) {
			const bytes = found.bytes.slice();
			buffers.push(bytes.buffer);
			packed[tap] = bytes;
		} else {
			packed[tap] = found instanceof Map ? found : new Map(found);
		}
	}

	return {facts: packed, buffers};
}

/** Facts that came from another thread. */
export function unpackFacts(packed: PackedFacts): TapFacts {
	return Object.fromEntries(Object.entries(packed).map(([tap, found]) => [tap, found instanceof Uint8Array ? new ContentDigests(found) : found]));
}
