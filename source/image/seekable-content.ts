import {setImmediate as turn} from 'node:timers/promises';
import {DeferredSource} from '../archive/deferred-source.js';
import type {EntryIndex, EntryTable} from '../archive/entry-table.js';
import {inflate} from '../archive/inflate.js';
import {inflateFrom} from '../archive/inflate-from.js';
import {covers, storedRange, type SeekPoints} from '../archive/seek-points.js';
import {GrowingSpool} from '../archive/spool.js';
import type {StoredBlob} from '../archive/stored-blob.js';
import {formatBytes} from '../format/bytes.js';
import {SegmentCache} from './segment-cache.js';
import {StoredPieces} from './stored-pieces.js';

/** Of a content in a compressed layer no more than this is inflated into a temporary file: room for what people read, none for a bomb. */
const maximumSpool = 1 << 30;

/** What is inflated beyond what was asked for: the next screens, in bytes. */
const ahead = 1 << 18;

/** Milliseconds of inflating between two turns of the event loop: chunks may come without one, and keys wait for it. */
const workTime = 4;

/** Where a content lies. */
export type ContentPlace = StoredBlob & {table: EntryTable; index: EntryIndex};

export type SeekableOptions = {
	/** Where temporary files are made. */
	temporaryFolder: string;
	/** No more of it is inflated. */
	maximum?: number;
	/** Told that more can be read, or how much more of the blob was inflated. */
	onProgress?: () => void;
};

/**
One content, read at any place.

In a plain layer it is read where it lies, be it of 2 GB; the holes of a sparse file are zeros that take no room. In a compressed
layer it is inflated into a temporary file, as far as it is looked at and a little more, and no further than a bound; where seek points
of the layer are known, it is inflated just where it is looked at, and nothing is written.
*/
export class SeekableContent {
	/** Its length in bytes, holes included. */
	readonly size: number;
	/** Why no more of it can be read, in a sentence. */
	problem?: string;
	private readonly pieces: StoredPieces;
	private readonly maximum: number;
	private readonly spool?: GrowingSpool;
	/** What lies at any place, by points. */
	private segments?: SegmentCache;
	/** Points by which the content is reached sooner than from the start. */
	private readonly points?: SeekPoints;
	private chunks?: AsyncIterator<Uint8Array>;
	/** Where the next chunk begins, in bytes of the plain layer. */
	private position = 0;
	/** Bytes of the blob as it lies that were read. */
	private inflated = 0;
	/** How much is to be inflated, in stored bytes. */
	private goal = 0;
	private pumping?: Promise<void>;
	/** Gives up waiting for what an engine saves. */
	private waiting = new AbortController();
	private hasEnded: boolean;
	private isClosed = false;

	constructor(private readonly place: ContentPlace, private readonly options: SeekableOptions) {
		const {blob, compression, table, index} = place;
		this.size = table.size[index];
		this.pieces = new StoredPieces(this.size, table.sparse.get(index));
		this.maximum = Math.min(this.pieces.stored, options.maximum ?? maximumSpool);
		this.hasEnded = (compression === 'none' && this.isHere) || this.pieces.stored === 0;
		if (compression !== 'none') {
			this.spool = new GrowingSpool({folder: options.temporaryFolder, name: 'a file of a compressed layer'});
			this.points = this.usefulPoints();
			if (this.points && blob.isHere()) {
				this.segments = new SegmentCache(blob, this.points);
				this.hasEnded = true;
			}
		} else if (this.lying < this.pieces.stored) {
			this.problem = cutOff(this.lying, this.pieces.stored);
		}

		if (table.broken.has(index)) {
			this.problem ??= `Its content is cut off: only ${formatBytes(this.size)} are there.`;
		}

		if (table.offset[index] > blob.size && compression === 'none' && this.size > 0) {
			this.problem = cutOff(0, this.size);
		}
	}

	/** How many bytes from the start can be read at once. */
	get available(): number {
		return this.pieces.logical(this.stored);
	}

