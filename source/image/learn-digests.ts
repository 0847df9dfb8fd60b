import {createHash} from 'node:crypto';
import type {EntryIndex} from '../archive/entry-table.js';
import type {InflateOptions} from '../archive/inflate.js';
import type {Contents} from './contents.js';
import type {LayerNumber} from './image.js';

/** Takes the SHA-256 of contents that no tap has taken, in one pass over their layer. One that can't be read goes without. */
export async function learnDigests(contents: Contents, layer: LayerNumber, indexes: Iterable<EntryIndex>, options: InflateOptions = {}): Promise<void> {
	for await (const {entry, pieces} of contents.streamAll(layer, indexes, options)) {
		const digester = createHash('sha256');
		try {
			for await (const piece of pieces) {
				digester.update(piece);
			}
		} catch (error) {
			options.signal?.throwIfAborted();
			contents.problems.set(layer, (error as Error).message);
			continue;
		}

		contents.learn(layer, entry, digester.digest('binary'));
	}
}
