import fs from 'node:fs';
import {ArchiveError} from '../archive/archive-error.js';
import {ByteSource} from '../archive/byte-source.js';
import {emptyEntryTable} from '../archive/entry-table.js';
import {readContents} from '../archive/read-contents.js';
import {setAttributes} from './attributes.js';
import type {ContentJob, NodeId} from './extract-plan.js';
import {fate, isSurelyFree, type FolderSession} from './folder-session.js';
import {FolderWalk} from './folder-walk.js';
import {isThere, refusalOf, stopWhereFull} from './refusal.js';
import {Turns} from './turns.js';

/** How much of a plain layer is read at a time, in bytes: many small files, that lie beside one another, come by one call. */
const windowSize = 1 << 20;

const draftFlags = fs.constants.O_WRONLY | fs.constants.O_CREAT | fs.constants.O_EXCL | fs.constants.O_NOFOLLOW;

/**
Writes the contents that a layer gives, in one pass over it. What can't be written is skipped; what can't be read, too.

@throws {ExtractError} Where nothing more can be written.
*/
export async function writeContents(session: FolderSession, job: ContentJob, signal?: AbortSignal): Promise<void> {
	const writer = new FileWriter(session);
	try {
		await (job.compression === 'none' ? copyPlain(session, job, writer, signal) : inflateAll(session, job, writer, signal));
	} finally {
		writer.close();
	}
}

async function copyPlain(session: FolderSession, {source, layer, node, offset, stored}: ContentJob, writer: FileWriter, signal?: AbortSignal): Promise<void> {
	const window = new Window(ByteSource.at(source));
	const turns = new Turns(session.control, signal);
	for (let index = 0; index < node.length && session.control[0] === 0; index++) {
		await turns.take();
		if (!writer.begin(node[index])) {
			continue;
		}

		try {
			for (let done = 0; done < stored[index];) {
				const piece = window.at(offset[index] + done, stored[index] - done);
				if (piece.length === 0) {
					throw new ArchiveError(`layer ${layer} is shorter than it was when its entries were read`);
				}

				writer.write(piece);
				done += piece.length;
				// A single file may be as large as a disk.
				await turns.take();
			}

			writer.finish();
		} catch (error) {
			writer.abandon(error);
		}
	}
}

async function inflateAll(session: FolderSession, {source, layer, compression, points, node, offset, stored}: ContentJob, writer: FileWriter, signal?: AbortSignal): Promise<void> {
	// The pieces of sparse files are taken as they are stored: holes are left, not written.
	const table = {...emptyEntryTable(), count: node.length, offset, size: stored};
	const turns = new Turns(session.control, signal);
	for await (const {entry, pieces} of readContents({blob: ByteSource.at(source), compression, points}, table, node.keys(), {signal})) {
		if (session.control[0] !== 0) {
			return;
		}

		if (!writer.begin(node[entry])) {
			continue;
		}

		try {
			for await (const piece of pieces) {
				writer.write(piece);
				await turns.take();
			}

			writer.finish();
		} catch (error) {
			writer.abandon(error instanceof ArchiveError ? new ArchiveError(`layer ${layer}: ${error.message}`) : error);
		}
	}
}

/** A plain layer, seen through a window that is read anew where it does not show what is asked for. */
class Window {
	private bytes: Uint8Array = new Uint8Array();
	private start = 0;
	private readonly buffer: Uint8Array;

	constructor(private readonly blob: ByteSource) {
		this.buffer = new Uint8Array(Math.min(windowSize, blob.size));
	}

	/** Bytes from a place on, at most `length` of them; none at the end. */
	at(position: number, length: number): Uint8Array {
		const from = position - this.start;
		if (from < 0 || from >= this.bytes.length || (from + length > this.bytes.length && length <= windowSize)) {
			this.bytes = this.buffer.subarray(0, this.blob.read(this.buffer, position));
			this.start = position;
			return this.bytes.subarray(0, length);
		}

		return this.bytes.subarray(from, from + length);
	}
}

