import type {Output} from './outside.js';
import {WriteError} from './write-error.js';

/**
Writes bytes to a stream, unchanged and no faster than they are read. Each piece is done with before the next is asked for.

@returns Whether all of it was taken: a reader that goes away (`freedive cat … | head`) ends it and is no error.
@throws {WriteError} If it can't be written.
*/
export async function writeBytes(output: Output, pieces: AsyncIterable<Uint8Array>): Promise<boolean> {
	// What a failed write says comes through its callback; without a listener the event would end the program.
	if (output.listenerCount('error') === 0) {
		output.on('error', () => undefined);
	}

	for await (const piece of pieces) {
		const isTaken = await new Promise<boolean>((resolve, reject) => {
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
		if (!isTaken) {
			return false;
		}
	}

	return true;
}
