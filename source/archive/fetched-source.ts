import {Arrival} from './arrival.js';
import {ByteSource, type Arriving} from './byte-source.js';
import type {BringOptions} from './bytes-needed.js';
import {NoRangesError} from './no-ranges-error.js';
import {Ranges} from './ranges.js';
import type {SparseSpool} from './spool.js';

/**
Brings bytes from where a blob lies, from `start` to before `end`, in pieces that are valid only until the next is asked for.

It throws a `NoRangesError` before any come where all that lies before would have to be brought as well.
*/
export type FetchBytes = (start: number, end: number, signal?: AbortSignal) => AsyncIterable<Uint8Array>;

/**
A blob that lies elsewhere. Its bytes are brought when someone waits for them with `ready`, and then lie in a sparse file of no name,
where they are read as any other's. Whoever reads without having waited gets zeros.
*/
export class FetchedSource extends ByteSource {
	/** Which bytes are here. */
	private readonly here = new Ranges();
	/** Fetches go one after another: who waits for what another fetches already shall not fetch it again. */
	private turn: Promise<void> = Promise.resolve();

	/**
	@param spool Where its bytes go.
	@param size Its length in bytes, as its descriptor claims.
	@throws {ArchiveError} When no file can be made, or none so large.
	*/
	constructor(name: string, private readonly spool: SparseSpool, size: number, private readonly fetch: FetchBytes) {
		super(name, spool.fd, spool.reserve(size), size);
	}

	override isHere(start = 0, end = this.size): boolean {
		return this.here.holds(start, Math.min(end, this.size));
	}

	/**
	Waits until bytes are here, and fetches those that are not. A blob that is wanted whole is fetched in one piece, so that whoever
	brings it can hold it to its digest; and so is one of which no parts can be had.

	@throws {Error} What whoever brings it says; AbortError, when `signal` says so.
	*/
	override async ready(start = 0, end = this.size, {signal, onRead}: BringOptions = {}): Promise<void> {
		const last = Math.min(end, this.size);
		const before = this.turn;
		const {promise, resolve} = Promise.withResolvers<void>();
		this.turn = promise;
		try {
			await before;
			for (const gap of start === 0 && last === this.size && !this.here.holds(0, last) ? [{start: 0, end: last}] : this.here.gaps(start, last)) {
				try {
					await this.bring(gap.start, gap.end, signal, onRead);
				} catch (error) {
					if (!(error instanceof NoRangesError)) {
						throw error;
					}

					await this.bring(0, this.size, signal, onRead);
					break;
				}
			}
		} finally {
			resolve();
		}
	}

	override arrive(first: number, {signal, onRead}: BringOptions = {}): Arriving {
		const arrival = new Arrival();
		const {promise: begun, resolve} = Promise.withResolvers<void>();
		let here = 0;
		const onPiece = (bytes: number) => {
			here += bytes;
			arrival.advance(here);
			if (here >= first) {
				resolve();
			}

			onRead?.(bytes);
		};

		const bring = async () => {
			try {
				await this.ready(0, this.size, {signal, onRead: onPiece});
			} finally {
				arrival.end();
				resolve();
			}
		};

		return {source: new ByteSource(this.name, this.fd, this.start, this.size, arrival), begun, whole: bring()};
	}

	private async bring(start: number, end: number, signal?: AbortSignal, onRead?: (bytes: number) => void): Promise<void> {
		signal?.throwIfAborted();
		let at = start;
		for await (const chunk of this.fetch(start, end, signal)) {
			signal?.throwIfAborted();
			const piece = chunk.subarray(0, end - at);
			this.spool.write(piece, this.start + at);
			at += piece.length;
			onRead?.(piece.length);
		}

		// Only now: what was brought may have turned out to be something else at its end.
		this.here.add(start, at);
	}
}
