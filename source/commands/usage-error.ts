/** A command line that can't be followed: one line for the user, exit code 2, nothing on standard output. */
export class UsageError extends Error {
	override name = 'UsageError';
}
