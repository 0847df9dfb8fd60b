import {change, type Change} from '../tree/change.js';
import type {Overlay} from '../tree/overlay.js';
import type {FoundRow} from './finder.js';

/** What the layer of a found version did to the path; nothing of what it stored only to store it again. */
export function foundChange({transitions}: Overlay, {path, layer}: FoundRow): Change {
	const at = transitions.at(path, layer);
	return at >= 0 && transitions.layer[at] === layer ? transitions.change[at] as Change : change.unchanged;
}
