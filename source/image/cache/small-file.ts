import {randomUUID} from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import {makeFolder} from './make-folder.js';

/**
A file of freedive's own, as text.

@param largest Bytes: what is larger is none of ours.
@returns Undefined where it is not there, no file, or can't be read.
*/
export function readSmallFile(folder: string, name: string, largest: number): string | undefined {
	try {
		// A pipe that was put there is not waited for.
		const fd = fs.openSync(path.join(folder, name), fs.constants.O_RDONLY | fs.constants.O_NONBLOCK);
		try {
			const stats = fs.fstatSync(fd);
			return stats.isFile() && stats.size <= largest ? fs.readFileSync(fd, 'utf8') : undefined;
		} finally {
			fs.closeSync(fd);
		}
	} catch {
		return undefined;
	}
}

/**
Writes a file that nobody else may read. It is written aside and renamed, so that it is whole at any time; of two programs that write at
once the last one's is kept. Nothing is said where that can't be: nobody asked for it.
*/
export function writeSmallFile(folder: string, name: string, text: string): void {
	const aside = path.join(folder, `.${name}.${randomUUID()}`);
	try {
		makeFolder(folder);
		// Another may have made it, for what is nobody's secret.
		fs.chmodSync(folder, 0o700);
		fs.writeFileSync(aside, text, {flag: 'wx', mode: 0o600});
		fs.renameSync(aside, path.join(folder, name));
	} catch {
		leave(aside);
	}
}

/**
Takes a file away.

@throws {Error} Where it is there and can't be taken away.
*/
export function dropSmallFile(folder: string, name: string): void {
	fs.rmSync(path.join(folder, name), {force: true});
}

/** Takes away what was written aside, if it was. */
function leave(aside: string): void {
	try {
		fs.unlinkSync(aside);
	} catch {
		// It is not there, as far as we can tell.
	}
}
