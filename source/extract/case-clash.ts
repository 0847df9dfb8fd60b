import {decodeBytes} from '../format/safe-text.js';
import {nameBytes, type ExtractPlan, type NodeId} from './extract-plan.js';

/**
The nodes whose names a file system that does not tell case apart would take for those of others beside them: all but the first of each.

Folded as such file systems do, and a little more: composed and decomposed letters, upper and lower case, `ß` and `ss` are the same.
*/
export function caseClashes(plan: ExtractPlan): NodeId[] {
	const seen = new Set<string>();
	const clashes: NodeId[] = [];
	for (let node = 1; node < plan.count; node++) {
		const key = `${plan.parent[node]}/${foldedName(decodeBytes(nameBytes(plan, node)))}`;
		if (seen.has(key)) {
			clashes.push(node);
		} else {
			seen.add(key);
		}
	}

	return clashes;
}

/** Upper case first: what becomes two letters there (`ß`, ligatures) shall be those two. */
function foldedName(name: string): string {
	return name.normalize('NFKD').toUpperCase().toLowerCase();
}

const reservedNames = /^(?:con|prn|aux|nul|com[\d²³¹]|lpt[\d²³¹])(?:\.|$)/i;

/** What Windows would take for something else than a name: a path, a drive, a stream, a device, a name without its last dot. */
export function isWindowsTrap(name: string): boolean {
	return /[\u0000-\u001F"*/:<>?\\|]/.test(name) || /[ .]$/.test(name) || reservedNames.test(name);
}
