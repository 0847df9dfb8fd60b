import type {ExpressionMatches} from '../archive/expression-worker.js';
import {matchExpression} from '../archive/match-expression.js';
import type {TapName} from '../archive/taps/index.js';
import type {Contents} from '../image/contents.js';
import type {ImageWarning} from '../image/image.js';
import {searchContents, WildSearch} from '../image/search-contents.js';
import type {EntryId} from '../tree/entry-store.js';
import type {Overlay} from '../tree/overlay.js';
import type {PackageList} from '../tree/packages.js';
import {compileExpression} from '../tree/query/expression.js';
import {matchQuery} from '../tree/query/match-query.js';
import {needsOf, parseQuery} from '../tree/query/parse-query.js';
import type {Prepared} from '../tree/query/prepared.js';
import {queryFilter, type PathVersion} from '../tree/query/query-filter.js';
import type {Query} from '../tree/query/query.js';
import {textPattern} from '../tree/query/text-pattern.js';
import type {PathId} from '../tree/path-tree.js';
import {runNow} from '../archive/slices.js';
import type {Loaded, Work} from './load.js';
import type {Outside} from './outside.js';
import {packagesOf} from './packages.js';
import {searchedFiles} from './searched-files.js';
import {UsageError} from './usage-error.js';

/** A query of a command line, and what an image must be loaded with for it. */
export type AskedQuery = {query: Query; proof: boolean; taps: readonly TapName[]};

/**
Reads a query of a command line.

@param layers How many the image has, once that is known.
@throws {UsageError} Where it is none, with a line that points at what is wrong.
*/
export function askQuery(text: string, layers?: number): AskedQuery {
	const parsed = parseQuery(text, layers);
	if ('error' in parsed) {
		const {message, at, length} = parsed.error;
		// A key stays as it is written.
		const start = /^[a-z]+:/i.test(message) ? message[0] : message[0].toUpperCase();
		throw new UsageError(`${start}${message.slice(1)}${/[.?]$/.test(message) ? '' : '.'}`, {text, at, length});
	}

	if (parsed.query.groups.length === 0 && /\S/.test(text)) {
		const {index, 0: {length}} = /\S.*\S|\S/.exec(text)!;
		throw new UsageError(String.raw`There is no word with that sign. A backslash in front makes a sign a word: \! or \|.`, {text, at: index, length});
	}

	const {packages, proof} = needsOf(parsed.query);
	return {query: parsed.query, proof, taps: packages ? ['package-files'] : []};
}

/** What is needed while a query is prepared. */
type Preparing = {loaded: Loaded; contents: Contents; work: Work; outside: Outside};

/**
Finds out what a query needs from outside of the tree: packages, regular expressions, texts in contents. What could not be read goes
to the warnings.

@throws {UsageError} Where it names a layer that is not there, or an expression takes too long.
*/
export async function prepareQuery({query}: AskedQuery, preparing: Preparing): Promise<{prepared: Prepared; warnings: ImageWarning[]}> {
	const {loaded: {image, overlay}, loaded, contents, work} = preparing;
	askQuery(query.text, image.layers.length);
	const needs = needsOf(query);
	const packages = needs.packages ? packagesOf(loaded, contents) : undefined;
	const warnings = [...packages?.warnings ?? []];
	const expressions = new Map<string, ExpressionMatches>();
	for (const pattern of needs.expressions) {
		work.tell('matching paths');
		const column = await matchExpression(overlay.tree, compileExpression(pattern), work.signal);
		if (!column) {
			throw new UsageError(`re:${pattern} takes too long and was stopped: write it with less repetition within repetition.`);
		}

		expressions.set(pattern, column);
	}

	const texts = new Map<string, ReadonlySet<EntryId>>();
	for (const pattern of needs.texts) {
		texts.set(pattern, await searchTexts(pattern, candidatesOf(overlay, query, {packages, expressions}), preparing, warnings));
	}

	return {prepared: {packages, expressions, texts, created: image.created}, warnings};
}

/** Whether a path, as one version of it stands, is what `--query` asks for. */
export type QueryFilter = (path: PathId, version: PathVersion) => boolean;

/** The filter that a query is, for a command whose rows are paths as they stand; and the packages, where it asks for them. */
export async function filterOfQuery(asked: AskedQuery, preparing: Preparing): Promise<{filter: QueryFilter; packages?: PackageList; warnings: ImageWarning[]}> {
	const {prepared, warnings} = await prepareQuery(asked, preparing);
	return {filter: queryFilter(preparing.loaded.overlay, asked.query, prepared), packages: prepared.packages, warnings};
}

/** Which paths may match, whatever their contents hold: names are cheaper than contents. */
function candidatesOf(overlay: Overlay, query: Query, prepared: Prepared): (path: PathId) => boolean {
	const groups = query.groups.filter(group => group.every(term => term.kind === 'text' || term.kind === 'glob' || term.kind === 'expression'));
	const {rank} = runNow(matchQuery(overlay, {text: query.text, groups}, prepared));
	return path => rank[path] > 0;
}

async function searchTexts(pattern: string, isCandidate: (path: PathId) => boolean, {loaded, contents, work, outside}: Preparing, warnings: ImageWarning[]): Promise<Set<EntryId>> {
	const {overlay} = loaded;
	const found = new Set<EntryId>();
	const {jobs, pathOf} = searchedFiles(overlay, {from: 1, to: overlay.ready}, isCandidate);
	const wild = (layer: number, index: number, what: string): ImageWarning => ({
		layer,
		path: overlay.tree.path(pathOf(overlay.store.base(layer) + index)),
		message: `text:${pattern} takes more than a second on a piece of it${what}: write it with less repetition within repetition`,
		incomplete: true,
	});
	try {
		const batches = searchContents(contents, jobs, textPattern(pattern), {
			mode: 'files',
			threads: outside.threads,
			signal: work.signal,
			onProgress(share) {
				work.tell('searching contents', share);
			},
			onProblem(layer, message) {
				warnings.push({layer, message, incomplete: true});
			},
			onWild(layer, index) {
				warnings.push(wild(layer, index, ', and the rest of it is left out'));
			},
		});
		for await (const batch of batches) {
			for (const {layer, index} of batch) {
				found.add(overlay.store.base(layer) + index);
			}
		}
	} catch (error) {
		if (!(error instanceof WildSearch)) {
			throw error;
		}

		warnings.push(wild(error.layer, error.index, ', as on many before, and the search ends there'));
	}

	return found;
}
