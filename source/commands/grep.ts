import {compilePattern, PatternError, type SearchPattern} from '../content/search/search-pattern.js';
import type {EntryIndex} from '../archive/entry-table.js';
import type {Contents} from '../image/contents.js';
import type {ImageWarning, LayerNumber} from '../image/image.js';
import {searchContents, WildSearch, type FoundInContent, type SearchContentsOptions} from '../image/search-contents.js';
import type {Options} from '../options.js';
import type {Grep, GrepFile} from '../report/grep.js';
import {reportImage} from '../report/reported-image.js';
import {grepReporters} from '../report/reporters.js';
import {reportWarnings} from '../report/summary.js';
import {fateNames} from '../tree/fate.js';
import {pathFilter} from '../format/path-filter.js';
import {deliver} from './deliver.js';
import {exitCodeOf} from './exit-code.js';
import {followedPaths} from './followed-paths.js';
import {seenView} from './layer-range.js';
import {pathReader} from './list-files.js';
import {load, type Loaded, type Work} from './load.js';
import {log} from './log.js';
import type {Outside} from './outside.js';
import {askQuery, filterOfQuery, type AskedQuery} from './query.js';
import {searchedFiles, type SearchedFiles} from './searched-files.js';
import {UsageError} from './usage-error.js';
import {warnOfImage} from './warn.js';
import {whyUnmatched} from './why-unmatched.js';

/** On a terminal a line is cut to so many of its rows: who searches bundled scripts shall still see the rest. */
const shownRows = 3;

/** `freedive grep IMAGE PATTERN [GLOB…]` */
export async function grep(options: Options, outside: Outside): Promise<number> {
	const [reference] = options.operands;
	const pattern = patternOf(options);
	const isOfThePast = options.at !== undefined || options.layer !== undefined || options.allLayers;
	const asked = options.query === undefined ? undefined : askQuery(options.query);
	const {used: exitCode} = await load(reference, options, outside, {
		proof: isOfThePast || asked?.proof,
		taps: asked?.taps,
		use: async (loaded, contents, work) => search(pattern, asked, {loaded, contents, work, options, outside}),
	});
	return exitCode;
}

type Search = {loaded: Loaded; contents: Contents; work: Work; options: Options; outside: Outside};

/** Searches, writes what it finds, and gives the exit code. */
async function search(pattern: SearchPattern, asked: AskedQuery | undefined, given: Search): Promise<number> {
	const {loaded, options, outside} = given;
	const {image, overlay} = loaded;
	const globs = options.operands.slice(2);
	const view = seenView(image, options);
	const filter = globs.length > 0 ? followedPaths(globs, pathFilter(globs), overlay, {view, last: true}) : undefined;
	const queried = asked && await filterOfQuery(asked, given);
	const named = pathReader(overlay.tree);
	const searched = searchedFiles(overlay, view, (path, version) => (!filter || filter.matches(named(path).path)) && (!queried || queried.filter(path, version())));
	const hasContext = options.beforeContext + options.afterContext > 0;
	const {isTTY, columns = 80} = outside.standardOutput;
	const warnings = [...loaded.warnings, ...queried?.warnings ?? [], ...warningsOfHoles(pattern, searched, given)];
	const told = {...loaded, warnings};
	let hasMatch = false;
	const limit = options.silent ? 1 : options.limit;
	const files = async function * (): AsyncGenerator<GrepFile[]> {
		for await (const batch of limited(filesOf(pattern, searched, {...given, loaded: told}), limit)) {
			hasMatch ||= batch.length > 0;
			given.work.pause();
			yield batch;
		}
	};

	if (options.silent) {
		for await (const batch of files()) {
			hasMatch ||= batch.length > 0;
		}

		// What was not read can't change the answer.
		if (hasMatch) {
			return 0;
		}
	} else {
		await deliver((format, text) => grepReporters[format]({
			image: reportImage(image),
			pattern: {...pattern, isInverted: options.invertMatch},
			view,
			mode: modeOf(options),
			hasContext,
			longest: isTTY ? shownRows * columns : Number.POSITIVE_INFINITY,
			files: files(),
			warnings: () => reportWarnings(warnings),
		}, text), options, outside);
	}

	if (!options.quiet) {
		given.work.pause();
		warnOfImage(told, outside);
		for (const glob of filter?.unmatched() ?? []) {
			log(outside, {level: 'warning', message: `no file matches ${glob}${whyUnmatched(overlay, glob, view, {inFiles: true})}`});
		}
	}

	return exitCodeOf(warnings) || (hasMatch ? 0 : 1);
}

