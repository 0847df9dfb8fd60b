import type {ByteSource} from './byte-source.js';

/** How much is read where what is wanted lies apart, and at most where one thing after another follows on what was read before, in bytes. */
const smallestRead = 16 * 1024;
const largestRead = 256 * 1024;

/** What lies no further ahead than this is read on to. */
const shortJump = 16 * 1024;

/** A source seen through a window: contents that lie side by side come by one call, and of those apart just the beginning. */
export class ReadWindow {
	private bytes = new Uint8Array(largestRead);
	private start = 0;
	private end = 0;
	private step = smallestRead;

	constructor(private readonly source: ByteSource) {}

	/** The bytes at a place, at most `length` of them; fewer only at the source's end. Valid until the next call. */
	at(position: number, length: number): Uint8Array {
		if (position < this.start || position + length > this.end) {
			this.move(position, length);
		}

		return this.bytes.subarray(position - this.start, Math.min(this.end, position + length) - this.start);
	}

	private move(position: number, length: number): void {
		const isNear = position >= this.start && position - this.end <= shortJump;
		// What lies side by side is read more and more at a time; one that follows on another by chance costs little.
		this.step = isNear ? Math.min(this.step * 2, largestRead) : smallestRead;
		const wanted = Math.max(length, this.step);
		if (this.bytes.length < wanted) {
			this.bytes = new Uint8Array(wanted);
		}

		this.start = position;
		this.end = position + this.source.read(this.bytes.subarray(0, wanted), position);
	}
}
