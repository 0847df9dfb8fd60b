import fs from 'node:fs';
import path from 'node:path';
import {WriteError} from './write-error.js';

const batchLength = 1 << 18;

/**
Writes a file whole or not at all: beside its place first, then moved there. What is no regular file, such as `/dev/stdout` or a
pipe, is written as it is.

@throws {WriteError} Where it can't be written.
*/
export function writeFile(name: string, chunks: Iterable<string>): void {
	try {
		const there = fs.statSync(name, {throwIfNoEntry: false});
		if (there && !there.isFile()) {
			writeInPlace(name, chunks);
			return;
		}

		// A link stays one, and what it leads to is replaced.
		const target = there ? fs.realpathSync(name) : name;
		const draft = path.join(path.dirname(target), `.${path.basename(target)}${Math.random().toString(36).slice(1)}`);
		try {
			const fd = fs.openSync(draft, 'wx', there?.mode);
			writeAll(fd, chunks);
			fs.renameSync(draft, target);
		} catch (error) {
			fs.rmSync(draft, {force: true});
			throw error;
		}
	} catch (error) {
		if (error instanceof Error && 'syscall' in error) {
			throw new WriteError(name, error as NodeJS.ErrnoException);
		}

		throw error;
	}
}

function writeInPlace(name: string, chunks: Iterable<string>): void {
	writeAll(fs.openSync(name, 'w'), chunks);
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
