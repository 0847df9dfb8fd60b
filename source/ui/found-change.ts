import {change, type Change} from '../tree/change.js';
import {absent, type EntryId} from '../tree/entry-store.js';
import type {Overlay} from '../tree/overlay.js';
import type {FoundRow} from './finder.js';

/** What the layer of a found version did to the path; nothing of what it stored only to store it again. */
export function foundChange({transitions}: Overlay, {path, layer}: FoundRow): Change {
	const at = transitions.at(path, layer);
	return at >= 0 && transitions.layer[at] === layer ? transitions.change[at] as Change : change.unchanged;
}

/** The entry of a found version; of a removal the one before it. */
export function foundEntry({transitions}: Overlay, {path, layer}: FoundRow): EntryId {
	const at = transitions.at(path, layer);
	if (at < 0) {
		return absent;
	}

	return transitions.entry[at] === absent ? transitions.stateBefore(at, transitions.layer[at]) : transitions.entry[at];
}
