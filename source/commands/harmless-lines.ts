import {withoutPipelineCommands} from '../format/pipeline-commands.js';
import {inBatches, isThere} from './in-batches.js';

/** So much is looked through at once, in characters, where it is there. */
const batchLength = 1 << 16;

/** Text in whole lines in which a pipeline that reads along finds no command; there at once, or bit by bit, as it comes. */
export function inHarmlessLines(text: Iterable<string> | AsyncIterable<string>): Iterable<string> | AsyncIterable<string> {
	return isThere(text) ? atOnce(inBatches(text, batchLength) as Iterable<string>) : bitByBit(text);
}

function * atOnce(pieces: Iterable<string>): Generator<string> {
	let begun = '';
	for (const piece of pieces) {
		const end = piece.lastIndexOf('\n') + 1;
		yield withoutPipelineCommands(end === 0 ? '' : begun + piece.slice(0, end));
		begun = end === 0 ? begun + piece : piece.slice(end);
	}

	yield withoutPipelineCommands(begun);
}

async function * bitByBit(pieces: AsyncIterable<string>): AsyncGenerator<string> {
	let begun = '';
	for await (const piece of pieces) {
		const end = piece.lastIndexOf('\n') + 1;
		yield withoutPipelineCommands(end === 0 ? '' : begun + piece.slice(0, end));
		begun = end === 0 ? begun + piece : piece.slice(end);
	}

	yield withoutPipelineCommands(begun);
}
