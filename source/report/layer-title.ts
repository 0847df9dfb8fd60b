import {instructionLine} from '../image/instruction.js';
import type {SummaryLayer} from './summary.js';

/** What made a layer, in one line: its instruction, else what is known in its place. Not yet safe for a terminal. */
export function layerTitle({instruction, comment}: Pick<SummaryLayer, 'instruction' | 'comment'>): string {
	const line = instructionLine(instruction ?? '');
	if (line !== '') {
		return line;
	}

	// An image that was imported has a comment alone.
	return comment ? `(${instructionLine(comment)})` : (instruction === null ? '(no history)' : '(no instruction)');
}
