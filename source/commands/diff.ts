import {learnDigests} from '../image/learn-digests.js';
import {safeText} from '../format/safe-text.js';
import {countOf} from '../format/count.js';
import type {ImageWarning} from '../image/image.js';
import type {Options} from '../options.js';
import {reportChange, reportDiff, reportRow} from '../report/diff.js';
import {diffReporters, type DiffParts} from '../report/reporters.js';
import {compareConfig} from '../tree/compare-config.js';
import {compareHistory} from '../tree/compare-history.js';
import {compareFiles, type Comparison, type Side} from '../tree/compare-images.js';
import {comparePackages} from '../tree/compare-packages.js';
import {verdictOf, type ImageComparison, type Verdict} from '../tree/compare-verdict.js';
import {lackingDigests} from '../tree/lacking-digests.js';
import {listChanges} from '../tree/list-changes.js';
import {findPackages, type PackageList} from '../tree/packages.js';
import {runInTurns, runNow} from '../archive/slices.js';
import {pathFilter, type PathFilter} from '../format/path-filter.js';
import {comparedViews} from './compared-views.js';
import {deliver} from './deliver.js';
import {askedPaths, type AskedPaths} from './asked-paths.js';
import {exitCodeOf} from './exit-code.js';
import {ignoredNames} from './ignored-names.js';
import {loadPair, type LoadedSide, type Proven} from './load-pair.js';
import type {Work} from './load.js';
import {log} from './log.js';
import type {Outside} from './outside.js';
import {patchFiles} from './patch-files.js';
import {UsageError} from './usage-error.js';
import {warnOfImage} from './warn.js';
import {writePatch} from './write-patch.js';

/** `freedive diff IMAGE IMAGE` */
export async function diff(options: Options, outside: Outside): Promise<number> {
	const {operands, at, layer, sort} = options;
	const [a, b] = operands;
	if (b === undefined && at === undefined && layer === undefined) {
		throw new UsageError('freedive diff needs two images, or two points of one: freedive diff IMAGE --at 3..5');
	}

	if (a === '-' && b === '-') {
		throw new UsageError('Only one image can come from standard input.');
	}

	if (options.patch && options.formats.length > 0) {
		throw new UsageError('--patch is a format of its own: it goes without --format.');
	}

	if (sort === 'layer') {
		throw new UsageError('--sort is size or path here, not layer: a difference is of two images.');
	}

	// Before anything is opened: a word that means nothing costs no wait.
	const {ignore, globs} = ignoredNames(options.ignore);
	const only = options.path.length > 0 ? pathFilter(options.path) : undefined;
	const without = globs.length > 0 ? pathFilter(globs) : undefined;
	const taps = only ? [] : ['package-files'] as const;
	return loadPair([a, b], options, outside, taps, async (loadedA, loadedB, work, proven) => {
		const asked = only && askedPaths(options.path, only);
		const compared = await compare(loadedA, loadedB, {options, ignore, asked, without, proven}, work);
		const unmatched = asked?.unmatched() ?? [];
		if (unmatched.length > 0 && unmatched.length === options.path.length) {
			throw new UsageError(`${unmatched.length === 1 ? `No path matches ${safeText(unmatched[0])}` : `No path matches any of ${safeText(unmatched.join(', '))}`}, in A or in B: nothing was compared.`);
		}

		await (options.patch ? patch(compared, options, outside, work) : write(compared, options, outside));
		const {warnings, verdict} = compared;
		// A path that is nowhere was not compared: a gate must not pass for a name that is mistyped.
		const exitCode = exitCodeOf([...warnings.a, ...warnings.b]) || (unmatched.length > 0 ? 2 : 0) || (options.exitCode && !verdict.identical ? 1 : 0);
		if (!options.quiet) {
			warn(compared, loadedA, loadedB, outside);
			for (const glob of [...unmatched, ...without?.unmatched() ?? []]) {
				log(outside, {level: 'error', message: `no path matches ${glob}`});
			}

			if (exitCode === 1 && verdict.differsInTimesAlone) {
				log(outside, {level: 'note', message: '--exit-code: they differ in times alone; --ignore times leaves these out'});
			}
		}

		return exitCode;
	});
}

type Compared = {
	comparison: ImageComparison;
	verdict: Verdict;
	warnings: Record<'a' | 'b', ImageWarning[]>;
	isFinished: boolean;
};

type CompareRequest = {
	options: Options;
	ignore: ReturnType<typeof ignoredNames>['ignore'];
	asked: AskedPaths | undefined;
	without: PathFilter | undefined;
	proven?: Proven;
};

