import type {Contents} from '../image/contents.js';
import type {Options} from '../options.js';
import {entryColumns} from '../report/file-columns.js';
import {filesReporters} from '../report/reporters.js';
import {reportImage} from '../report/reported-image.js';
import {reportWarnings} from '../report/summary.js';
import {pathFilter} from '../format/path-filter.js';
import {deliver} from './deliver.js';
import {exitCodeOf} from './exit-code.js';
import {followedPaths} from './followed-paths.js';
import {seenView, type SeenView} from './layer-range.js';
import {listFiles, type ListOptions} from './list-files.js';
import {load, type Loaded, type Work} from './load.js';
import {log} from './log.js';
import type {Outside} from './outside.js';
import {packagesOf} from './packages.js';
import {askQuery, filterOfQuery, type AskedQuery} from './query.js';
import {warnOfImage} from './warn.js';
import {whereElse, whyUnmatched} from './why-unmatched.js';

/** `freedive files IMAGE [GLOB…]` */
export async function files(options: Options, outside: Outside): Promise<number> {
	const [reference] = options.operands;
	const columns = new Set(options.columns);
	const asked = options.query === undefined ? undefined : askQuery(options.query);
	const taps = [...(columns.has('content_digest') ? ['content-digest'] as const : []), ...(columns.has('package') ? ['package-files'] as const : []), ...asked?.taps ?? []];
	const request = {
		proof: columns.has('change') || columns.has('fate') || asked?.proof,
		taps: [...new Set(taps)],
		// What digests, packages and a query need of contents is read without waiting.
		defers: asked === undefined && !columns.has('content_digest') && !columns.has('package'),
		use: async (loaded: Loaded, contents: Contents, work: Work) => list(asked, {loaded, contents, work, options, outside}),
	};
	const {used: exitCode} = await load(reference, options, outside, request);
	return exitCode;
}

type Listing = {loaded: Loaded; contents: Contents; work: Work; options: Options; outside: Outside};

async function list(asked: AskedQuery | undefined, {loaded, contents, work, options, outside}: Listing): Promise<number> {
	const [, ...globs] = options.operands;
	const {overlay} = loaded;
	const listed = seenView(loaded.image, options);
	const filter = globs.length > 0 ? followedPaths(globs, pathFilter(globs), overlay, {view: listed}) : undefined;
	const queried = asked && await filterOfQuery(asked, {loaded, contents, work, outside});
	const found = options.columns?.includes('package') && !queried?.packages ? packagesOf(loaded, contents) : undefined;
	const packages = found ?? queried?.packages;
	const told = {...loaded, warnings: [...loaded.warnings, ...found?.warnings ?? [], ...queried?.warnings ?? []]};
	const rows = {sort: options.sort, limit: options.limit, matches: filter?.matches, filter: queried?.filter, contents, packages};
	work.pause();
	let isEmpty = true;
	await deliver((format, text) => {
		const columns = options.columns ?? (options.allLayers && format === 'csv' ? entryColumns : undefined);
		return filesReporters[format](listing(told, listed, rows, () => {
			isEmpty = false;
		}), columns, text);
	}, options, outside);
	if (!options.quiet) {
		warnOfImage(told, outside);
		const unmatched = filter?.unmatched() ?? [];
		for (const glob of unmatched) {
			log(outside, {level: 'warning', message: `no path matches ${glob}${whyUnmatched(overlay, glob, listed)}`});
		}

		if (queried && isEmpty && (globs.length === 0 || unmatched.length < globs.length)) {
			const elsewhere = whereElse(overlay, listed, {matches: filter?.matches, filter: queried.filter});
			log(outside, {level: 'warning', message: `${globs.length === 0 ? 'no path' : 'nothing of that'} matches ${options.query!}${elsewhere}`});
		}
	}

	return exitCodeOf(told.warnings);
}

/** Every entry of every layer, as a spreadsheet wants them: `freedive IMAGE --format csv`. */
export function entriesCsv(loaded: Loaded): Iterable<string> {
	return filesReporters.csv(listing(loaded, {from: 1, to: loaded.image.layers.length}, {}), entryColumns, {bytes: false, width: 0, color: false, ascii: false});
}

function listing(loaded: Loaded, view: SeenView, options: ListOptions, onRow = () => undefined as void): Parameters<(typeof filesReporters)[string]>[0] {
	const {image, overlay, warnings} = loaded;
	return {
		image: reportImage(image),
		view,
		layers: image.layers.map(({digest, diffId, history}) => ({digest: digest ?? diffId, createdBy: history?.createdBy, instruction: history?.instruction})),
		rows: eachTold(listFiles(overlay, view, options), onRow),
		warnings: reportWarnings(warnings),
	};
}

/** Rows as they come, and a word about each. */
function * eachTold<Row>(rows: Iterable<Row>, onRow: () => void): Generator<Row> {
	for (const row of rows) {
		onRow();
		yield row;
	}
}
