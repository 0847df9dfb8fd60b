import {instructionLine} from './instruction.js';

/**
What made a layer, in one line: its instruction, else what is known in its place. Not yet safe for a terminal.

@param made.instruction As its author wrote it; null where the history does not tell of the layer.
*/
export function layerTitle({instruction, comment}: {instruction: string | null; comment?: string | null}): string {
	const line = instructionLine(instruction ?? '');
	if (line !== '') {
		return line;
	}

	// An image that was imported has a comment alone.
	return comment ? `(${instructionLine(comment)})` : (instruction === null ? '(no history)' : '(no instruction)');
}
