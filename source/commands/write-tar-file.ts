import fs from 'node:fs';
import path from 'node:path';
import {WriteError} from './write-error.js';

/**
Writes bytes as a file, whole or not at all: beside its place first, then moved there.

@throws {WriteError} Where it can't be written.
*/
export async function writeTarFile(name: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
	const draft = path.join(path.dirname(name), `.${path.basename(name)}-${Math.random().toString(36).slice(2)}`);
	let fd: number | undefined;
	try {
		fd = fs.openSync(draft, 'wx');
		for await (const piece of pieces) {
			for (let done = 0; done < piece.length;) {
				done += fs.writeSync(fd, piece, done);
			}
		}

		fs.renameSync(draft, name);
	} catch (error) {
		if (fd !== undefined) {
			fs.rmSync(draft, {force: true});
		}

		throw error instanceof Error && 'syscall' in error ? new WriteError(name, error as NodeJS.ErrnoException) : error;
	} finally {
		if (fd !== undefined) {
			fs.closeSync(fd);
		}
	}
}
