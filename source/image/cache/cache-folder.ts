import {closeSync, constants, fstatSync, futimesSync, lstatSync, openSync, readdirSync, readSync, type Dirent} from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import {runNow} from '../../archive/slices.js';
import {makeFolder} from './make-folder.js';

/** What a name ends with while its file is being written. */
const unfinished = '.part';

/** An unfinished file of this age was left behind by a program that died, in milliseconds. */
const abandonedAfter = 60 * 60 * 1000;

/** No more files than this are looked at to find what to drop: more than two gigabytes of the smallest entries. */
const mostFiles = 200_000;

/** A file of the cache. */
export type CacheFile = {
	/** Its name in the folder. */
	name: string;
	/** Bytes. */
	size: number;
	/** When it was last used, in milliseconds since 1970. */
	usedAt: number;
};

/**
A folder in which files are kept that can be made again. What is in it is as private as the images that it was made from: the folder is
0700, each file 0600.

Any number of programs may use it at once: a file is written aside and renamed, and one that is open stays readable when another program
drops it. So a name has a whole file behind it or none.
*/
export class CacheFolder {
	/** Why something could not be kept, in the words of the file system; the first time. */
	problem: string | undefined;
	/** What is being written while other work goes on. */
	private readonly writes = new Map<string, Promise<boolean>>();
	/** Whether it got more since it was trimmed. */
	private hasGrown = false;
	/** What there was when somebody asked first, by the folder that it lies in. */
	private readonly there = new Map<string, Set<string>>();

	/**
	@param folder Its path. It is made with the first file.
	@param limit How many bytes it may have: what was not used for longest is dropped.
	*/
	constructor(readonly folder: string, readonly limit: number) {}

	/** Whether a file was there when this was first asked, or was written since: where thousands are asked for, most are not there. */
	mayHave(name: string): boolean {
		const within = path.dirname(name);
		let names = this.there.get(within);
		if (!names) {
			names = new Set(namesIn(path.join(this.folder, within)));
			this.there.set(within, names);
		}

		return names.has(path.basename(name));
	}

	/**
	Reads from a file, and marks it as used.

	@param read Is given the open file's descriptor and its size in bytes.
	@returns What `read` returned; undefined where the file is not there or can't be read.
	*/
	read<Result>(name: string, read: (fd: number, size: number) => Result): Result | undefined {
		return runNow(this.readInSlices(name, function * (fd, size) { // eslint-disable-line require-yield
			return read(fd, size);
		}));
	}

	/** The same in slices: the file is open meanwhile. */
	* readInSlices<Result>(name: string, read: (fd: number, size: number) => Generator<void, Result>): Generator<void, Result | undefined> {
		let fd: number;
		try {
			// A pipe that was put there is not waited for.
			fd = openSync(path.join(this.folder, name), constants.O_RDONLY | constants.O_NONBLOCK);
		} catch {
			// Not there, or not for us: it is made anew.
			return undefined;
		}

		try {
			const stats = fstatSync(fd);
			if (!stats.isFile()) {
				return undefined;
			}

			const result = yield * read(fd, stats.size);
			this.use(fd);
			return result;
		} catch {
			// A disk that fails here costs what can be made again.
			return undefined;
		} finally {
			closeSync(fd);
		}
	}

	/** The bytes of a file, in an array of their own, and marks it as used; undefined where it is not there, can't be read, or has more than `most` bytes, which is none of ours. */
	readBytes(name: string, most: number): Uint8Array | undefined {
		return this.read(name, (fd, size) => {
			if (size > most) {
				return undefined;
			}

			const bytes = new Uint8Array(size);
			return bytes.subarray(0, readSync(fd, bytes, 0, size, 0));
		});
	}

	/**
	Writes a file whole or not at all. What goes wrong is `problem`, and no error: nothing is lost.

	@returns Whether it is there.
	*/
	async write(name: string, parts: readonly Uint8Array[]): Promise<boolean> {
		const target = path.join(this.folder, name);
		const aside = `${target}.${crypto.randomUUID()}${unfinished}`;
		try {
			makeFolder(path.dirname(target));
			forbidLink(path.dirname(target));
			const file = await fs.open(aside, 'wx', 0o600);
			try {
				await writeAll(file, parts);
			} finally {
				await file.close();
			}

			await fs.rename(aside, target);
			this.hasGrown = true;
			this.there.get(path.dirname(name))?.add(path.basename(name));
			return true;
		} catch (error) {
			// The name aside is another each time, and nobody's business; that a disk is full is told without saying where.
			const message = (error as Error).message.replaceAll(aside, () => target);
			this.problem ??= message.includes(this.folder) ? message : `${message} in ${this.folder}`;
			await fs.rm(aside, {force: true}).catch(() => undefined);
			return false;
		}
	}

