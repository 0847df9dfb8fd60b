import picomatch from 'picomatch';

/** What is wrong with a glob, in a sentence; undefined where nothing is. By itself picomatch keeps quiet, and finds nothing. */
export function globProblem(glob: string): string | undefined {
	try {
		picomatch.makeRe(glob, {dot: true, nonegate: true, debug: true});
		return undefined;
	} catch (error) {
		// `Invalid regular expression: /^(?:…)$/: Range out of order in character class`
		return `no pattern: ${(error as Error).message.replace(/^.*: /s, '').toLowerCase()}`;
	}
}
