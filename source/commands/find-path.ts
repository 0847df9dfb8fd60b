import {encodeEscaped} from '../format/safe-text.js';
import {entryType} from '../archive/entry-table.js';
import {absent} from '../tree/entry-store.js';
import type {Overlay} from '../tree/overlay.js';
import type {PathId} from '../tree/path-tree.js';
import {UsageError} from './usage-error.js';

/**
The path that an operand names: as it is first, then with `\xNN` decoded. With or without a slash in front or behind.

@throws {UsageError} Where no layer names it, with the link on the way to it, if there is one.
*/
export function findPath(overlay: Overlay, operand: string): PathId {
	const {tree} = overlay;
	const names = operand.split('/').filter(name => name !== '' && name !== '.');
	const path = names.join('/');
	for (const bytes of [new TextEncoder().encode(path), encodeEscaped(path)]) {
		const found = tree.find(bytes);
		if (found >= 0) {
			return found;
		}
	}

	throw new UsageError(`No layer names /${path}${linkOnTheWay(overlay, names)}.`);
}

/** `; /bin is a link to usr/bin`, where a name of the path is one in the final file system. */
function linkOnTheWay({tree, transitions, store}: Overlay, names: readonly string[]): string {
	for (let depth = 1; depth < names.length; depth++) {
		const found = tree.find(encodeEscaped(names.slice(0, depth).join('/')));
		const entry = found < 0 ? absent : transitions.state(found);
		if (entry >= 0) {
			const {type, link} = store.facts(entry);
			if (type === entryType.symlink) {
				return `: ${tree.path(found)} is a link to ${link}`;
			}
		}
	}

	return '';
}
