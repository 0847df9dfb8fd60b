import {inBatches} from './in-batches.js';
import type {Output} from './outside.js';
import {WriteError} from './write-error.js';

/** How much text that is there at once is written at once, in characters. */
const batchLength = 1 << 16;

/**
Writes to a stream, no faster than it is read: text in large pieces; what comes bit by bit, text or bytes, as it comes, each piece of
which is done with before the next is asked for.

@returns Whether all of it was taken: a reader that goes away (`freedive files x | head`) ends it and is no error.
@throws {WriteError} If it can't be written, such as to a full disk.
*/
export async function writeOutput(output: Output, pieces: Iterable<string> | AsyncIterable<string | Uint8Array>): Promise<boolean> {
	// What a failed write says comes through its callback; without a listener the event would end the program.
	if (output.listenerCount('error') === 0) {
		output.on('error', () => undefined);
	}

	for await (const piece of inBatches(pieces, batchLength)) {
		if (piece.length > 0 && !await writePiece(output, piece)) {
			return false;
		}
	}

	return true;
}

/** Whether there is still a reader who takes it. */
async function writePiece(output: Output, piece: string | Uint8Array): Promise<boolean> {
	return new Promise((resolve, reject) => {
		output.write(piece, error => {
			const {code} = (error ?? {}) as NodeJS.ErrnoException;
			if (code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED' || code === 'ECONNRESET') {
				resolve(false);
			} else if (error) {
				reject(new WriteError('Standard output', error));
			} else {
				resolve(true);
			}
		});
	});
}
