import {blockSize} from '../content/archives/tar-header.js';
import {tableLimits, type TableLimits} from './table-limits.js';
import {TapSet, type LayerIndex, type Tap} from './tap.js';
import {TarIndexer} from './tar-indexer.js';

/** Zeros after the end of a tar are read on this far, so that a compressed stream's own checksum is met; not for ever. */
const largestPadding = 64 << 20;

/**
The entries of a tar that goes by as a stream, with taps on the contents.

A stream that fails ends the table there: what came before stays, and a warning says why.

@param chunks Plain bytes; a chunk need be valid only until the next is asked for.
*/
export async function indexStream(chunks: AsyncIterable<Uint8Array>, taps: readonly Tap[] = [], limits = tableLimits): Promise<LayerIndex> {
	const walk = new StreamWalk(taps, limits);
	let failure: Error | undefined;
	try {
		for await (const chunk of chunks) {
			walk.push(chunk);
			if (walk.finished) {
				break;
			}
		}
	} catch (error) {
		failure = error as Error;
		if (failure.name === 'AbortError') {
			throw failure;
		}
	}

	return walk.finish(failure);
}

class StreamWalk {
	private readonly indexer: TarIndexer;
	private readonly tapSet: TapSet;
	/** Where the next chunk starts, in bytes of the tar. */
	private position = 0;
	/** Room for what is needed, where a chunk ended within it, and how much of it is there. */
	private held = new Uint8Array(blockSize);
	private heldLength = 0;
	private tapping = false;
	private readonly hasTaps: boolean;

	constructor(taps: readonly Tap[], limits: TableLimits) {
		this.indexer = new TarIndexer(limits);
		this.tapSet = new TapSet(taps);
		this.hasTaps = taps.length > 0;
	}

	get finished(): boolean {
		return this.indexer.done && this.position - this.indexer.next > largestPadding;
	}

	push(chunk: Uint8Array): void {
		const {indexer} = this;
		const start = this.position;
		const end = start + chunk.length;
		this.position = end;
		if (this.tapping) {
			this.tap(chunk, start, end);
		}

		while (!indexer.done && indexer.next < end) {
			const from = indexer.next - start;
			if (from < 0 || indexer.next + indexer.need > end) {
				if (!this.hold(chunk, from)) {
					return;
				}
			} else {
				indexer.take(chunk, from);
			}

			if (this.hasTaps && indexer.content >= 0) {
				this.openTaps();
				if (this.tapping) {
					this.tap(chunk, start, end);
				}
			}
		}
	}

	finish(failure: Error | undefined): LayerIndex {
		const {indexer} = this;
		const table = indexer.finish(this.position);
		if (failure) {
			table.warnings.push({message: failure.message, incomplete: true});
		}

		return {table, facts: this.tapSet.facts};
	}

	/** Gathers what is needed from this chunk and those before it; takes it once it is whole. */
	private hold(chunk: Uint8Array, from: number): boolean {
		const {indexer} = this;
		if (this.held.length < indexer.need) {
			this.held = new Uint8Array(indexer.need);
		}

		const piece = chunk.subarray(Math.max(0, from), Math.max(0, from) + indexer.need - this.heldLength);
		this.held.set(piece, this.heldLength);
		this.heldLength += piece.length;
		if (this.heldLength < indexer.need) {
			return false;
		}

		this.heldLength = 0;
		indexer.take(this.held, 0);
		return true;
	}

	private openTaps(): void {
		const {indexer} = this;
		const entry = indexer.content;
		indexer.content = -1;
		this.tapping = this.tapSet.open(entry, {
			path: Buffer.from(indexer.builder.lastPath).toString('latin1'),
			size: indexer.contentEnd - indexer.contentStart,
			mode: indexer.builder.lastMode,
		});
	}

	private tap(chunk: Uint8Array, start: number, end: number): void {
		const {contentStart, contentEnd} = this.indexer;
		const from = Math.max(contentStart, start);
		const to = Math.min(contentEnd, end);
		if (to > from) {
			this.tapSet.write(chunk.subarray(from - start, to - start));
		}

		this.tapping = contentEnd > end;
	}
}