	/** Writes a file while other work goes on: `settled` waits for that. What was given last for a name is what it has in the end. */
	keep(name: string, parts: readonly Uint8Array[]): void {
		const before = this.writes.get(name);
		this.writes.set(name, before ? before.then(async () => this.write(name, parts)) : this.write(name, parts));
	}

	/** Waits until all that is to be kept is written, and drops what is too much. */
	async settled(): Promise<void> {
		await Promise.all(this.writes.values());
		this.writes.clear();
		if (this.hasGrown) {
			await this.trim();
		}
	}

	/** Drops a file. */
	async drop(name: string): Promise<void> {
		await fs.rm(path.join(this.folder, name), {force: true}).catch((error: unknown) => {
			this.problem ??= (error as Error).message;
		});
	}

	/** Why it can't be told what is in it, in the words of the file system; undefined where it can, or where it is not there. */
	async whyUnlisted(): Promise<string | undefined> {
		try {
			await fs.readdir(this.folder, {recursive: true, withFileTypes: true});
			return undefined;
		} catch (error) {
			const {code, message} = error as NodeJS.ErrnoException;
			return code === 'ENOENT' ? undefined : message;
		}
	}

	/** All files that are whole, last used first. */
	async list(): Promise<CacheFile[]> {
		const files = await this.files();
		return files.filter(({name}) => !name.endsWith(unfinished)).sort((a, b) => b.usedAt - a.usedAt || (a.name < b.name ? -1 : 1));
	}

	/** Drops what was not used for longest until the rest is within the limit, and what programs that died left behind. */
	async trim(): Promise<void> {
		this.hasGrown = false;
		let sum = 0;
		for (const {name, size} of await this.list()) {
			sum += size;
			if (sum > this.limit) {
				await this.drop(name);
			}
		}

		for (const {name, usedAt} of await this.files()) {
			if (name.endsWith(unfinished) && Date.now() - usedAt > abandonedAfter) {
				await this.drop(name);
			}
		}
	}

	/**
	Drops all files.

	@returns How many, and their bytes; and why others could not be dropped, in the words of the file system, the first time.
	*/
	async clear(): Promise<{files: number; bytes: number; problem?: string}> {
		let files = 0;
		let bytes = 0;
		let problem: string | undefined;
		for (const {name, size, usedAt} of await this.files()) {
			// One that is being written stays: whoever writes it is about to rename it.
			if (name.endsWith(unfinished) && Date.now() - usedAt <= abandonedAfter) {
				continue;
			}

			try {
				await fs.rm(path.join(this.folder, name), {force: true});
				files++;
				bytes += size;
			} catch (error) {
				problem ??= (error as Error).message;
			}
		}

		await this.dropFoldersWithin();
		return {files, bytes, ...(problem !== undefined && {problem})};
	}

	private use(fd: number): void {
		try {
			const now = new Date();
			futimesSync(fd, now, now);
		} catch {
			// A folder that is read-only serves all the same.
		}
	}

	/** Takes away empty folders that lie where files are to be, in whose place nothing could be kept. */
	private async dropFoldersWithin(): Promise<void> {
		const folders = await this.names(entry => entry.isDirectory());
		for (const name of folders.filter(name => name.includes(path.sep)).sort((a, b) => b.length - a.length)) {
			// One that is not empty has what is not ours.
			await fs.rmdir(path.join(this.folder, name)).catch(() => undefined);
		}
	}

	private async files(): Promise<CacheFile[]> {
		const found: CacheFile[] = [];
		for (const name of await this.names(entry => entry.isFile())) {
			try {
				const {size, mtimeMs} = await fs.lstat(path.join(this.folder, name));
				found.push({name, size, usedAt: mtimeMs});
			} catch {
				// Another program dropped it meanwhile.
			}
		}

		return found;
	}

	/** What lies below the folder. No link is followed: what is dropped behind one would be somebody's own files. */
	private async names(isWanted: (entry: Dirent) => boolean): Promise<string[]> {
		try {
			const entries = await fs.readdir(this.folder, {recursive: true, withFileTypes: true});
			return entries.filter(entry => isWanted(entry)).slice(0, mostFiles).map(({parentPath, name}) => path.join(path.relative(this.folder, parentPath), name));
		} catch {
			return [];
		}
	}
}

/** What is behind a link is neither counted nor dropped, so it would grow without bounds. */
function forbidLink(folder: string): void {
	if (lstatSync(folder).isSymbolicLink()) {
		throw new Error(`${folder} is a link, behind which nothing is kept`);
	}
}

function namesIn(folder: string): string[] {
	try {
		return readdirSync(folder);
	} catch {
		// Not there, or not for us.
		return [];
	}
}

async function writeAll(file: fs.FileHandle, parts: readonly Uint8Array[]): Promise<void> {
	for (const part of parts) {
		for (let done = 0; done < part.length;) {
			const {bytesWritten} = await file.write(part, done, part.length - done);
			done += bytesWritten;
		}
	}
}
