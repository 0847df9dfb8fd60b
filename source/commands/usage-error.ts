/** A text in which something is wrong, and where: in UTF-16 units. */
export type Pointed = {text: string; at: number; length: number};

/** A command line that can't be followed: one line for the user, exit code 2, nothing on standard output. */
export class UsageError extends Error {
	override name = 'UsageError';

	/**
	@param pointed What is shown below, with carets under what is wrong.
	@param options What it came of.
	*/
	constructor(message: string, readonly pointed?: Pointed, options?: ErrorOptions) {
		super(message, options);
	}
}
