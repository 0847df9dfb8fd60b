import {hash} from 'node:crypto';
import {Answers} from './answers.js';
import {ByteSource} from './byte-source.js';
import {BytesNeeded, type BringOptions} from './bytes-needed.js';
import {Ranges, type Range} from './ranges.js';
import {closeSpool, SparseSpool} from './spool.js';
import {untilAborted} from './until-aborted.js';

/** Bytes of a file, and where they lie in it. */
export type FilePiece = {start: number; bytes: Uint8Array};

/** What is kept of a file that can be had again. */
export type KeptFile = {
	/** Its size in bytes. */
	size: number;
	pieces: readonly FilePiece[];
};

/** How a file is had again, whole. `onRead` is told how many bytes more have come. */
export type BringFile = (options: {signal: AbortSignal; onRead: (bytes: number) => void}) => Promise<ByteSource>;

export type DeferredFileOptions = {
	/** What errors call it. */
	name: string;
	/** Tells it from any other file, at any time. */
	identity: string;
	/** What was asked about its bytes before. */
	answers?: Answers;
};

/** What an engine saves has a few entries a layer, and at most some hundred layers: what is read in more pieces than this is no image of one. */
const mostPieces = 5000;

/** A file that comes now, for all who wait for it: where none does any more it is given up. */
type Coming = {whole: Promise<ByteSource>; waiting: Set<(bytes: number) => void>; abort: AbortController};

/**
A file that is had whole or not at all, and that takes long to be had, such as what an engine saves: it is here, or of it is here what was
kept of another time. The rest comes when someone waits for it, once for all.
*/
export class DeferredFile {
	readonly answers: Answers;
	/** The pieces that are kept, in their places; undefined where it was here from the start. */
	private readonly sparse?: SparseSpool;
	/** What of it is here while it is not whole. */
	private readonly here = new Ranges();
	/** What was read of it, while notes are taken. */
	private notes?: Ranges;
	private coming?: Coming;
	private whole?: ByteSource;
	private isClosed = false;

	private constructor(
		private readonly options: DeferredFileOptions,
		/** Bytes. */
		readonly size: number,
		private readonly bring?: BringFile,
		kept?: KeptFile,
		temporaryFolder?: string,
	) {
		this.answers = options.answers ?? new Answers();
		if (kept) {
			this.sparse = new SparseSpool({folder: temporaryFolder!, name: options.name});
			this.sparse.reserve(size);
			for (const {start, bytes} of kept.pieces) {
				this.sparse.write(bytes, start);
				this.here.add(start, start + bytes.length);
			}
		}
	}

	/** One that is here. Until `takeNotes` it notes what is read of it by `read`. */
	static whole(content: ByteSource, options: DeferredFileOptions): DeferredFile {
		const file = new DeferredFile(options, content.size);
		file.whole = content;
		file.notes = new Ranges();
		return file;
	}

	/** One of which some is kept. */
	static kept(kept: KeptFile, options: DeferredFileOptions & {temporaryFolder: string; bring: BringFile}): DeferredFile {
		return new DeferredFile(options, kept.size, options.bring, kept, options.temporaryFolder);
	}

	get name(): string {
		return this.options.name;
	}

	/** Where its bytes lie that are here. */
	get fd(): number {
		return (this.whole ?? this.sparse!).fd;
	}

	/** What tells a region of it from any other. */
	identityOf(start: number, size: number): string {
		return hash('sha256', [this.options.identity, start, size].join(' '));
	}

	/** The bytes of it that are needed to open it as it was opened: what was read so far, and `more`. From now on no notes are taken. Undefined where that was in more pieces than are worth it. */
	takeNotes(more: Iterable<Range>): KeptFile | undefined {
		const {notes} = this;
		this.notes = undefined;
		for (const {start, end} of notes ? more : []) {
			notes!.add(start, end);
		}

		return notes && notes.all.length <= mostPieces
			? {size: this.size, pieces: notes.all.map(({start, end}) => ({start, bytes: this.whole!.slice(start, end - start)}))}
			: undefined;
	}

	/** Whether the bytes from `start` to before `end` can be read at once. */
	isHere(start: number, end: number): boolean {
		return this.whole !== undefined || this.here.holds(start, Math.min(end, this.size));
	}

	/**
	Reads as a `ByteSource` does.

	@throws {BytesNeeded} Where the bytes are not here.
	*/
	read(target: Uint8Array, position: number): number {
		const end = Math.min(position + target.length, this.size);
		if (!this.isHere(position, end)) {
			throw new BytesNeeded(this.name, async options => this.ready(options));
		}

		this.note(position, end);
		return this.fill(target, position);
	}

	/**
	Reads as many bytes as are here in a row.

	@throws {BytesNeeded} Where that is none.
	*/
	readSome(target: Uint8Array, position: number): number {
		const [gap] = this.whole ? [] : this.here.gaps(position, Math.min(position + target.length, this.size));
		return gap?.start === position ? this.read(target, position) : this.fill(gap ? target.subarray(0, gap.start - position) : target, position);
	}

	/**
	Waits until all of it is here.

	@throws {Error} What whoever brings it says; AbortError, when `signal` says so.
	*/
	async ready({signal, onRead = () => undefined}: BringOptions = {}): Promise<void> {
		if (this.whole) {
			return;
		}

		signal?.throwIfAborted();
		this.coming ??= this.begin();
		const {coming} = this;
		// A function of its own for each who waits.
		const told = (bytes: number) => {
			onRead(bytes);
		};

		coming.waiting.add(told);
		try {
			await untilAborted(coming.whole, signal);
		} finally {
			coming.waiting.delete(told);
			if (coming.waiting.size === 0) {
				coming.abort.abort();
				this.coming = this.coming === coming ? undefined : this.coming;
			}
		}
	}

	/** Gives up what comes, and frees what is here. */
	close(): void {
		this.isClosed = true;
		this.coming?.abort.abort();
		this.sparse?.close();
		if (this.whole) {
			closeSpool(this.whole);
		}
	}

	private fill(target: Uint8Array, position: number): number {
		return new ByteSource(this.name, this.fd, 0, this.size).read(target, position);
	}

	private note(start: number, end: number): void {
		this.notes?.add(start, end);
		if (this.notes && this.notes.all.length > mostPieces) {
			this.notes = undefined;
		}
	}

	private begin(): Coming {
		const abort = new AbortController();
		const waiting: Coming['waiting'] = new Set();
		const bring = async () => {
			const whole = await this.bring!({
				signal: abort.signal,
				onRead(bytes) {
					for (const tell of waiting) {
						tell(bytes);
					}
				},
			});
			if (this.isClosed || abort.signal.aborted) {
				closeSpool(whole);
				throw abort.signal.reason as Error;
			}

			this.whole = whole;
			return whole;
		};

		const whole = bring();
		// Who waits is told; where nobody does any more nobody is.
		whole.catch(() => undefined);
		return {whole, waiting, abort};
	}
}
