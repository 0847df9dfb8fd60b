import {instructionLine} from '../image/instruction.js';
import {csvLine} from './csv.js';
import type {History} from './history.js';

/** A row an instruction, or a row a layer that touched the path. */
export function historyCsv({steps, story, path}: History): string {
	if (story) {
		return csvLine(['path', 'layer', 'change', 'what', 'type', 'mode', 'uid', 'gid', 'mtime', 'link', 'size', 'stored', 'fate', 'hidden_by', 'instruction'])
			+ story.map(({layer, change, what, type, mode, uid, gid, mtime, link, size, stored, fate, hiddenBy, instruction}) =>
				csvLine([path, layer, change, what.join(' '), type, mode, uid, gid, mtime, link, size, stored, fate, hiddenBy, oneLine(instruction)])).join('');
	}

	return csvLine(['layer', 'instruction', 'stored_size', 'size', 'wasted', 'causes', 'base', 'created'])
		+ (steps ?? []).map(({layer, instruction, storedSize, size, wasted, causes, base, created}) =>
			csvLine([layer, oneLine(instruction), storedSize, size, wasted, causes, base === null ? null : String(base), created])).join('');
}

function oneLine(instruction: string | null): string | null {
	return instruction === null ? null : instructionLine(instruction);
}
