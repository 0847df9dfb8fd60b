import fs from 'node:fs';
import {Arrival} from './arrival.js';
import type {BringOptions} from './bytes-needed.js';

/** Where the bytes of a source lie, as plain data that crosses threads: a file descriptor holds for all threads of a process. */
export type SourcePlace = Readonly<{
	name: string;
	fd: number;
	start: number;
	size: number;
	/** Of a blob whose bytes still come: the memory of its `Arrival`. */
	arrival?: SharedArrayBuffer;
}>;

/** A blob on its way. */
export type Arriving = {
	/** For another thread, which reads it while it comes. */
	source: ByteSource;
	/** Settled when its first bytes are there, as many as were asked for, or no more come. */
	begun: Promise<void>;
	/** Settled when all are there, and it is what it claims to be. */
	whole: Promise<void>;
};

/** Random access to bytes that lie in an open file: the whole of it, or a region. Its `place` can be handed to another thread. */
export class ByteSource {
	/**
	@param name What to call it in an error: a file's path, or a blob's name within one.
	@param fd An open file descriptor. Whoever opened it closes it.
	@param start Where the region begins in the file, in bytes.
	@param size The region's length in bytes, as far as the file holds it.
	@param comingBy How far its bytes have come, where another thread brings them: reading waits for what is asked for.
	*/
	constructor(
		readonly name: string,
		readonly fd: number,
		readonly start: number,
		readonly size: number,
		private readonly comingBy?: Arrival,
	) {}

	/** The source of a place, which another thread may have handed over. */
	static at({name, fd, start, size, arrival}: SourcePlace): ByteSource {
		return new ByteSource(name, fd, start, size, arrival && new Arrival(arrival));
	}

	get place(): SourcePlace {
		const {name, fd, start, size, comingBy} = this;
		return {name, fd, start, size, ...comingBy && {arrival: comingBy.memory}};
	}

	/** Whether the bytes from `start` to before `end` can be read at once: they always can, but of a blob that lies elsewhere. */
	isHere(_start = 0, _end = this.size): boolean {
		return true;
	}

	/**
	Waits until the bytes from `start` to before `end` can be read.

	@throws {Error} Where the blob lies elsewhere and they can't be had.
	*/
	async ready(_start = 0, _end = this.size, _options: BringOptions = {}): Promise<void> {
		// They lie in the file.
	}

	/**
	Begins to bring the whole of it.

	@param _first How many bytes from its start on `begun` is to wait for.
	*/
	arrive(_first: number, _options: BringOptions = {}): Arriving {
		return {source: this, begun: Promise.resolve(), whole: Promise.resolve()};
	}

	/**
	Fills `target` with the bytes from `position` (bytes from the region's start).

	@returns How many bytes were there: fewer than asked for only at the end of the region.
	@throws {Error} What the file system says, such as EIO.
	*/
	read(target: Uint8Array, position: number): number {
		const wanted = Math.min(target.length, this.size - position);
		this.comingBy?.waitFor(position + wanted);
		let filled = 0;
		while (filled < wanted) {
			const count = fs.readSync(this.fd, target, filled, wanted - filled, this.start + position + filled);
			if (count === 0) {
				break;
			}

			filled += count;
		}

		return filled;
	}

	/** The same where fewer will do: of a blob that is not here as many as are here in a row. */
	readSome(target: Uint8Array, position: number): number {
		return this.read(target, position);
	}

	/** The bytes from `position`, at most `length` of them, in an array of their own. */
	slice(position: number, length: number): Uint8Array {
		const bytes = new Uint8Array(Math.max(0, Math.min(length, this.size - position)));
		return bytes.subarray(0, this.read(bytes, position));
	}

	/** A region of this one, cut where this one ends. */
	region(name: string, start: number, size: number): ByteSource {
		const from = Math.min(start, this.size);
		return new ByteSource(name, this.fd, this.start + from, Math.max(0, Math.min(size, this.size - from)));
	}
}

/**
Opens a regular file.

@throws {Error} ENOENT, EACCES and their like, as the file system says.
*/
export function openFile(path: string): ByteSource {
	const fd = fs.openSync(path, 'r');
	return new ByteSource(path, fd, 0, fs.fstatSync(fd).size);
}
