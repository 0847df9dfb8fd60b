import {inflateFrom} from './inflate-from.js';
import type {InflateOptions} from './inflate.js';
import {isReadable, segmentAt} from './seek-points.js';
import type {StoredBlob} from './stored-blob.js';

/** Goes once through the plain bytes of a compressed blob, forward only, and leaves out what its points let it. */
export class Passage {
	/** The chunk that came last, valid until the next is asked for. */
	chunk: Uint8Array = new Uint8Array();
	/** Where it begins among the plain bytes. */
	position = 0;
	private chunks?: AsyncIterator<Uint8Array>;
	private problem?: Error;

	constructor(private readonly stored: StoredBlob, private readonly options: InflateOptions) {}

	/** What is there of some plain bytes, which lie behind all that was asked for before. */
	async * cut(start: number, length: number): AsyncIterable<Uint8Array> {
		for (const end = start + length; start < end;) {
			const from = start - this.position;
			if (from >= this.chunk.length) {
				if (!await this.next(start)) {
					return;
				}

				continue;
			}

			const piece = this.chunk.subarray(from, Math.min(this.chunk.length, from + end - start));
			start += piece.length;
			yield piece;
		}
	}

	/**
	Brings the next chunk: false where there is none. What broke the stream breaks all that lies behind it,
	but where a table of contents leads to each content.

	@param wanted What lies before this place need not come.
	@throws {ArchiveError} As `inflate` does.
	*/
	async next(wanted: number): Promise<boolean> {
		if (this.problem !== undefined && !(this.stored.points?.chunks && this.isWorthSkipping(wanted))) {
			throw this.problem;
		}

		this.position += this.chunk.length;
		this.chunk = new Uint8Array();
		try {
			if (this.isWorthSkipping(wanted)) {
				await this.close();
				this.position = wanted;
			}

			this.chunks ??= inflateFrom(this.stored, this.position, this.options);
			const step = await this.chunks.next();
			if (step.done !== true) {
				this.chunk = step.value;
			}

			return step.done !== true;
		} catch (error) {
			this.problem = error as Error;
			throw error;
		}
	}

	async close(): Promise<void> {
		await this.chunks?.return?.();
		this.chunks = undefined;
	}

	/** Whether there is a point between here and there. */
	private isWorthSkipping(wanted: number): boolean {
		const {points} = this.stored;
		const segment = points && segmentAt(points, wanted);
		return points !== undefined && segment !== undefined && isReadable(points, segment) && points.plain[segment] > this.position;
	}
}
