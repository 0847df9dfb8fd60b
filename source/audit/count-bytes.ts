import type {EntryId} from '../tree/entry-store.js';
import type {Overlay} from '../tree/overlay.js';
import type {Finding} from './finding.js';

/**
Bytes that findings name, each counted once however many of them name it.

@param isCounted Whether a content counts; where it is not told, all do.
*/
export function countBytes({store}: Overlay, findings: Iterable<Finding>, isCounted: (content: EntryId) => boolean = () => true): number {
	const claimed = new Float64Array(store.count);
	let sum = 0;
	for (const {contents, shares} of findings) {
		for (let index = 0; index < (contents?.length ?? 0); index++) {
			const content = contents![index];
			const more = (shares ? shares[index] : store.sizeOf(content)) - claimed[content];
			if (more > 0 && isCounted(content)) {
				claimed[content] += more;
				sum += more;
			}
		}
	}

	return sum;
}
