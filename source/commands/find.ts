import type {Contents} from '../image/contents.js';
import type {Options} from '../options.js';
import {reportFind} from '../report/find.js';
import {findReporters} from '../report/reporters.js';
import {findPaths} from '../tree/query/find-paths.js';
import {runInTurns} from '../archive/slices.js';
import {deliver} from './deliver.js';
import {exitCodeOf} from './exit-code.js';
import {load, type Loaded, type Work} from './load.js';
import {log} from './log.js';
import type {Outside} from './outside.js';
import {askQuery, prepareQuery, type AskedQuery} from './query.js';
import {UsageError} from './usage-error.js';
import {warnOfImage} from './warn.js';

/** On a terminal so many are listed unless more are asked for: the best, which come first, shall not be the ones that scroll away. */
const listedOnTerminal = 40;

/** `freedive find IMAGE QUERY…` */
export async function find(options: Options, outside: Outside): Promise<number> {
	const [reference, ...words] = options.operands;
	if (options.null && options.formats.some(({name}) => name !== 'text')) {
		throw new UsageError('-0 goes with text alone.');
	}

	const asked = askQuery(words.join(' '));
	const {used: exitCode} = await load(reference, options, outside, {
		// What each layer did to a path is told in JSON.
		proof: asked.proof || options.formats.some(({name}) => name.startsWith('json')),
		taps: asked.taps,
		use: async (loaded, contents, work) => answer(asked, {loaded, contents, work, options, outside}),
	});
	return exitCode;
}

type Asked = {loaded: Loaded; contents: Contents; work: Work; options: Options; outside: Outside};

async function answer(asked: AskedQuery, {loaded, contents, work, options, outside}: Asked): Promise<number> {
	const {image, overlay} = loaded;
	const {prepared, warnings} = await prepareQuery(asked, {loaded, contents, work, outside});
	const isForReading = outside.standardOutput.isTTY && !options.null && options.formats.every(({name, file}) => name === 'text' && file === undefined);
	const limit = options.limit ?? (isForReading ? listedOnTerminal : Number.POSITIVE_INFINITY);
	const found = await runInTurns(findPaths(overlay, asked.query, prepared, {limit}), work.signal);
	const told = {...loaded, warnings: [...loaded.warnings, ...warnings]};
	const result = reportFind({image, overlay, query: asked.query, expressions: prepared.expressions, warnings: told.warnings}, found);
	work.pause();
	await deliver((format, text) => findReporters[format](result, {...text, ending: options.null ? '\0' : '\n'}), options, outside);
	if (!options.quiet) {
		warnOfImage(told, outside);
		const {total, paths} = found;
		if (paths.length < total) {
			log(outside, {level: 'note', message: `the first ${paths.length} of ${total} are listed; --limit ${total} lists all`});
		}
	}

	return exitCodeOf(told.warnings) || (found.total > 0 ? 0 : 1);
}
