import fs from 'node:fs';
import path from 'node:path';
import {formatBytes} from '../format/bytes.js';
import {ArchiveError} from './archive-error.js';
import {ByteSource} from './byte-source.js';

export type SpoolOptions = {
	/** Where the file is made. */
	folder: string;
	/** What the bytes are called in errors. */
	name: string;
	/** Told how many bytes are written so far, after each chunk. */
	onWrite?: (bytes: number) => void;
};

/**
Writes bytes that can't be sought to a temporary file. The file has no name from the moment that it is open, so nothing is left
behind however the program ends; closing the descriptor frees its room.

@param chunks A chunk need be valid only until the next is asked for.
@throws {ArchiveError} When there is no room, or no file can be made.
*/
export async function spool(chunks: AsyncIterable<Uint8Array>, {folder, name, onWrite}: SpoolOptions): Promise<ByteSource> {
	const fd = openUnnamed(folder, name);
	let size = 0;
	try {
		for await (const chunk of chunks) {
			writeAll(fd, chunk, folder, name, size);
			size += chunk.length;
			onWrite?.(size);
		}
	} catch (error) {
		fs.closeSync(fd);
		throw error;
	}

	return new ByteSource(name, fd, 0, size);
}

/**
The same of bytes that another program writes: it is given the descriptor.

@param write Is done when all is written.
@throws {ArchiveError} When no file can be made.
*/
export async function spoolByProgram(write: (fd: number) => Promise<void>, {folder, name}: Omit<SpoolOptions, 'onWrite'>): Promise<ByteSource> {
	const fd = openUnnamed(folder, name);
	try {
		await write(fd);
		return new ByteSource(name, fd, 0, fs.fstatSync(fd).size);
	} catch (error) {
		fs.closeSync(fd);
		throw error;
	}
}

/** Frees the room that `spool` took. */
export function closeSpool(source: ByteSource): void {
	fs.closeSync(source.fd);
}

const noBytes = new Uint8Array();

/** A temporary file that grows while it is read: what was inflated of something so far. Like that of `spool` it has no name. */
export class GrowingSpool {
	private fd: number | undefined;
	private length = 0;

	constructor(private readonly options: Omit<SpoolOptions, 'onWrite'>) {}

	/** How many bytes are in it. */
	get size(): number {
		return this.length;
	}

	/**
	Adds bytes at its end. The file is made with the first of them.

	@throws {ArchiveError} When there is no room, or no file can be made.
	*/
	append(chunk: Uint8Array): void {
		const {folder, name} = this.options;
		this.fd ??= openUnnamed(folder, name);
		writeAll(this.fd, chunk, folder, name, this.length);
		this.length += chunk.length;
	}

	/** All that is in it. */
	source(): ByteSource {
		this.append(noBytes);
		return new ByteSource(this.options.name, this.fd!, 0, this.length);
	}

	/** Reads what is in it, as a `ByteSource` does. */
	read(target: Uint8Array, position: number): number {
		return this.fd === undefined ? 0 : new ByteSource(this.options.name, this.fd, 0, this.length).read(target, position);
	}

	/** Frees the room that it took. */
	close(): void {
		if (this.fd !== undefined) {
			fs.closeSync(this.fd);
		}

		this.fd = undefined;
		this.length = 0;
	}
}

/** A temporary file of no name in which many blobs have their places: each takes room only as far as it was written. */
export class SparseSpool {
	private descriptor: number | undefined;
	private end = 0;

	/** @param options `name` is what the whole is called in errors. */
	constructor(private readonly options: Omit<SpoolOptions, 'onWrite'>) {}

	/** The open file. It is made when it is first asked for. */
	get fd(): number {
		this.descriptor ??= openUnnamed(this.options.folder, this.options.name);
		return this.descriptor;
	}

	/**
	A place for so many bytes: where it starts.

	@throws {ArchiveError} When no file can be so large.
	*/
	reserve(size: number): number {
		const start = this.end;
		if (start + size > largestFile) {
			throw new ArchiveError(`${this.options.name} claims more than ${formatBytes(largestFile)}: freedive holds no more`);
		}

		this.end += size;
		return start;
	}

	/**
	Writes bytes into the file.

	@throws {ArchiveError} When there is no room.
	*/
	write(bytes: Uint8Array, position: number): void {
		writeAll(this.fd, bytes, this.options.folder, this.options.name, position);
	}

	/** Frees the room that it took. */
	close(): void {
		if (this.descriptor !== undefined) {
			fs.closeSync(this.descriptor);
			this.descriptor = undefined;
		}
	}
}

/** The largest file that common file systems hold: ext4's 16 TiB. What a manifest claims may be anything. */
const largestFile = 2 ** 44;

function openUnnamed(folder: string, name: string): number {
	const file = path.join(folder, `freedive-${crypto.randomUUID()}`);
	const {O_RDWR, O_CREAT, O_EXCL} = fs.constants;
	try {
		const fd = fs.openSync(file, O_RDWR | O_CREAT | O_EXCL, 0o600);
		fs.unlinkSync(file);
		return fd;
	} catch (error) {
		const {code, message} = error as NodeJS.ErrnoException;
		const reason = {ENOENT: 'the folder is not there', EACCES: 'permission denied', EROFS: 'it is read-only', ENOSPC: 'it is full'}[code ?? ''] ?? message;
		throw new ArchiveError(`${name} can't be spooled to ${folder}: ${reason}. Set TMPDIR to a folder with room.`, {cause: error});
	}
}

function writeAll(fd: number, chunk: Uint8Array, folder: string, name: string, position: number): void {
	try {
		for (let done = 0; done < chunk.length;) {
			done += fs.writeSync(fd, chunk, done, chunk.length - done, position + done);
		}
	} catch (error) {
		if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes((error as NodeJS.ErrnoException).code ?? '')) {
			throw new ArchiveError(`${folder} has no room for ${name}: it was full after ${formatBytes(position)}. Set TMPDIR to a folder with more room.`, {cause: error});
		}

		throw error;
	}
}