/** Writes one file after another: aside first, then moved to its place, so that what stands there is always whole. */
class FileWriter {
	private readonly walk: FolderWalk;
	private node: NodeId = 0;
	private fd = -1;
	private mode = 0;
	/** Where in the file the next byte goes. */
	private position = 0;
	private pieces: Float64Array | undefined;
	/** The piece of a sparse file that is being written, and how much of it is left. */
	private piece = 0;
	private left = 0;

	constructor(private readonly session: FolderSession) {
		this.walk = new FolderWalk(session.plan, session.target);
	}

	/** Whether the file can be written; else it is skipped. */
	begin(node: NodeId): boolean {
		const {session, walk} = this;
		const {fates, plan, options: {force}} = session;
		if (fates[node] !== fate.pending || fates[plan.parent[node]] === fate.skipped) {
			fates[node] = fate.skipped;
			return false;
		}

		try {
			if (!isSurelyFree(session, node)) {
				const there = fs.lstatSync(walk.place(node), {throwIfNoEntry: false});
				if (there && (!force || there.isDirectory())) {
					this.skip(node, there.isDirectory() ? 'a folder is there' : isThere);
					return false;
				}
			}

			// While it is written nobody gets at it who will not then.
			this.mode = plan.mode[node] & 0o777 & ~session.mask;
			this.fd = fs.openSync(walk.beside(node, session.draft), draftFlags, this.mode);
			this.node = node;
			this.position = 0;
			this.pieces = plan.sparse.get(node);
			this.piece = -2;
			this.left = 0;
			return true;
		} catch (error) {
			stopWhereFull(error);
			this.skip(node, refusalOf(error));
			return false;
		}
	}

	write(bytes: Uint8Array): void {
		this.session.onBytes(bytes.length);
		if (!this.pieces) {
			this.writeAt(bytes, this.position);
			this.position += bytes.length;
			return;
		}

		for (let at = 0; at < bytes.length;) {
			if (this.left === 0) {
				this.piece += 2;
				this.position = this.pieces[this.piece];
				this.left = this.pieces[this.piece + 1];
				continue;
			}

			const part = bytes.subarray(at, at + this.left);
			this.writeAt(part, this.position);
			this.position += part.length;
			this.left -= part.length;
			at += part.length;
		}
	}

	/** Moves the file to its place. */
	finish(): void {
		const {session, walk, node, fd} = this;
		if (this.pieces) {
			fs.ftruncateSync(fd, session.plan.size[node]);
		}

		setAttributes(session, node, fd, this.mode);
		this.fd = -1;
		fs.closeSync(fd);
		fs.renameSync(walk.beside(node, session.draft), walk.place(node));
		session.fates[node] = fate.written;
	}

	/** Takes away what was written of the file, which is skipped. */
	abandon(error: unknown): void {
		this.removeDraft();
		if (!(error instanceof ArchiveError)) {
			const {code} = error as NodeJS.ErrnoException;
			if (code === undefined || (error as Error).name === 'AbortError') {
				throw error;
			}

			stopWhereFull(error);
		}

		this.skip(this.node, error instanceof ArchiveError ? error.message : refusalOf(error));
	}

	close(): void {
		if (this.fd >= 0) {
			this.removeDraft();
		}

		this.walk.close();
	}

	private writeAt(bytes: Uint8Array, position: number): void {
		for (let done = 0; done < bytes.length;) {
			done += fs.writeSync(this.fd, bytes, done, bytes.length - done, position + done);
		}
	}

	private skip(node: NodeId, reason: string): void {
		this.session.fates[node] = fate.skipped;
		this.session.skips.add(this.session.plan, node, reason);
	}

	private removeDraft(): void {
		if (this.fd >= 0) {
			fs.closeSync(this.fd);
			this.fd = -1;
		}

		try {
			fs.unlinkSync(this.walk.beside(this.node, this.session.draft));
		} catch {
			// It was moved already, or its folder is gone.
		}
	}
}
