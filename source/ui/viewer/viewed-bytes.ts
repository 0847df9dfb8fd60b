/** Bytes that are looked at: those of a content, or of a text that was made of it. */
export type ViewedBytes = {
	readonly size: number;
	/** How many from the start can be read at once. */
	readonly available: number;
	/** Whether no more can come than is available. */
	readonly isWhole: boolean;
	/** Why not all of it can be read, in a sentence. */
	readonly problem?: string;
	/** How far what is inflated at the moment is, of how much. */
	readonly progress?: {read: number; total: number; isSaving?: boolean};
	peek(at: number, length: number): Uint8Array;
	nextStored(at: number): number;
	reach(to: number): Promise<void>;
	read(at: number, length: number): Promise<Uint8Array>;
	stop(): void;
	close(): void;
};

/** Bytes that are all at hand. */
export function bytesAtHand(bytes: Uint8Array): ViewedBytes {
	return {
		size: bytes.length,
		available: bytes.length,
		isWhole: true,
		peek: (at, length) => bytes.subarray(at, at + length),
		nextStored: at => at,
		reach: async () => undefined,
		read: async (at, length) => bytes.subarray(at, at + length),
		stop: () => undefined,
		close: () => undefined,
	};
}

/** How much is read at once: rows are looked for byte by byte, and a call to the system for each would cost more than what it gives. */
const blockSize = 1 << 16;

/** Blocks that are kept. */
const maximumBlocks = 8;

/** Keeps what was read last, for whoever reads a little here and there. */
export class BlockCache {
	private readonly blocks = new Map<number, Uint8Array>();

	constructor(private readonly bytes: ViewedBytes) {}

	/** As `peek`; what it gives is not to be changed. */
	readonly at = (from: number, length: number): Uint8Array => {
		const start = Math.max(0, from);
		const end = Math.min(start + Math.max(0, length), this.bytes.available);
		const number = Math.floor(start / blockSize);
		if (end <= start) {
			return new Uint8Array();
		}

		if (end <= (number + 1) * blockSize) {
			return this.block(number).subarray(start - number * blockSize, end - number * blockSize);
		}

		return this.bytes.peek(start, end - start);
	};

	private block(number: number): Uint8Array {
		const known = this.blocks.get(number);
		// What grows is longer now, it may be.
		if (known && (known.length === blockSize || known.length >= this.bytes.available - number * blockSize)) {
			return known;
		}

		const block = this.bytes.peek(number * blockSize, blockSize);
		this.blocks.delete(number);
		this.blocks.set(number, block);
		if (this.blocks.size > maximumBlocks) {
			this.blocks.delete(this.blocks.keys().next().value!);
		}

		return block;
	}
}