/** What is found, file by file. What kept something from being searched goes to the warnings. */
async function * filesOf(pattern: SearchPattern, {jobs, pathOf}: SearchedFiles, {loaded, contents, work, options, outside}: Search): AsyncGenerator<GrepFile[]> {
	const {overlay, warnings} = loaded;
	const named = pathReader(overlay.tree);
	const pathIn = (layer: LayerNumber, index: EntryIndex) => named(pathOf(overlay.store.base(layer) + index)).path;
	const warn = (warning: ImageWarning) => {
		// What is cut off was told when its entries were read.
		if (warnings.every(({layer, path, message}) => layer !== warning.layer || path !== warning.path || message !== warning.message)) {
			warnings.push(warning);
		}
	};

	const fileOf = ({layer, index, lines, matches, isBinary, isPieced}: FoundInContent): GrepFile => {
		const content = overlay.store.base(layer) + index;
		const name = named(pathOf(content));
		if (isPieced) {
			warn({layer, path: name.path, message: 'it has a line of more than 4 MiB, which is searched in pieces', incomplete: false});
		}

		return {...name, layer, fate: fateNames[overlay.fateOf(content)], hiddenBy: overlay.hiddenBy(content), lines, matches, isBinary};
	};

	const searchOptions: SearchContentsOptions = {
		threads: outside.threads,
		signal: work.signal,
		mode: modeOf(options),
		isInverted: options.invertMatch,
		asText: options.asText,
		maximumPerFile: options.maxCount ?? Number.POSITIVE_INFINITY,
		before: options.beforeContext,
		after: options.afterContext,
		onProgress(share) {
			work.tell('searching contents', share);
		},
		onProblem(layer, message) {
			warn({layer, message, incomplete: true});
		},
		onWild(layer, index) {
			warn({layer, path: pathIn(layer, index), message: 'the pattern takes more than a second on a piece of it, and the rest of it is left out: write it with less repetition within repetition', incomplete: true});
		},
	};
	try {
		for await (const batch of searchContents(contents, jobs, pattern, searchOptions)) {
			const files = batch.map(found => fileOf(found)).filter(({matches, lines}) => matches > 0 || lines.length > 0);
			if (files.length > 0) {
				yield files;
			}
		}
	} catch (error) {
		if (!(error instanceof WildSearch)) {
			throw error;
		}

		const {layer, index} = error;
		warn({layer, path: pathIn(layer, index), message: 'the pattern takes more than a second on a piece of it, as on many before, and the search ends there: write it with less repetition within repetition', incomplete: true});
	}
}

/** The files up to a number of lines; of those that are told without lines, up to so many files. */
async function * limited(files: AsyncIterable<GrepFile[]>, limit = Number.POSITIVE_INFINITY): AsyncGenerator<GrepFile[]> {
	let left = limit;
	for await (const batch of files) {
		const taken: GrepFile[] = [];
		for (const file of batch) {
			if (left <= 0) {
				break;
			}

			const rows = Math.max(1, file.lines.filter(({isContext}) => !isContext).length);
			taken.push(rows <= left ? file : firstLines(file, left));
			left -= rows;
		}

		yield taken;
		if (left <= 0) {
			return;
		}
	}
}

function firstLines(file: GrepFile, count: number): GrepFile {
	let matches = 0;
	const end = file.lines.findIndex(({isContext}) => !isContext && ++matches > count);
	return {...file, lines: file.lines.slice(0, end), matches: count, isBinary: false};
}

/** Holes hold NULs alone: it matters that they are left out only where an empty line is wanted. */
function warningsOfHoles(pattern: SearchPattern, {jobs, pathOf}: SearchedFiles, {loaded: {overlay}, contents, options}: Search): ImageWarning[] {
	if (!options.invertMatch && !compilePattern(pattern).line.test('')) {
		return [];
	}

	return jobs.flatMap(({layer, indexes}) => {
		const sparse = contents.blobOf(layer)?.table.sparse;
		return [...indexes].filter(index => sparse?.has(index)).map(index => ({
			layer,
			path: overlay.tree.path(pathOf(overlay.store.base(layer) + index)),
			message: 'it is sparse, and its holes are left out',
			incomplete: false,
		}));
	});
}

function patternOf({operands, fixedStrings, ignoreCase, wordRegexp}: Options): SearchPattern {
	const [, text] = operands;
	const pattern = {text, isLiteral: fixedStrings, ignoreCase, wholeWords: wordRegexp};
	if (text.includes('\n')) {
		throw new UsageError('PATTERN has a line break, and lines are searched one by one; for one or the other write a|b.');
	}

	try {
		compilePattern(pattern);
	} catch (error) {
		if (error instanceof PatternError) {
			throw new UsageError(`PATTERN ${text} is no regular expression: ${error.message}. With -F it is taken as it is.`);
		}

		throw error;
	}

	return pattern;
}

function modeOf({count, filesWithMatches}: Options): Grep['mode'] {
	return filesWithMatches ? 'files' : (count ? 'count' : 'lines');
}