	/** Whether no more can come than is available. */
	get isWhole(): boolean {
		return this.hasEnded;
	}

	/** Whether it is being inflated further at the moment, and how far: bytes of the layer as it lies; or of the whole image, while an engine saves that. */
	get progress(): {read: number; total: number; isSaving?: boolean} | undefined {
		const {blob} = this.place;
		if (this.pumping && blob instanceof DeferredSource && !blob.isHere()) {
			return {read: this.inflated, total: blob.file.size, isSaving: true};
		}

		return this.pumping && {read: this.inflated, total: blob.size};
	}

	/** The bytes from `at` that can be read at once, at most `length`, in an array of their own. */
	peek(at: number, length: number): Uint8Array {
		const bytes = new Uint8Array(Math.max(0, Math.min(length, this.available - at)));
		for (const {from, to, stored} of this.pieces.within(at, at + bytes.length)) {
			const isByPoints = this.segments !== undefined;
			const there = this.fill(bytes.subarray(from - at, to - at), stored);
			if (isByPoints && !this.segments) {
				// The points don't fit: it is inflated from the start from now on, and nothing is there yet.
				return new Uint8Array();
			}

			if (there < to - from) {
				this.problem ??= cutOff(stored + there, this.pieces.stored);
				return bytes.subarray(0, from - at + there);
			}
		}

		return bytes;
	}

	/** The first byte from `at` on that is stored, and lies in no hole; `size` where none is. For whoever looks for something. */
	nextStored(at: number): number {
		return this.pieces.next(at);
	}

	/** Inflates up to a place, where that is still to be done. Ends sooner where it breaks, at the bound, or when it is told to stop. */
	async reach(to: number): Promise<void> {
		const stored = this.pieces.storedBefore(Math.min(to, this.size));
		if (this.spool && stored > this.maximum) {
			this.problem ??= `Only the first ${formatBytes(this.pieces.logical(this.maximum))} are shown: the layer is compressed, and no more of it is inflated.`;
		}

		if (this.hasEnded || stored <= this.stored) {
			return;
		}

		this.goal = Math.max(this.goal, Math.min(stored + ahead, this.maximum));
		this.pumping ??= this.pump();
		await this.pumping;
	}

	/** Goes no further for now. */
	stop(): void {
		this.goal = 0;
		this.waiting.abort();
	}

	/** The bytes from `at`, waited for; fewer where it ends or breaks. */
	async read(at: number, length: number): Promise<Uint8Array> {
		await this.reach(at + length);
		return this.peek(at, length);
	}

	/** Frees what it holds. What is asked for afterwards is not there. */
	close(): void {
		this.isClosed = true;
		this.hasEnded = true;
		this.waiting.abort();
		this.spool?.close();
		if (!this.pumping) {
			this.leave();
		}
	}

	/** Stored bytes that are at hand. */
	private get stored(): number {
		if (this.segments) {
			return this.pieces.stored;
		}

		return this.spool ? this.spool.size : (this.isHere ? this.lying : 0);
	}

	private get isPlain(): boolean {
		return this.place.compression === 'none';
	}

	/** Whether what a plain layer holds of it is here. */
	private get isHere(): boolean {
		const {blob, table, index} = this.place;
		return blob.isHere(table.offset[index], table.offset[index] + this.pieces.stored);
	}

	/** Stored bytes that a plain layer has of it. */
	private get lying(): number {
		const {blob, table, index} = this.place;
		return Math.max(0, Math.min(this.pieces.stored, blob.size - table.offset[index]));
	}

	private fill(target: Uint8Array, stored: number): number {
		const {blob, table, index} = this.place;
		try {
			if (this.segments?.fill(target, table.offset[index] + stored)) {
				return target.length;
			}

			if (this.segments) {
				this.segments = undefined;
				this.hasEnded = this.isClosed;
				return 0;
			}

			return this.spool ? this.spool.read(target, stored) : blob.read(target, table.offset[index] + stored);
		} catch (error) {
			this.problem ??= `It can't be read: ${(error as Error).message}.`;
			return 0;
		}
	}

