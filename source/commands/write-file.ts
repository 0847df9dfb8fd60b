import fs from 'node:fs';
import path from 'node:path';
import {WriteError} from './write-error.js';

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
pipe, is written as it is.

@throws {WriteError} Where it can't be written.
*/
export function writeFile(name: string, chunks: Iterable<string>): void {
	try {
		const draft = begin(name);
		try {
			writeAll(draft.fd, chunks);
			draft.keep();
		} catch (error) {
			draft.drop();
			throw error;
		}
	} catch (error) {
		throw explain(name, error);
	}
}

/** As `writeFile`, of what comes bit by bit. */
export async function writeFileLater(name: string, chunks: AsyncIterable<string>): Promise<void> {
	try {
		const draft = begin(name);
		try {
			try {
				for await (const chunk of chunks) {
					fs.writeFileSync(draft.fd, chunk);
				}
			} finally {
				fs.closeSync(draft.fd);
			}

			draft.keep();
		} catch (error) {
			draft.drop();
			throw error;
		}
	} catch (error) {
		throw explain(name, error);
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

function explain(name: string, error: unknown): unknown {
	return error instanceof Error && 'syscall' in error ? new WriteError(name, error as NodeJS.ErrnoException) : error;
}

function writeAll(fd: number, chunks: Iterable<string>): void {
	try {
		let batch = '';
		for (const chunk of chunks) {
			batch += chunk;
			if (batch.length >= batchLength) {
				fs.writeFileSync(fd, batch);
				batch = '';
			}
		}

		fs.writeFileSync(fd, batch);
	} finally {
		fs.closeSync(fd);
	}
}
