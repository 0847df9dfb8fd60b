/** Told how a wait for bytes goes, and when it is over for who waits. */
export type BringOptions = {
	signal?: AbortSignal;
	/** Told how many bytes more have come. */
	onRead?: (bytes: number) => void;
};

/** Bytes were read that are not here yet. They can be waited for, and then be read. */
export class BytesNeeded extends Error {
	override name = 'BytesNeeded';

	/**
	@param bring Brings them.
	*/
	constructor(name: string, readonly bring: (options: BringOptions) => Promise<void>) {
		super(`${name}: its bytes are not here yet`);
	}
}

/**
Asks what can't wait for bytes, and asks it again once those have come that it needed.

@throws {Error} What it throws, or what keeps the bytes from coming; AbortError, when `signal` says so.
*/
export async function withBytes<Result>(ask: () => Result | Promise<Result>, options: BringOptions): Promise<Result> {
	for (;;) {
		try {
			return await ask();
		} catch (error) {
			if (!(error instanceof BytesNeeded)) {
				throw error;
			}

			await error.bring(options);
		}
	}
}
