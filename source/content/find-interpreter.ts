import type {FileFact, FileFinder} from './file-fact.js';
import type {Reading} from './reading.js';

const executable = 0o111;

/** Linux reads a script's first line so far (`BINPRM_BUF_SIZE`). */
const longestLine = 256;

const hash = 0x23;
const bang = 0x21;
const lineFeed = 0x0A;

/** What an executable script's first line names (execve(2), "Interpreter scripts"). A carriage return at its end is a part of the name, as it is to Linux. */
export const findInterpreter: FileFinder = {
	limit: longestLine,
	takesLarger: true,
	find({mode, head}) {
		if ((mode & executable) === 0 || head[0] !== hash || head[1] !== bang) {
			return undefined;
		}

		const line = head.subarray(2, longestLine);
		const end = line.indexOf(lineFeed);
		const interpreter = Buffer.from(line.subarray(0, end < 0 ? line.length : end)).toString('latin1').replaceAll(/^[\t ]+|[\t ]+$/g, '');
		return interpreter === '' ? undefined : is(interpreter);
	},
};

// eslint-disable-next-line require-yield -- its first line tells all.
function * is(interpreter: string): Reading<Partial<FileFact>> {
	return {interpreter};
}
