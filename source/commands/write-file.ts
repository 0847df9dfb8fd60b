import fs from 'node:fs';
import path from 'node:path';
import {inBatches} from './in-batches.js';
import {WriteError} from './write-error.js';

/** How much text that is there at once is written at once, in characters. */
const batchLength = 1 << 18;

/** A file that is being written. */
type Draft = {
	fd: number;
	/** Moves it to its place. */
	keep: () => void;
	/** Leaves nothing of it. */
	drop: () => void;
};

/**
Writes a file whole or not at all: beside its place first, then moved there. What is no regular file, such as `/dev/stdout` or a
pipe, is written as it is. What comes bit by bit is written as it comes.

@throws {WriteError} Where it can't be written.
*/
export async function writeFile(name: string, chunks: Iterable<string> | AsyncIterable<string>): Promise<void> {
	try {
		const {fd, keep, drop} = begin(name);
		try {
			try {
				for await (const piece of inBatches(chunks, batchLength)) {
					fs.writeFileSync(fd, piece);
				}
			} finally {
				fs.closeSync(fd);
			}

			keep();
		} catch (error) {
			drop();
			throw error;
		}
	} catch (error) {
		throw error instanceof Error && 'syscall' in error ? new WriteError(name, error as NodeJS.ErrnoException) : error;
	}
}

function begin(name: string): Draft {
	const there = fs.statSync(name, {throwIfNoEntry: false});
	if (there && !there.isFile()) {
		return {fd: fs.openSync(name, 'w'), keep: () => undefined, drop: () => undefined};
	}

	// A link stays one, and what it leads to is replaced.
	const target = there ? fs.realpathSync(name) : name;
	const draft = path.join(path.dirname(target), `.${path.basename(target)}${Math.random().toString(36).slice(1)}`);
	return {
		fd: fs.openSync(draft, 'wx', there?.mode),
		keep() {
			fs.renameSync(draft, target);
		},
		drop() {
			fs.rmSync(draft, {force: true});
		},
	};
}
