import {defaultDiveLimits, diveRuleNames, judgeAsDive, readDiveLimit, type DiveLimits} from '../audit/dive/dive-rules.js';
import {readDiveCi} from '../audit/dive/read-dive-ci.js';
import type {Options} from '../options.js';
import {diveCiText} from '../report/dive-ci-text.js';
import {diveJson} from '../report/dive-json.js';
import {countAsDive} from '../tree/dive-figures.js';
import {exitCodeOf} from './exit-code.js';
import {load} from './load.js';
import {log} from './log.js';
import type {Outside} from './outside.js';
import {divePolicyFile, inWorkingFolder, largestPolicy} from './policy-files.js';
import {readNamed} from './read-named.js';
import {UsageError} from './usage-error.js';
import {usesColor} from './uses-color.js';
import {warnOfImage} from './warn.js';
import {writeFile} from './write-file.js';
import {writeOutput} from './write-output.js';

/** What dive ends with where the image does not pass, and where it can't follow what it is told. */
const no = 1;

/** `freedive IMAGE --ci` and `--json FILE`, as people of dive type them. */
export async function dive(options: Options, outside: Outside): Promise<number> {
	const [reference, ...others] = options.operands;
	if (reference === undefined || others.length > 0 || options.formats.length > 0) {
		throw new UsageError(`${options.ci ? '--ci' : '--json'} goes with one image, and without --format: freedive IMAGE ${options.ci ? '--ci' : '--json FILE'}`);
	}

	if (options.ci && options.json === '-') {
		throw new UsageError('The verdict goes to standard output, so the JSON needs a file: freedive IMAGE --ci --json FILE');
	}

	const limits = options.ci ? await readLimits(options, outside) : undefined;
	if (limits === 'unreadable') {
		return no;
	}

	const {image, overlay, warnings} = await load(reference, options, outside, {defers: true});
	if (options.json === '-') {
		await writeOutput(outside.standardOutput, diveJson(image, overlay));
	} else if (options.json !== undefined) {
		await writeFile(inWorkingFolder(outside, options.json), diveJson(image, overlay));
	}

	let passed = true;
	if (limits) {
		const {figures, files} = countAsDive(overlay);
		const judged = judgeAsDive(figures, limits);
		passed = judged.passed;
		const text = diveCiText({...judged, figures, files: files.map(({path, ...file}) => ({...file, path: overlay.tree.path(path)}))}, usesColor(options.color, outside.environment, outside.standardOutput));
		await writeOutput(outside.standardOutput, [text]);
	}

	if (!options.quiet) {
		warnOfImage({image, warnings}, outside);
	}

	return exitCodeOf(warnings) || (passed ? 0 : no);
}

/** The file's limits with those of the command line over them. */
async function readLimits(options: Options, outside: Outside): Promise<DiveLimits | 'unreadable'> {
	const file = options.ciConfig ?? divePolicyFile;
	const limits = await readFile(file, options, outside);
	if (limits === 'unreadable') {
		return limits;
	}

	for (const rule of diveRuleNames) {
		const text = options[rule];
		const read = text === undefined ? 'disabled' : readDiveLimit(rule, text);
		if (typeof read === 'object' && 'problem' in read) {
			log(outside, {level: 'error', message: `--${read.problem}.`});
			return 'unreadable';
		}

		limits[rule] = text ?? limits[rule];
	}

	return limits;
}

async function readFile(file: string, {ciConfig, quiet}: Options, outside: Outside): Promise<DiveLimits | 'unreadable'> {
	let bytes: Buffer;
	try {
		bytes = await readNamed(file, outside, ciConfig === undefined ? 'dive\'s policy' : '--ci-config', largestPolicy);
	} catch (error) {
		if (!(error instanceof UsageError)) {
			throw error;
		}

		if ((error.cause as NodeJS.ErrnoException | undefined)?.code !== 'ENOENT') {
			log(outside, {level: 'error', message: error.message});
			return 'unreadable';
		}

		// Dive says nothing then; but who names a file has one in mind.
		if (ciConfig !== undefined && !quiet) {
			log(outside, {level: 'warning', message: `${file} is not there: dive's defaults hold.`});
		}

		return {...defaultDiveLimits};
	}

	const {limits, remarks} = readDiveCi(file, bytes);
	for (const message of quiet ? [] : remarks) {
		log(outside, {level: 'warning', message});
	}

	return limits;
}
