/** Text that is there at once, gathered to pieces of about this length: a write costs more than what it writes. What comes bit by bit stays so. */
export function inBatches<Piece>(chunks: Iterable<string> | AsyncIterable<Piece>, length: number): Iterable<string> | AsyncIterable<Piece> {
	return isThere(chunks) ? gathered(chunks, length) : chunks;
}

/** Whether text is there at once. */
export function isThere(chunks: Iterable<string> | AsyncIterable<unknown>): chunks is Iterable<string> {
	return typeof (chunks as Partial<Iterable<string>>)[Symbol.iterator] === 'function';
}

function * gathered(chunks: Iterable<string>, length: number): Generator<string, void, void> {
	let batch = '';
	for (const chunk of chunks) {
		batch += chunk;
		if (batch.length >= length) {
			yield batch;
			batch = '';
		}
	}

	yield batch;
}
