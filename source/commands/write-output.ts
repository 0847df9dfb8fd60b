import type {Output} from './outside.js';
import {WriteError} from './write-error.js';

/** Strings are gathered up to this length before they are written: a write costs more than what it writes. */
const batchLength = 1 << 16;

/** The reader of the output went away. */
class ReaderGone extends Error {}

/**
Writes text to a stream, in large pieces and no faster than it is read.

A reader that goes away (`freedive files x | head`) ends it and is no error.

@throws {WriteError} If it can't be written, such as to a full disk.
*/
export async function writeOutput(output: Output, chunks: Iterable<string>): Promise<void> {
	await untilReaderGoes(output, async () => {
		let batch = '';
		for (const chunk of chunks) {
			batch += chunk;
			if (batch.length >= batchLength) {
				await writeBatch(output, batch);
				batch = '';
			}
		}

		await writeBatch(output, batch);
	});
}

/** As `writeOutput`, of what comes bit by bit: each bit is written when it is there. */
export async function writeOutputLater(output: Output, chunks: AsyncIterable<string>): Promise<void> {
	await untilReaderGoes(output, async () => {
		for await (const chunk of chunks) {
			await writeBatch(output, chunk);
		}
	});
}

async function untilReaderGoes(output: Output, write: () => Promise<void>): Promise<void> {
	// What a failed write says comes through its callback; without a listener the event would end the program.
	if (output.listenerCount('error') === 0) {
		output.on('error', () => undefined);
	}

	try {
		await write();
	} catch (error) {
		if (!(error instanceof ReaderGone)) {
			throw error;
		}
	}
}

async function writeBatch(output: Output, text: string): Promise<void> {
	if (text === '') {
		return;
	}

	await new Promise<void>((resolve, reject) => {
		output.write(text, error => {
			const {code} = (error ?? {}) as NodeJS.ErrnoException;
			if (code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED' || code === 'ECONNRESET') {
				reject(new ReaderGone());
			} else if (error) {
				reject(new WriteError('Standard output', error));
			} else {
				resolve();
			}
		});
	});
}
