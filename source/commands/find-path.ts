import type {LayerNumber} from '../image/image.js';
import type {Overlay} from '../tree/overlay.js';
import type {PathId} from '../tree/path-tree.js';
import {followOperand, spellingsOf} from './follow-operand.js';
import {UsageError} from './usage-error.js';
import {linkOnTheWay} from './why-missing.js';

/**
The path that an operand names: as it is first, then with `\xNN` decoded, then where links on the way lead after a layer. With or without
a slash in front or behind.

@throws {UsageError} Where no layer names it, with the link on the way to it, if there is one.
*/
export function findPath(overlay: Overlay, operand: string, at: LayerNumber = overlay.layerCount): PathId {
	const {tree} = overlay;
	const path = operand.split('/').filter(name => name !== '' && name !== '.').join('/');
	const spellings = spellingsOf(path);
	for (const bytes of spellings) {
		const found = tree.find(bytes);
		if (found >= 0) {
			return found;
		}
	}

	const {found} = followOperand(overlay, path, {at, follow: false});
	if (!('problem' in found)) {
		return found.path;
	}

	const link = linkOnTheWay(overlay, spellings[1], {at});
	throw new UsageError(`No layer names /${path}${link === undefined ? '' : `: ${link}`}.`);
}
