import {findLayer} from '../image/find-layer.js';
import {safeText} from '../format/safe-text.js';
import type {Contents} from '../image/contents.js';
import type {Image, ImageWarning} from '../image/image.js';
import type {Options} from '../options.js';
import {entryColumns} from '../report/file-columns.js';
import {filesReporters} from '../report/reporters.js';
import {reportImage} from '../report/reported-image.js';
import {reportWarnings} from '../report/summary.js';
import {deliver} from './deliver.js';
import {exitCodeOf} from './exit-code.js';
import {layerRange} from './layer-range.js';
import {listFiles, type Listed, type ListOptions} from './list-files.js';
import {load, type Loaded, type Work} from './load.js';
import type {Outside} from './outside.js';
import {packagesOf} from './packages.js';
import {pathFilter} from './path-filter.js';
import {askQuery, filterOfQuery, type AskedQuery} from './query.js';
import {warnOfImage} from './warn.js';

/** `freedive files IMAGE [GLOB…]` */
export async function files(options: Options, outside: Outside): Promise<number> {
	const [reference] = options.operands;
	const columns = new Set(options.columns);
	const asked = options.query === undefined ? undefined : askQuery(options.query);
	const taps = [...(columns.has('content_digest') ? ['content-digest'] as const : []), ...(columns.has('package') ? ['package-files'] as const : []), ...asked?.taps ?? []];
	const request = {
		proof: columns.has('change') || columns.has('fate') || asked?.proof,
		taps: [...new Set(taps)],
		use: async (loaded: Loaded, contents: Contents, work: Work) => list(asked, {loaded, contents, work, options, outside}),
	};
	const {used: exitCode} = await load(reference, options, outside, request);
	return exitCode;
}

type Listing = {loaded: Loaded; contents: Contents; work: Work; options: Options; outside: Outside};

async function list(asked: AskedQuery | undefined, {loaded, contents, work, options, outside}: Listing): Promise<number> {
	const [, ...globs] = options.operands;
	const listed = listedOf(loaded.image, options);
	const filter = globs.length > 0 ? await pathFilter(globs) : undefined;
	const packages = options.columns?.includes('package') ? packagesOf(loaded, contents) : undefined;
	const queried = asked && await filterOfQuery(asked, {loaded, contents, work, outside});
	const told = {...loaded, warnings: withoutRepetition([...loaded.warnings, ...packages?.warnings ?? [], ...queried?.warnings ?? []])};
	const rows = {sort: options.sort, limit: options.limit, matches: filter?.matches, filter: queried?.filter, contents, packages};
	work.pause();
	await deliver((format, text) => {
		const columns = options.columns ?? (options.allLayers && format === 'csv' ? entryColumns : undefined);
		return filesReporters[format](listing(told, listed, rows), columns, text);
	}, options, outside);
	if (!options.quiet) {
		warnOfImage(told, outside);
		for (const glob of filter?.unmatched() ?? []) {
			outside.standardError.write(`freedive: no path matches ${safeText(glob)}\n`);
		}
	}

	return exitCodeOf(told.warnings);
}

/** Every entry of every layer, as a spreadsheet wants them: `freedive IMAGE --format csv`. */
export function entriesCsv(loaded: Loaded): Iterable<string> {
	return filesReporters.csv(listing(loaded, {from: 1, to: loaded.image.layers.length}, {}), entryColumns, {bytes: false, width: 0, color: false, ascii: false});
}

function listing(loaded: Loaded, view: Listed, options: ListOptions): Parameters<(typeof filesReporters)[string]>[0] {
	const {image, overlay, warnings} = loaded;
	return {
		image: reportImage(image),
		view,
		layers: image.layers.map(({digest, diffId, history}) => ({digest: digest ?? diffId, createdBy: history?.createdBy, instruction: history?.instruction})),
		rows: listFiles(overlay, view, options),
		warnings: reportWarnings(warnings),
	};
}

function listedOf(image: Image, options: Options): Listed {
	const {layers} = image;
	if (options.allLayers) {
		return {from: 1, to: layers.length};
	}

	const range = layerRange(image, options);
	return range.from === undefined ? {at: options.at === undefined ? layers.length : findLayer(layers, options.at)} : range;
}

/** Packages that both a column and a query ask for are warned of once. */
function withoutRepetition(warnings: readonly ImageWarning[]): ImageWarning[] {
	return [...new Map(warnings.map(warning => [JSON.stringify(warning), warning])).values()];
}
