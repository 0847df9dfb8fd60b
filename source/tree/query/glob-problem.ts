import {Glob} from '../../format/glob.js';

/** What is wrong with a glob, in a sentence; undefined where nothing is. */
export function globProblem(glob: string): string | undefined {
	const {problem} = new Glob(glob);
	return problem === undefined ? undefined : `no pattern: ${problem}`;
}
