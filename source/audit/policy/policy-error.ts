/** What is wrong in a policy, and where: lines and columns count from 1. */
export type PolicyProblem = {line: number; column: number; message: string};

/** A file that says yes or no, and can't be followed. */
export class PolicyError extends Error {
	override name = 'PolicyError';

	/**
	@param file As the user named it.
	@param problems One at least, in the order of the file.
	@param exitCode What the program ends with: dive ends with 1 at a file of its own.
	*/
	constructor(readonly file: string, readonly problems: readonly PolicyProblem[], readonly exitCode: 1 | 2 = 2) {
		super(problems.map(({line, column, message}) => `${file}:${line}:${column}: ${message}`).join('\n'));
	}
}
