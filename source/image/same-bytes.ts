/** A content that lies plain, whole and in one piece. */
export type PlainContent = {
	size: number;
	/** Reads from a place of it on; false where not all of the bytes are there. */
	fill: (target: Uint8Array, at: number) => boolean;
};

/** How much is compared at a time, in bytes: less than a millisecond of work. */
const pieceSize = 256 * 1024;

const pieceA = new Uint8Array(pieceSize);
const pieceB = new Uint8Array(pieceSize);

/** Whether two contents of one size are the same bytes; undefined where they can't be read. Gives way after each piece. */
export function * sameBytes(a: PlainContent, b: PlainContent): Generator<void, boolean | undefined> {
	for (let done = 0; done < a.size; done += pieceSize) {
		const length = Math.min(pieceSize, a.size - done);
		const bytesA = pieceA.subarray(0, length);
		const bytesB = pieceB.subarray(0, length);
		if (!a.fill(bytesA, done) || !b.fill(bytesB, done)) {
			return undefined;
		}

		if (Buffer.compare(bytesA, bytesB) !== 0) {
			return false;
		}

		if (length === pieceSize) {
			yield;
		}
	}

	return true;
}