async function compare(loadedA: LoadedSide, loadedB: LoadedSide, {options, ignore, asked, without, proven}: CompareRequest, work: Work): Promise<Compared> {
	const [viewA, viewB] = comparedViews(options, loadedA.image, loadedB.image);
	const a: Side = {...loadedA, view: viewA};
	const b: Side = {...loadedB, view: viewB};
	const isFinished = [a, b].every(({view, image}) => 'at' in view && view.at === image.layers.length);
	asked?.follow([a, b]);
	const matches = asked ?? without ? (path: string) => (asked?.matches(path) ?? true) && !(without?.matches(path) ?? false) : undefined;

	work.tell('comparing files');
	let files = await runInTurns(compareFiles(a, b, ignore, matches, proven), work.signal);
	const lacking = lackingDigests(files);
	if (lacking.length > 0) {
		for (const {side, layer, indexes} of lacking) {
			work.tell(`reading contents of layer ${layer} of ${side.image.reference}`);
			await learnDigests(side.contents, layer, indexes, {signal: work.signal});
		}

		files = await runInTurns(compareFiles(a, b, ignore, matches, proven), work.signal);
	}

	const packagesOf = async (side: LoadedSide): Promise<PackageList> => runInTurns(findPackages(side.overlay, side.contents), work.signal);
	const lists = asked ? undefined : [await packagesOf(loadedA), loadedA === loadedB ? undefined : await packagesOf(loadedB)] as const;
	const warnings = {
		a: [...loadedA.warnings, ...problemsOf(loadedA)],
		b: loadedA === loadedB ? [] : [...loadedB.warnings, ...problemsOf(loadedB), ...contradictions(files)],
	};
	if (files.counts.unknown > 0 && exitCodeOf([...warnings.a, ...warnings.b]) === 0) {
		warnings.b.push({message: `${countOf(files.counts.unknown, 'file')} could not be compared: their contents are sparse and too large to be read.`, incomplete: true});
	}

	const comparison: ImageComparison = {
		files,
		packages: lists && comparePackages({list: lists[0], view: viewA}, {list: lists[1] ?? lists[0], view: viewB}),
		// What is ignored was not compared, and is not said to be the same.
		...(isFinished && !asked && !ignore.has('config') && {config: compareConfig(a.image, b.image, ignore)}),
		...(isFinished && !asked && !ignore.has('history') && {history: compareHistory(a, b, ignore)}),
		isPartial: exitCodeOf([...warnings.a, ...warnings.b]) > 0 || hasUnseenLayers(files),
		leavesOutPaths: without !== undefined,
		...(asked && {places: asked.places()}),
	};
	warnings.a.push(...lists?.[0].warnings ?? []);
	warnings.b.push(...lists?.[1]?.warnings ?? []);
	return {comparison, verdict: verdictOf(comparison), warnings, isFinished};
}

/** Whether one side has a layer that is not in its container, be it declared so, and that the other has not. */
function hasUnseenLayers({a, b, layers: {onlyA, onlyB}}: Comparison): boolean {
	return onlyA.some(layer => !a.image.layers[layer - 1].blob) || onlyB.some(layer => !b.image.layers[layer - 1].blob);
}

/** What kept contents from being compared. */
function problemsOf({contents}: LoadedSide): ImageWarning[] {
	return [...contents.problems].map(([layer, problem]) => ({layer, message: `not all of its contents could be compared: ${problem}`, incomplete: true}));
}

/** Layers that are not what they say they are. */
function contradictions({layers: {contradicting}, a}: Comparison): ImageWarning[] {
	return contradicting.map(pair => ({layer: pair.b, message: `it has the diff_id of layer ${pair.a} of ${a.image.reference}, and holds something else: one of them is not what its config says`, incomplete: false}));
}

async function write({comparison, verdict, warnings, isFinished}: Compared, options: Options, outside: Outside): Promise<void> {
	const {sort = 'size', limit, ignore} = options;
	const order = sort === 'path' ? 'path' : 'size';
	const parts: DiffParts = {
		diff: reportDiff(comparison, verdict, ignore, warnings),
		isFinished,
		* changes() {
			for (const path of runNow(listChanges(comparison.files, order, false)).slice(0, limit)) {
				yield reportChange(comparison, path);
			}
		},
		rows(most) {
			const paths = runNow(listChanges(comparison.files, order, true));
			const shown = paths.slice(0, limit ?? most);
			return {rows: shown.map(path => reportRow(comparison, path)), more: paths.length - shown.length};
		},
	};
	await deliver((format, text) => diffReporters[format](parts, text), options, outside);
}

async function patch({comparison: {files}}: Compared, options: Options, outside: Outside, work: Work): Promise<void> {
	const paths = runNow(listChanges(files, 'path', false)).slice(0, options.limit);
	await writePatch(patchFiles(files, paths, work), options, outside);
}

function warn({warnings}: Compared, a: LoadedSide, b: LoadedSide, outside: Outside): void {
	warnOfImage({...a, warnings: warnings.a}, outside);
	if (a !== b) {
		warnOfImage({...b, warnings: warnings.b}, outside);
	}
}
