import fs from 'node:fs/promises';
import {setTimeout as delay} from 'node:timers/promises';
import {reasonOf} from '../image/file-error.js';
import {inWorkingFolder} from './policy-files.js';
import type {Outside} from './outside.js';
import {UsageError} from './usage-error.js';

/** Milliseconds between two looks at a pipe into which nothing was written yet. */
const pause = 20;

const pieceSize = 64 << 10;

/**
What a file holds that the user named. It may be a pipe, as shells make of `<(…)`, or a device that never ends: it is read as far as its
bound, and no further.

@param what What it is to be, as the sentence begins that tells what is wrong.
@param largest The most bytes that it may have.
@throws {UsageError} Where it can't be read, with the file system's error as its cause, or is longer.
@throws The reason of `outside.signal`.
*/
export async function readNamed(name: string, outside: Pick<Outside, 'signal' | 'workingFolder'>, what: string, largest: number): Promise<Buffer> {
	const {signal} = outside;
	const pieces: Buffer[] = [];
	let size = 0;
	try {
		// A pipe that nobody has opened for writing would be waited for, where no signal is heard.
		await using file = await fs.open(inWorkingFolder(outside, name), fs.constants.O_RDONLY | fs.constants.O_NONBLOCK);
		for (;;) {
			signal.throwIfAborted();
			const piece = await readPiece(file);
			if (piece?.length === 0) {
				return Buffer.concat(pieces);
			}

			if (!piece) {
				await delay(pause);
				continue;
			}

			pieces.push(piece);
			size += piece.length;
			if (size > largest) {
				throw new UsageError(`${what}: ${name} has more than the ${largest} bytes that it may have.`);
			}
		}
	} catch (error) {
		signal.throwIfAborted();
		throw error instanceof UsageError ? error : new UsageError(`${what}: ${name} ${reasonOf(error)}.`, undefined, {cause: error});
	}
}

/** The next bytes, none at the end; undefined where none were written yet. */
async function readPiece(file: fs.FileHandle): Promise<Buffer | undefined> {
	try {
		const {buffer, bytesRead} = await file.read(Buffer.allocUnsafe(pieceSize), 0, pieceSize, null);
		return buffer.subarray(0, bytesRead);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EAGAIN') {
			return undefined;
		}

		throw error;
	}
}
