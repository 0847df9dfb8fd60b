/** What is wrong in a text, and where: lines and columns count from 1. */
export type YamlProblem = {line: number; column: number; message: string};

/** A file that people write in YAML, such as a policy, and that can't be followed. */
export class YamlError extends Error {
	override name = 'YamlError';

	/**
	@param file As the user named it.
	@param problems One at least, in the order of the file.
	@param exitCode What the program ends with: dive ends with 1 at a file of its own.
	*/
	constructor(readonly file: string, readonly problems: readonly YamlProblem[], readonly exitCode: 1 | 2 = 2) {
		super(problems.map(({line, column, message}) => `${file}:${line}:${column}: ${message}`).join('\n'));
	}
}
