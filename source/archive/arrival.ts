/** More than any blob has. */
const all = 2n ** 62n;

/** How long a thread sleeps at most before it looks again, in milliseconds: nobody wakes it who died. */
const longestSleep = 1000;

/** How many bytes of a blob have come so far, from its start on: known to all threads by memory that they share. */
export class Arrival {
	private readonly bytes: BigInt64Array;

	/** @param memory That of an arrival in another thread. */
	constructor(readonly memory = new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT)) {
		this.bytes = new BigInt64Array(memory);
	}

	/** More came: so many bytes in all. */
	advance(bytes: number): void {
		this.tell(BigInt(bytes));
	}

	/** No more will come: nobody needs to wait any longer. */
	end(): void {
		this.tell(all);
	}

	/** Sleeps until so many bytes came, or no more will. Never in the thread that brings them. */
	waitFor(bytes: number): void {
		for (;;) {
			const here = Atomics.load(this.bytes, 0);
			if (here >= bytes) {
				return;
			}

			Atomics.wait(this.bytes, 0, here, longestSleep);
		}
	}

	private tell(bytes: bigint): void {
		Atomics.store(this.bytes, 0, bytes);
		Atomics.notify(this.bytes, 0);
	}
}