	private async pump(): Promise<void> {
		// So that what asked for it is told before anything is inflated.
		await Promise.resolve();
		let end = performance.now() + workTime;
		try {
			if (this.isPlain) {
				await this.await(0, this.place.blob.size);
				this.hasEnded = true;
			}

			while (this.stored < this.goal && !this.hasEnded) {
				const chunk = await this.nextChunk();
				if (this.isClosed) {
					break;
				}

				this.take(chunk);
				if (performance.now() >= end) {
					this.options.onProgress?.();
					await turn();
					end = performance.now() + workTime;
				}
			}
		} catch (error) {
			if (error === this.waiting.signal.reason) {
				return;
			}

			this.hasEnded = true;
			this.problem = `${this.available > 0 ? 'The rest' : 'It'} can't be read: ${(error as Error).message.replace(/\.$/, '')}.`;
		} finally {
			this.pumping = undefined;
			if (this.hasEnded || this.stored >= this.maximum) {
				this.hasEnded = true;
				this.leave();
			}

			this.options.onProgress?.();
		}
	}

	private async nextChunk(): Promise<Uint8Array | undefined> {
		this.chunks ??= await this.begin();
		const step = await this.chunks.next();
		return step.done === true ? undefined : step.value;
	}

	/** Brings what of the blob is needed, and begins to inflate it. */
	private async begin(): Promise<AsyncIterator<Uint8Array>> {
		const {points, place: {blob, compression, table, index}} = this;
		const onRead = (bytes: number) => {
			this.inflated += bytes;
		};

		const offset = table.offset[index];
		// Of a table of contents nothing but its points leads to the bytes, whether they fit or not.
		const byPoints = this.place.points?.chunks ? this.place.points : (blob.isHere() ? undefined : points);
		const range = byPoints && storedRange(byPoints, offset, offset + this.maximum);
		await this.await(range?.from, range?.to);
		if (!byPoints) {
			return inflate(blob, compression, {onRead})[Symbol.asyncIterator]();
		}

		this.position = offset;
		return inflateFrom({blob, compression, points: byPoints}, offset, {onRead})[Symbol.asyncIterator]();
	}

	/** Waits for bytes of the blob. What an engine saves is given up when nobody waits for it; what a registry sent stays. */
	private async await(from?: number, to?: number): Promise<void> {
		const {blob} = this.place;
		if (blob.isHere(from, to)) {
			return;
		}

		this.waiting = new AbortController();
		const options = {
			signal: this.waiting.signal,
			onRead: (bytes: number) => {
				this.inflated += bytes;
				this.options.onProgress?.();
			},
		};
		await blob.ready(from, to, blob instanceof DeferredSource ? options : {});
		this.inflated = 0;
	}

	/** The points, where by them all of the content can be read. */
	private usefulPoints(): SeekPoints | undefined {
		const {points, table, index} = this.place;
		const offset = table.offset[index];
		return points && this.pieces.stored > 0 && covers(points, offset, offset + this.pieces.stored) ? points : undefined;
	}

	/** Keeps what of a chunk belongs to the content. */
	private take(chunk: Uint8Array | undefined): void {
		if (!chunk) {
			this.hasEnded = true;
			this.problem = cutOff(this.stored, this.pieces.stored);
			return;
		}

		const {table, index} = this.place;
		const from = Math.max(0, table.offset[index] - this.position);
		const to = Math.min(chunk.length, table.offset[index] + this.maximum - this.position);
		if (to > from) {
			this.spool!.append(chunk.subarray(from, to));
		}

		this.position += chunk.length;
	}

	/** Lets go of what inflates: it holds memory, and a program it may be. */
	private leave(): void {
		const {chunks} = this;
		this.chunks = undefined;
		// Nobody waits for it, and what it says on its way is of no use any more.
		chunks?.return?.().catch(() => undefined);
	}
}

function cutOff(there: number, size: number): string {
	return `Its content is cut off: ${formatBytes(there)} of ${formatBytes(size)} are there.`;
}
