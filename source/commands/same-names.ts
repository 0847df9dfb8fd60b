import {decodeBytes, encodeEscaped} from '../format/safe-text.js';
import type {LayerNumber} from '../image/image.js';
import {absent} from '../tree/entry-store.js';
import type {Overlay} from '../tree/overlay.js';

/** More would be a list, which `freedive find` gives. */
const mostNames = 3;

/**
Where a file or folder lies that a bare name of the command line may mean, as a question to stand behind a sentence: ` Did you mean /opt/lib/a.so?`
Nothing where the operand is a path, or nothing of that name is there.

@param at The layer after which it must be there.
*/
export function sameNames({tree, transitions}: Overlay, operand: string, at: LayerNumber): string {
	const name = encodeEscaped(operand.replaceAll(/^\/+|\/+$/g, ''));
	if (name.length === 0 || name.includes(0x2F)) {
		return '';
	}

	const paths: string[] = [];
	for (let path = 1; path < tree.count; path++) {
		const start = tree.nameStart[path];
		if (tree.nameStart[path + 1] - start === name.length && name.every((byte, index) => tree.names[start + index] === byte) && transitions.stateAfter(path, at) !== absent) {
			paths.push(tree.path(path));
		}
	}

	if (paths.length === 0) {
		return '';
	}

	// Where there are many, those near the root are told.
	const depth = (path: string) => path.split('/').length;
	const told = paths.toSorted((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1)).slice(0, mostNames);
	const last = told.at(-1)!;
	const more = paths.length > mostNames ? ` (freedive find IMAGE '/${decodeBytes(name)}$' lists all ${paths.length})` : '';
	return ` Did you mean ${told.length === 1 ? last : `${told.slice(0, -1).join(', ')} or ${last}`}?${more}`;
}
